"""What the station learns of a saved repetition takes its place, with the reason and the time."""

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from device.clock.stamp import Stamp
from device.errors import NotFoundError
from device.reps.events import AmendReason, EndReason
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.reps.rep import Rep, RepFlag
from device.store.layout import StoreLayout
from device.store.reading.csv_export import csv_lines
from device.store.reading.documents import set_document
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import find_damage, open_store
from device.store.recovery.salvage import with_companions
from device.store.rows import Amendment
from device.store.writing.writer import StoreWriter

MakeRep = Callable[..., Rep]


@pytest.fixture
def set_id(writer: StoreWriter, rep: MakeRep) -> int:
    """An open set with three repetitions."""
    opened = writer.sets.open_set(SetPlan(), 0)
    for number in (1, 2, 3):
        writer.sets.add_rep(opened, rep(number))
    return opened


def events(database: Path, kind: str) -> list[dict[str, Any]]:
    with closing(sqlite3.connect(database)) as connection:
        query = "SELECT body FROM events WHERE kind = ? ORDER BY seq"
        return [json.loads(body) for (body,) in connection.execute(query, (kind,))]


def test_amended_figures_take_the_place_of_the_former_which_the_event_keeps(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep, set_id: int
) -> None:
    better = rep(2, rom_m=None, hold_s=None, held=None, verdict="unknown", flags=(RepFlag.GAP,))
    for _ in range(2):  # a writer that was cut off does it again
        key = writer.amendments.amend_rep(
            set_id, better, AmendReason.ENCODER_OUT, 77, at=Stamp("b", 5)
        )
    stored = reader.set(set_id).reps[1]
    assert (stored.rep_id, stored.rep) == (key, better)
    assert stored.amended == Amendment(AmendReason.ENCODER_OUT, 77)
    [told] = events(writer.path, "rep_amended")
    assert told["before"]["hold_s"] == 1.1
    assert (told["after"]["hold_s"], told["after"]["amended"]) == (None, "encoder_out")
    assert find_damage(writer.path) is None


def test_the_last_amendment_counts(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep, set_id: int
) -> None:
    writer.amendments.amend_rep(set_id, rep(1, rom_m=0.5), AmendReason.WHEEL_SLIPPED, 7)
    writer.amendments.amend_rep(set_id, rep(1, rom_m=0.55), AmendReason.DIRECTION, 8)
    stored = reader.set(set_id).reps[0]
    assert (stored.rep.rom_m, stored.amended) == (0.55, Amendment(AmendReason.DIRECTION, 8))
    assert len(events(writer.path, "rep_amended")) == 2


def test_what_is_not_there_cannot_be_amended(
    writer: StoreWriter, rep: MakeRep, set_id: int
) -> None:
    with pytest.raises(NotFoundError, match="has no rep 9"):
        writer.amendments.amend_rep(set_id, rep(9), AmendReason.LOAD_WRONG, 7)


def test_a_withdrawn_rep_is_kept_and_counts_nowhere(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep, set_id: int
) -> None:
    for _ in range(2):
        writer.amendments.withdraw_rep(set_id, 2, AmendReason.NO_LOAD, 99)
    writer.sets.add_rep(set_id, rep(4))
    writer.sets.end_set(set_id, 10, EndReason.USER)

    record = reader.set(set_id)
    assert [stored.rep.number for stored in record.reps] == [1, 3, 4], "the numbers stay"
    [none] = record.withdrawn
    assert (none.rep, none.withdrawn) == (rep(2), Amendment(AmendReason.NO_LOAD, 99))
    document = set_document(record)
    assert document["summary"]["reps"] == document["summary"]["good_reps"] == 3
    assert document["withdrawn"] == [{"rep": 2, "reason": "no_load"}]
    assert record.damaged_reps == 0
    assert len(list(csv_lines([record]))) == 5, "the header, and a line for each number"
    assert len(events(writer.path, "rep_withdrawn")) == 1


def test_what_was_only_counted_leaves_nothing_to_withdraw(
    writer: StoreWriter, reader: StoreReader, set_id: int
) -> None:
    assert writer.amendments.withdraw_rep(set_id, 4, AmendReason.TOO_SHORT, 99) is None
    assert len(reader.set(set_id).reps) == 3
    assert events(writer.path, "rep_withdrawn") == []


def test_a_withdrawn_rep_makes_no_reference(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep
) -> None:
    who = writer.athletes.add("Ada").athlete_id
    set_id = writer.sets.open_set(SetPlan(athlete_id=who), 0)
    for number, rom_m in enumerate((0.5, 0.6, 0.7, 1.2), 1):
        writer.sets.add_rep(set_id, rep(number, rom_m=rom_m))
    writer.amendments.withdraw_rep(set_id, 4, AmendReason.ENCODER_OUT, 99)
    assert reader.reference_rom_m(who, Exercise.ROW, Side.LEFT) == 0.6
    writer.amendments.withdraw_rep(set_id, 1, AmendReason.ENCODER_OUT, 99)
    assert reader.reference_rom_m(who, Exercise.ROW, Side.LEFT) is None


def test_what_was_put_away_is_amended_there_and_comes_back_so(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep, set_id: int
) -> None:
    key = reader.set(set_id).reps[1].rep_id
    writer.corrections.delete_rep(key)
    writer.amendments.amend_rep(set_id, rep(2, rom_m=0.4), AmendReason.WHEEL_SLIPPED, 7)
    assert [stored.rep.number for stored in reader.set(set_id).reps] == [1, 3]
    writer.corrections.restore_rep(key)
    assert reader.set(set_id).reps[1].rep.rom_m == 0.4
    writer.amendments.withdraw_rep(set_id, 2, AmendReason.REBOUND, 8)
    writer.corrections.delete_rep(key)
    writer.corrections.restore_rep(key)
    assert [stored.rep.number for stored in reader.set(set_id).reps] == [1, 3]


@pytest.mark.parametrize("lost", [False, True], ids=["a crash", "the database is gone as well"])
def test_both_are_there_after_a_restart(
    writer: StoreWriter, layout: StoreLayout, rep: MakeRep, set_id: int, *, lost: bool
) -> None:
    writer.amendments.amend_rep(set_id, rep(1, rom_m=0.4), AmendReason.WHEEL_SLIPPED, 7)
    writer.amendments.withdraw_rep(set_id, 3, AmendReason.REBOUND, 8)
    if lost:  # then the log of finished sets has them
        writer.sets.end_set(set_id, 10, EndReason.USER)
        for path in with_companions(layout.database):
            path.unlink(missing_ok=True)
    opened = open_store(layout, "simulated")
    assert opened.status.interrupted == (() if lost else (set_id,))
    opened.writer.close()
    record = StoreReader(layout.database).set(set_id)
    assert [(s.rep.number, s.rep.rom_m) for s in record.reps] == [(1, 0.4), (2, 0.602)]
    assert record.reps[0].amended == Amendment(AmendReason.WHEEL_SLIPPED, 7)
    assert [s.withdrawn for s in record.withdrawn] == [Amendment(AmendReason.REBOUND, 8)]
