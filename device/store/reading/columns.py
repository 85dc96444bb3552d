"""The columns of the set log, in the order that is a contract; ``docs/columns.md`` lists them."""

from dataclasses import dataclass, fields
from typing import Any, Final, get_args

from device.objects.fields import fields_of
from device.objects.rep import RepObject
from device.objects.sets import PlanObject, SetObject
from device.reps.metrics import FIRST, LATER, Metric
from device.reps.rep import Rep

_WORDS: Final = {int: "whole number", float: "number", bool: "`true` or `false`", str: "text"}


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        name: Its heading.
        type: What its cells hold, in words.
        unit: Unit; empty where there is none.
        meaning: What it is, in sentences.
        empty: When a cell is empty; ``None`` where none ever is.
    """

    name: str
    type: str
    unit: str
    meaning: str
    empty: str | None


def _of_object(
    kind: type, name: str, empty: str | None = None, *, unit: str = "", more: str = ""
) -> Column:
    field = fields_of(kind)[name]
    return Column(name, _word(field.hint), unit, f"{field.sentence} {more}".strip(), empty)


def _of_metric(metric: Metric) -> Column:
    hint = next(field.type for field in fields(Rep) if field.name == metric.name)
    return Column(metric.name, _word(hint), metric.unit, metric.meaning, metric.empty)


def _word(hint: Any) -> str:
    kinds = [kind for kind in (hint, *get_args(hint)) if kind in _WORDS]
    return _WORDS[kinds[0]] if kinds else "words separated by spaces"


OF_SET: Final = (
    _of_object(SetObject, "set_id"),
    _of_object(SetObject, "started_at", "no clock is known"),
    _of_object(PlanObject, "athlete", "a guest"),
    _of_object(PlanObject, "exercise"),
    _of_object(PlanObject, "variant"),
    _of_object(PlanObject, "side"),
    _of_object(PlanObject, "weight_kg", "nobody said", unit="kg"),
)
OF_REP: Final = (
    _of_object(RepObject, "rep"),
    *map(_of_metric, FIRST),
    _of_object(RepObject, "verdict", more="`withdrawn` where it is no repetition."),
    _of_object(RepObject, "reasons", "nothing is known to speak against it"),
    _of_object(
        RepObject,
        "flags",
        "nothing is doubtful",
        more="Also `simulated` where nobody pulled, and `time_from_tablet`, `time_bracketed` or "
        "`time_unsynced` where `started_at` rests on less than a network clock.",
    ),
    *map(_of_metric, LATER),
    _of_object(SetObject, "definition"),
    Column(
        "amended",
        "text",
        "",
        "Why its figures were corrected after they had been announced; they are the corrected "
        "ones.",
        "they never were",
    ),
    Column(
        "withdrawn",
        "text",
        "",
        "Why it is no repetition although it was announced as one: then `verdict` is `withdrawn`, "
        "and no count, mean, best or reference of CableCoach has it.",
        "it counts",
    ),
)
COLUMNS: Final = tuple(column.name for column in (*OF_SET, *OF_REP))
