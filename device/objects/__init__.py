"""The wire contract: every object that leaves the device or the server, declared once.

They are the return types of the code that makes them, so mypy checks each literal. JSON Schema,
the OpenAPI document, the page's types and the tables of the documentation derive from them
(``python -m tests.tools.contract``). A field's sentence is the text in its ``Annotated``; a unit
is in its name. Nothing here checks anything at run time.

A field may be added at any time, and so may a word of a vocabulary: readers ignore what they do not
know. A field that is not ``NotRequired`` is always there; what is unknown is ``null``, never 0.
"""
