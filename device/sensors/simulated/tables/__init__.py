"""The named situations: ``situation`` says what one is, the tables list them."""
