import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from device.errors import ConflictError, NotFoundError, StoreError
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.store.connection import connect_writer
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter


@pytest.fixture
def set_id(add_set: Callable[..., int]) -> int:
    return add_set(SetPlan(weight_kg=20), 3)


def test_a_correction_and_its_undo(writer: StoreWriter, reader: StoreReader, set_id: int) -> None:
    who = writer.athletes.add("Ada").athlete_id
    before = reader.set(set_id)
    undo = writer.corrections.change_set(
        set_id,
        {"exercise": "punch", "side": "right", "weight_kg": 25, "athlete_id": who, "note": "x"},
    )
    changed = reader.set(set_id)
    assert changed.set.plan.exercise is Exercise.PUNCH
    assert changed.set.plan.side is Side.RIGHT
    assert changed.set.plan.weight_kg == 25.0
    assert changed.athlete is not None
    assert changed.athlete.name == "Ada"
    assert changed.set.note == "x"
    assert changed.reps == before.reps

    writer.corrections.change_set(set_id, undo)
    assert reader.set(set_id) == before


def test_the_original_values_are_kept(writer: StoreWriter, database: Path, set_id: int) -> None:
    writer.corrections.change_set(set_id, {"weight_kg": 30, "side": "left"})
    with closing(connect_writer(database)) as other:
        rows = other.execute("SELECT field, before, after FROM corrections").fetchall()
    kept = [(row["field"], json.loads(row["before"]), json.loads(row["after"])) for row in rows]
    assert kept == [("weight_kg", 20.0, 30.0)]


@pytest.mark.parametrize(
    "changes",
    [
        {"exercise": "squat"},
        {"exercise": None},
        {"side": "both"},
        {"variant": 3},
        {"weight_kg": "20"},
        {"weight_kg": -1},
        {"weight_kg": float("nan")},
        {"weight_kg": True},
        {"athlete_id": "1"},
        {"athlete_id": True},
        {"note": "x" * 1001},
        {"note": "\x00"},
        {"note": "\ud800"},
        {"started_ns": 1},
    ],
)
def test_nonsense_is_refused_and_changes_nothing(
    writer: StoreWriter, reader: StoreReader, set_id: int, changes: dict[str, Any]
) -> None:
    before = reader.set(set_id)
    with pytest.raises(StoreError):
        writer.corrections.change_set(set_id, {"weight_kg": 99} | changes)
    assert reader.set(set_id) == before


def test_an_unknown_set_or_athlete_is_refused(writer: StoreWriter, set_id: int) -> None:
    with pytest.raises(NotFoundError, match="no set 9"):
        writer.corrections.change_set(9, {"note": ""})
    with pytest.raises(NotFoundError, match="no athlete 9"):
        writer.corrections.change_set(set_id, {"athlete_id": 9})


def test_a_set_put_away_comes_back_whole(
    writer: StoreWriter, reader: StoreReader, set_id: int
) -> None:
    before = reader.set(set_id)
    writer.corrections.delete_set(set_id)
    assert reader.sets()[0] == []
    assert list(reader.each_set()) == []
    assert reader.set(set_id).set.deleted
    writer.corrections.restore_set(set_id)
    assert reader.sets()[0] == [before]


def test_a_rep_put_away_comes_back(writer: StoreWriter, reader: StoreReader, set_id: int) -> None:
    before = reader.set(set_id)
    rep_id = before.reps[1].rep_id
    assert writer.corrections.delete_rep(rep_id) == set_id
    assert [stored.rep.number for stored in reader.set(set_id).reps] == [1, 3]
    assert writer.corrections.restore_rep(rep_id) == set_id
    assert reader.set(set_id) == before


def test_a_key_is_good_for_one_command(writer: StoreWriter, set_id: int) -> None:
    writer.corrections.change_set(set_id, {"weight_kg": 30}, key="k")
    with pytest.raises(ConflictError, match="used for another request"):
        writer.corrections.delete_set(set_id, key="k")


def test_a_key_used_twice_acts_once(writer: StoreWriter, reader: StoreReader, set_id: int) -> None:
    first = writer.corrections.change_set(set_id, {"weight_kg": 30}, key="k")
    writer.corrections.change_set(set_id, {"weight_kg": 40})
    assert writer.corrections.change_set(set_id, {"weight_kg": 30}, key="k") == first
    assert reader.set(set_id).set.plan.weight_kg == 40.0


def test_another_exercise_brings_its_side_and_legs_and_is_undone_whole(
    writer: StoreWriter, reader: StoreReader, set_id: int
) -> None:
    before = reader.set(set_id).set.plan
    undo = writer.corrections.change_set(set_id, {"exercise": "pushdown"})
    changed = reader.set(set_id).set.plan
    assert (changed.exercise, changed.side) == (Exercise.PUSHDOWN, Side.BOTH)
    writer.corrections.change_set(set_id, undo)
    assert reader.set(set_id).set.plan == before
