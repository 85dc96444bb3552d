import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from device.errors import ConflictError, NotFoundError
from device.reps.events import EndReason
from device.reps.exercises import Exercise, Side, Variant
from device.reps.plan import SetPlan
from device.reps.rep import Rep, RepFlag
from device.store.connection import connect_writer
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

MakeRep = Callable[..., Rep]
PLAN = SetPlan(Exercise.PUNCH, Side.RIGHT, Variant.KNEE_DRIVE, 42, None, 0.71)


def test_what_is_written_is_read_back(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep
) -> None:
    reps = [
        rep(1),
        rep(2, mean_force_n=None, rom_pct=99.5, flags=(RepFlag.LOAD_LOST, RepFlag.GAP)),
        rep(3, hold_s=1, work_j=7),
    ]
    set_id = writer.sets.open_set(PLAN, 5, by_user=True, recording="set-a")
    ids = [writer.sets.add_rep(set_id, one) for one in reps]
    writer.sets.end_set(set_id, 12, EndReason.REST)

    record = reader.set(set_id)
    assert [stored.rep for stored in record.reps] == reps
    assert [stored.rep_id for stored in record.reps] == ids
    assert record.damaged_reps == 0
    assert record.set.plan == PLAN
    assert (record.set.started_ns, record.set.ended_ns) == (5, 12)
    assert record.set.ended is EndReason.REST
    assert record.set.by_user
    assert record.set.recording == "set-a"


def test_a_committed_rep_is_seen_by_another_connection_at_once(
    writer: StoreWriter, database: Path, rep: MakeRep
) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    writer.sets.add_rep(set_id, rep(1))
    with closing(sqlite3.connect(database)) as other:
        assert other.execute("SELECT count(*) FROM reps").fetchone() == (1,)


def test_a_retried_rep_is_counted_once(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep
) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    first = writer.sets.add_rep(set_id, rep(1))
    assert writer.sets.add_rep(set_id, rep(1)) == first
    assert len(reader.set(set_id).reps) == 1


def test_another_rep_of_the_same_number_is_refused(writer: StoreWriter, rep: MakeRep) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    writer.sets.add_rep(set_id, rep(1))
    with pytest.raises(ConflictError, match="a different rep 1"):
        writer.sets.add_rep(set_id, replace(rep(1), end_ns=1))


def test_one_set_is_open_at_most(writer: StoreWriter, reader: StoreReader) -> None:
    first = writer.sets.open_set(PLAN, 0)
    with pytest.raises(ConflictError, match=f"Set {first} is still open"):
        writer.sets.open_set(PLAN, 1)
    open_one = reader.open_set()
    assert open_one is not None
    assert open_one.set.set_id == first


def test_the_database_itself_holds_one_open_set_only(writer: StoreWriter, database: Path) -> None:
    writer.sets.open_set(PLAN, 0)
    with closing(sqlite3.connect(database)) as other:
        other.execute("CREATE TEMP TABLE twin AS SELECT * FROM sets")
        other.execute("UPDATE twin SET set_id = 99")
        with pytest.raises(sqlite3.IntegrityError):
            other.execute("INSERT INTO sets SELECT * FROM twin")


def test_the_same_key_opens_one_set(writer: StoreWriter) -> None:
    first = writer.sets.open_set(PLAN, 0, key="tap-1")
    assert writer.sets.open_set(PLAN, 0, key="tap-1") == first
    writer.sets.end_set(first, 1, EndReason.USER)
    assert writer.sets.open_set(PLAN, 0, key="tap-1") == first


def test_ending_again_changes_nothing_and_for_another_reason_is_refused(
    writer: StoreWriter,
) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    writer.sets.end_set(set_id, 1, EndReason.USER)
    writer.sets.end_set(set_id, 1, EndReason.USER)
    with pytest.raises(ConflictError, match="already ended"):
        writer.sets.end_set(set_id, 1, EndReason.REST)


def test_no_rep_after_the_end(writer: StoreWriter, rep: MakeRep) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    writer.sets.end_set(set_id, 1, EndReason.USER)
    with pytest.raises(ConflictError, match="has ended"):
        writer.sets.add_rep(set_id, rep(1))
    with pytest.raises(NotFoundError, match="no set 77"):
        writer.sets.add_rep(77, rep(1))


def test_what_was_left_open_is_closed_as_interrupted(
    database: Path, writer: StoreWriter, reader: StoreReader, rep: MakeRep
) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    for number in (1, 2):
        writer.sets.add_rep(set_id, rep(number))
    assert writer.sets.interrupt_open_sets() == []
    writer.close()
    with StoreWriter(database, "simulated") as next_run:
        assert next_run.sets.interrupt_open_sets() == [set_id]
    record = reader.set(set_id)
    assert record.set.ended is EndReason.INTERRUPTED
    assert record.set.ended_ns == rep(2).end_ns
    assert len(record.reps) == 2


def test_every_event_says_where_and_when_it_is_from(
    writer: StoreWriter, database: Path, rep: MakeRep
) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    rep_id = writer.sets.add_rep(set_id, rep(1))
    with closing(connect_writer(database)) as other:
        events = other.execute("SELECT * FROM events ORDER BY seq").fetchall()
        row = other.execute("SELECT * FROM reps").fetchone()
    assert [event["kind"] for event in events] == ["set_started", "rep"]
    origins = {(event["station"], event["run_id"]) for event in events}
    assert origins == {(writer.station, writer.run_id)}
    assert events[0]["mono_ns"] < events[1]["mono_ns"]
    assert events[1]["rep_id"] == rep_id
    assert (row["seq"], row["mono_ns"]) == (events[1]["seq"], events[1]["mono_ns"])


def test_a_failure_within_a_transaction_leaves_nothing(
    writer: StoreWriter, database: Path, monkeypatch: pytest.MonkeyPatch, rep: MakeRep
) -> None:
    set_id = writer.sets.open_set(PLAN, 0)
    session = writer.sets._session
    insert = session.insert
    monkeypatch.setattr(
        session, "insert", lambda table, row: insert(table, row) if table == "events" else 1 / 0
    )
    with pytest.raises(ZeroDivisionError):
        writer.sets.add_rep(set_id, rep(1))
    monkeypatch.undo()
    writer.sets.add_rep(set_id, rep(1))
    with closing(sqlite3.connect(database)) as other:
        assert other.execute("SELECT count(*) FROM events").fetchone() == (2,)


def test_durability_settings_hold(writer: StoreWriter) -> None:
    session = writer.sets._session
    assert session.one("PRAGMA journal_mode") == {"journal_mode": "wal"}
    assert session.one("PRAGMA synchronous") == {"synchronous": 2}


def test_a_set_of_somebody_who_was_erased_meanwhile_is_a_guests(
    writer: StoreWriter, database: Path
) -> None:
    set_id = writer.sets.open_set(SetPlan(athlete_id=99, weight_kg=20.0), 0)
    plan = StoreReader(database).set(set_id).set.plan
    assert (plan.athlete_id, plan.weight_kg) == (None, 20.0)


def test_that_no_hold_was_asked_for_is_kept(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep
) -> None:
    set_id = writer.sets.open_set(SetPlan(Exercise.PUSHDOWN, Side.BOTH), 0)
    writer.sets.add_rep(set_id, rep(1, held=None))
    [stored] = reader.set(set_id).reps
    assert stored.rep.held is None
