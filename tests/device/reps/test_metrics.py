"""The table of metrics, the record, the declared object and the store tell of the same metrics."""

from dataclasses import fields
from typing import get_type_hints

from device.objects.metrics import RepMetrics
from device.reps.document import rep_document
from device.reps.metrics import METRICS
from device.reps.rep import Rep
from device.store.connection import connect_memory
from device.store.migrations import migrate

IDENTITY = {"number", "start_ns", "top_ns", "release_ns", "end_ns", "detected_ns"}
JUDGEMENT = {"verdict", "reasons", "flags"}
HINTS = get_type_hints(Rep)
NAMES = [metric.name for metric in METRICS]


def test_every_field_of_a_rep_that_is_a_metric_has_a_row():
    assert {field.name for field in fields(Rep)} - IDENTITY - JUDGEMENT == set(NAMES)
    assert len(NAMES) == len(set(NAMES))


def test_the_declared_object_has_the_types_of_the_record():
    assert get_type_hints(RepMetrics) == {name: HINTS[name] for name in NAMES}


def test_what_may_be_unknown_says_when_and_may_be_null_in_the_store():
    connection = connect_memory()
    migrate(connection)
    columns = {row["name"]: row for row in connection.execute("PRAGMA table_info(reps)")}
    for metric in METRICS:
        nullable = type(None) in getattr(HINTS[metric.name], "__args__", ())
        assert nullable == (metric.empty is not None), metric.name
        assert columns[metric.name]["notnull"] == (not nullable), metric.name


def a_rep(**changes):
    values = {int: 1, float: 0.5, bool: True, str: "1-0-X-1"}
    kinds = {name: next(iter(getattr(hint, "__args__", (hint,)))) for name, hint in HINTS.items()}
    known = {name: values[kinds[name]] for name in HINTS if name not in {"reasons", "flags"}}
    return Rep(**(known | changes))


def test_numbers_keep_the_digits_of_their_row_and_unknown_stays_unknown():
    shown = rep_document(a_rep(rom_m=0.123456789, rfd_n_s=None, work_j=1.23456))
    assert (shown["rom_m"], shown["rfd_n_s"], shown["work_j"]) == (0.1235, None, 1.23)
    assert (shown["tempo"], shown["held"]) == ("1-0-X-1", True)


def test_what_is_a_number_has_digits_and_nothing_else_has():
    for metric in METRICS:
        is_number = isinstance(getattr(a_rep(), metric.name), float)
        assert is_number == (metric.digits is not None), metric.name


def test_every_row_has_its_words():
    for metric in METRICS:
        assert metric.title
        assert metric.meaning.endswith("."), metric.name
        assert not (metric.empty or "").endswith("."), metric.name
