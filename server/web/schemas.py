"""JSON Schemas of what the API takes, as it checks them and as the OpenAPI document publishes them.

What it gives is declared in ``device.objects`` and ``server.objects``; see ``typed_schema``.
"""

from collections.abc import Mapping
from typing import Any, Final

from device.reps.exercises import Exercise, Side, Variant
from device.store.checks import HEAVIEST_KG, LONGEST_NAME, UNITS
from server.web.typed_schema import JsonSchema

BIGGEST_ID: Final = 2**53 - 1
"""The largest whole number that JavaScript keeps exactly."""


def words(enumeration: Any) -> JsonSchema:
    """A string that is a member of the enumeration."""
    return {"type": "string", "enum": [str(member) for member in enumeration]}


def fields(properties: Mapping[str, Any], required: tuple[str, ...] = ()) -> JsonSchema:
    """An object of these properties and no other."""
    schema: JsonSchema = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return {**schema, "required": list(required)} if required else schema


def some_of(properties: Mapping[str, Any]) -> JsonSchema:
    """An object of at least one of these properties."""
    return {**fields(properties), "minProperties": 1}


def nullable(schema: JsonSchema) -> JsonSchema:
    """The same, or ``null``."""
    return {**schema, "type": [schema["type"], "null"]}


def text(longest: int) -> JsonSchema:
    """One line of text that begins with something visible and has no control characters."""
    return {
        "type": "string",
        "minLength": 1,
        "maxLength": longest,
        "pattern": r"^[^\s\u0000-\u001f\u007f-\u009f][^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$",
        "description": f"one line of 1 to {longest} characters",
    }


IDENTITY: Final[JsonSchema] = {"type": "integer", "minimum": 1, "maximum": BIGGEST_ID}
WEIGHT: Final[JsonSchema] = {"type": ["number", "null"], "minimum": 0, "maximum": HEAVIEST_KG}
NAME: Final = text(LONGEST_NAME)
UNIT: Final = words(UNITS)
COLOUR: Final[JsonSchema] = {
    "type": "string",
    "pattern": "^#[0-9a-fA-F]{6}$",
    "description": "a colour such as #56b4e9",
}
DATE: Final[JsonSchema] = {
    "type": "string",
    "format": "date",
    "description": "a day such as 2026-11-21",
}

PLAN_FIELDS: Final[JsonSchema] = {
    "exercise": words(Exercise),
    "side": words(Side),
    "variant": words(Variant),
    "weight_kg": WEIGHT,
    "athlete_id": nullable(IDENTITY),
}
