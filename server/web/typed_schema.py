"""JSON Schema of the wire contract, derived from its ``TypedDict``s.

pydantic's ``TypeAdapter`` would do it, but its core is compiled and has no wheel for a 32-bit Pi,
as msgspec's; and of the two hundred kinds of types that they know, the contract uses ten.
"""

from collections.abc import Iterable, Mapping, Sequence
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin, is_typeddict

from device.objects.fields import Field, fields_of, summary_of
from device.objects.words import OneOf
from device.reps.metrics import METRICS, Metric
from server.web.vocabularies import VOCABULARIES

JsonSchema = dict[str, Any]

_PLAIN: Final = {bool: "boolean", int: "integer", float: "number", str: "string"}
_METRICS: Final = {metric.name: metric for metric in METRICS}


def component_name(kind: type) -> str:
    """An object's name in the OpenAPI document: ``SetObject`` is ``Set``, ``SetMessage`` is
    ``SetEvent``.
    """
    return kind.__name__.removesuffix("Object").replace("Message", "Event")


def _ref(kind: type) -> JsonSchema:
    """A reference to the component of an object."""
    return {"$ref": f"#/components/schemas/{component_name(kind)}"}


def components(hints: Iterable[Any]) -> dict[str, JsonSchema]:
    """The schemas of all objects that these types are made of, by component name."""
    return {component_name(kind): _object(kind) for kind in objects_in(hints)}


def objects_in(hints: Iterable[Any]) -> list[type]:
    """All objects that these types are made of, by component name."""
    found: dict[str, type] = {}
    waiting = list(hints)
    while waiting:
        for kind in _parts(waiting.pop()):
            if component_name(kind) not in found:
                found[component_name(kind)] = kind
                waiting += [field.hint for field in fields_of(kind).values()]
    return [kind for _, kind in sorted(found.items())]


def _object(kind: type) -> JsonSchema:
    fields = described_fields(kind)
    return {
        "type": "object",
        "description": summary_of(kind),
        "properties": {
            name: {**schema_of(field.hint), "description": field.sentence} for name, field in fields
        },
        "required": [name for name, field in fields if field.required],
    }


def described_fields(kind: type) -> list[tuple[str, Field]]:
    """The fields of an object, each with its sentence; a metric's comes from its row."""
    return [
        (name, field._replace(sentence=field.sentence or _told(_METRICS[name])))
        for name, field in fields_of(kind).items()
    ]


def _told(metric: Metric) -> str:
    unit = f", in {metric.unit}" if metric.unit else ""
    unknown = f" `null` where {metric.empty}." if metric.empty else ""
    return f"{metric.title}{unit}. {metric.meaning}{unknown}"


def schema_of(hint: Any) -> JsonSchema:
    """The schema of a type.

    Raises:
        TypeError: The contract uses a type that has none here.
    """
    if is_typeddict(hint):
        return _ref(hint)
    if hint in _PLAIN:
        return {"type": _PLAIN[hint]}
    if hint is Any:
        return {}
    origin, args = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _word(args[1:]) or schema_of(args[0])
    if origin is Literal:
        return {"type": _PLAIN[type(args[0])], "enum": list(args)}
    if origin in (Union, UnionType):
        return _union([arg for arg in args if arg is not NoneType], NoneType in args)
    if origin is tuple:
        items = [schema_of(arg) for arg in args]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "items": False}
    if origin in (list, Sequence):
        return {"type": "array", "items": schema_of(args[0])}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": schema_of(args[1])}
    raise TypeError(f"no schema for {hint!r}")


def _union(kinds: list[Any], nullable: bool) -> JsonSchema:
    schemas = [schema_of(kind) for kind in kinds]
    plain = all(set(schema) <= {"type", "enum"} for schema in schemas)
    if not plain or (len(schemas) > 1 and any("enum" in schema for schema in schemas)):
        return {"oneOf": [*schemas, *([{"type": "null"}] if nullable else [])]}
    null = ["null"] if nullable else []
    union: JsonSchema = {"type": [*(schema["type"] for schema in schemas), *null]}
    if "enum" in schemas[0]:
        union["enum"] = [*schemas[0]["enum"], *([None] if nullable else [])]
    return union


def _word(marks: Iterable[Any]) -> JsonSchema | None:
    for mark in marks:
        if isinstance(mark, OneOf):
            return {"type": "string", "enum": [str(word) for word in VOCABULARIES[mark.vocabulary]]}
    return None


def _parts(hint: Any) -> list[type]:
    """The objects that a type is made of."""
    if is_typeddict(hint):
        return [hint]
    return [part for arg in get_args(hint) for part in _parts(arg)]
