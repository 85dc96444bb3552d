"""JSON Schemas of what the API takes and gives; the OpenAPI document publishes the same ones."""

from collections.abc import Mapping
from typing import Any, Final

from device.reps.events import EndReason
from device.reps.rep import Exercise, Side, Variant
from device.store.checks import HEAVIEST_KG, LONGEST_NAME

JsonSchema = dict[str, Any]

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
UNIT: Final[JsonSchema] = {"type": "string", "enum": ["kg", "lb"]}
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

_NUMBER: Final[JsonSchema] = {"type": "number"}
_NUMBER_OR_NULL: Final[JsonSchema] = {"type": ["number", "null"]}
_TEXT: Final[JsonSchema] = {"type": "string"}
_TEXT_OR_NULL: Final[JsonSchema] = {"type": ["string", "null"]}
_FLAG: Final[JsonSchema] = {"type": "boolean"}
_ANY: Final[JsonSchema] = {"type": "object"}


def ref(name: str) -> JsonSchema:
    """A reference to one of ``COMPONENTS``."""
    return {"$ref": f"#/components/schemas/{name}"}


def _answer(properties: JsonSchema, *optional: str) -> JsonSchema:
    """What the server gives: all fields but the optional ones are there; more may come later."""
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _many(item: JsonSchema) -> JsonSchema:
    return {"type": "array", "items": item}


COMPONENTS: Final[dict[str, JsonSchema]] = {
    "Problem": _answer(
        {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "detail": _TEXT,
            "reason": _TEXT,
            "values": {"type": "object"},
        },
        *("reason", "values"),
    ),
    "Plan": _answer(
        {
            "exercise": words(Exercise),
            "side": words(Side),
            "variant": words(Variant),
            "weight_kg": _NUMBER_OR_NULL,
            "athlete_id": {"type": ["integer", "null"]},
            "athlete": _TEXT_OR_NULL,
            "reference_rom_m": _NUMBER_OR_NULL,
        }
    ),
    "Set": _answer(
        {
            "set_id": {"type": "integer"},
            "plan": ref("Plan"),
            "started_at": _TEXT_OR_NULL,
            "time_quality": _TEXT,
            "started_s": _NUMBER,
            "elapsed_s": _NUMBER,
            "by_user": _FLAG,
            "note": _TEXT_OR_NULL,
            "deleted": _FLAG,
            "damaged_reps": {"type": "integer"},
            "ended": {"type": ["string", "null"], "enum": [*map(str, EndReason), None]},
            "weight_step": {"type": "integer", "enum": [-1, 0, 1]},
            "reps": _many(_ANY),
        }
    ),
    "State": _answer(
        {
            "device_online": _FLAG,
            "role": {"type": "string", "enum": ["viewer", "athlete", "operator"]},
            "source": _TEXT,
            "simulated": _FLAG,
            "sensor_ok": _FLAG,
            "recording": _FLAG,
            "not_recording_reason": _TEXT_OR_NULL,
            "not_recording_code": _TEXT_OR_NULL,
            "unsaved_reps": {"type": "integer"},
            "faults": _many(_answer({"kind": _TEXT, "detail": _TEXT})),
            "calibrating": _FLAG,
            "plan": ref("Plan"),
            "live": {"type": ["object", "null"]},
            "set": {"oneOf": [ref("Set"), {"type": "null"}]},
            "last_set": {"oneOf": [ref("Set"), {"type": "null"}]},
            "time_quality": _TEXT,
            "version": _TEXT,
        }
    ),
    "Athlete": _answer(
        {"athlete_id": {"type": "integer"}, "name": _TEXT, "unit": UNIT, "colour": _TEXT}
    ),
    "Client": _answer(
        {
            "client_id": {"type": "integer"},
            "kind": {"type": "string", "enum": ["tablet", "script"]},
            "name": _TEXT,
            "role": _TEXT,
            "athlete_id": {"type": ["integer", "null"]},
            "unused_s": {"type": "integer"},
        }
    ),
    "Health": _answer({"status": {"const": "ok"}, "device": {"enum": ["online", "offline"]}}),
    "SetPage": _answer({"sets": _many(ref("Set")), "next": {"type": ["integer", "null"]}}),
    "SetAnswer": _answer({"set": ref("Set"), "undo": _ANY}, "undo"),
    "PlanAnswer": _answer({"plan": ref("Plan")}),
    "AthleteAnswer": _answer({"athlete": ref("Athlete")}),
    "Athletes": _answer({"athletes": _many(ref("Athlete"))}),
    "Samples": _answer(
        {
            "t_s": _many(_NUMBER),
            "position_m": _many(_NUMBER),
            "velocity_m_s": _many(_NUMBER),
            "force_n": _many(_NUMBER_OR_NULL),
        }
    ),
    "Paired": _answer({"role": _TEXT, "athlete_id": {"type": ["integer", "null"]}}),
    "Clients": _answer({"clients": _many(ref("Client"))}),
    "Code": _answer(
        {"code": _TEXT, "address": _TEXT_OR_NULL, "qr": _TEXT_OR_NULL, "expires_s": _NUMBER}
    ),
    "Object": _ANY,
}
