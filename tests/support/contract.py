"""Holds an object against what the wire contract declares of its kind."""

from typing import Any

from jsonschema import Draft202012Validator

from server.web.typed_schema import components, schema_of


def faults(kind: type, message: Any) -> list[str]:
    """What is wrong with ``message``: a key too many or too few, or a value of another type."""
    schemas = {
        name: schema | {"additionalProperties": False}
        for name, schema in components([kind]).items()
    }
    root = {**schema_of(kind), "components": {"schemas": schemas}}
    return [error.message for error in Draft202012Validator(root).iter_errors(message)]
