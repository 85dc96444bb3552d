"""The figures as tables: for a terminal, a document, or a program."""
