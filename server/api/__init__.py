"""The addresses of the server, one module a subject; ``table`` lists them all."""
