"""The tables of fields in the documentation, between markers."""

import re
from pathlib import Path
from typing import Any, Final

from device.objects.coaching import TrendObject
from device.objects.health import HealthObject
from device.objects.rep import RepObject, WithdrawnRep
from device.objects.sets import AthleteObject, PlanObject, SetObject
from device.objects.station import LiveObject, SensorsObject, SensorStateObject
from device.objects.stream import (
    Envelope,
    FaultMessage,
    PhaseMessage,
    RepMessage,
    SetMessage,
    StateMessage,
)
from server.objects import ShownState
from server.web.typed_schema import JsonSchema, described_fields, schema_of
from tests.tools.contract.markdown import table

_KINDS: Final[dict[str, type]] = {
    kind.__name__: kind
    for kind in (
        AthleteObject,
        Envelope,
        FaultMessage,
        HealthObject,
        LiveObject,
        PhaseMessage,
        PlanObject,
        RepMessage,
        RepObject,
        SensorStateObject,
        SensorsObject,
        SetMessage,
        SetObject,
        ShownState,
        StateMessage,
        TrendObject,
        WithdrawnRep,
    )
}
_BLOCK: Final = re.compile(
    r"(<!-- fields of (?P<kind>\w+) -->\n).*?(<!-- end of fields -->)", re.DOTALL
)
_ENVELOPE: Final = tuple(Envelope.__annotations__)


def filled(page: Path) -> str:
    """The page with each table written anew.

    Raises:
        KeyError: A marker names no object.
    """
    return _BLOCK.sub(
        lambda found: found[1] + _fields(_KINDS[found["kind"]]) + found[3], page.read_text("utf-8")
    )


def _fields(kind: type) -> str:
    shown = [
        (
            f"`{name}`" + ("" if field.required else " (optional)"),
            _words(schema_of(field.hint)),
            field.sentence,
        )
        for name, field in described_fields(kind)
        if kind is Envelope or name not in _ENVELOPE
    ]
    return table(("field", "type", "meaning"), shown)


def _words(schema: JsonSchema) -> str:
    """A schema in a few words."""
    if "$ref" in schema:
        return _title(schema)
    if "oneOf" in schema:
        return " or ".join(_words(part) for part in schema["oneOf"])
    if "enum" in schema:
        return ", ".join("null" if word is None else f"`{word}`" for word in schema["enum"])
    kind: Any = schema.get("type", "anything")
    if kind == "array":
        return f"list of {_words(schema['items'])}" if schema["items"] else "list"
    return kind if isinstance(kind, str) else " or ".join(kind)


def _title(schema: JsonSchema) -> str:
    return str(schema["$ref"].rpartition("/")[2])
