from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import Stamp, stamp
from device.errors import NotFoundError
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.reps.rep import Rep, RepFlag
from device.store.errors import ReadOnlyError
from device.store.layout import StoreLayout
from device.store.reading.query import SetQuery
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

MakeRep = Callable[..., Rep]
AddSet = Callable[..., int]
DAY_NS = 24 * 3600 * 10**9


def test_a_store_that_does_not_exist_yet_is_empty_and_stays_so(tmp_path: Path) -> None:
    reader = StoreReader(tmp_path / "none.sqlite")
    assert reader.sets() == ([], None)
    assert list(reader.each_set()) == []
    assert reader.athletes() == []
    assert reader.settings() == {}
    assert reader.calibrations() == []
    assert reader.open_set() is None
    assert reader.reference_rom_m(1, Exercise.ROW, Side.LEFT) is None
    with pytest.raises(NotFoundError):
        reader.set(1)
    assert list(tmp_path.iterdir()) == []


def test_pages_hold_every_set_once_newest_first(reader: StoreReader, add_set: AddSet) -> None:
    made = [add_set() for _ in range(7)]
    seen: list[int] = []
    before = None
    while True:
        page, before = reader.sets(limit=3, before=before)
        seen += [record.set.set_id for record in page]
        if before is None:
            break
    assert seen == made[::-1]
    assert [record.set.set_id for record in reader.each_set()] == made


def test_more_sets_than_a_page_are_streamed_whole(reader: StoreReader, add_set: AddSet) -> None:
    made = [add_set(reps=1) for _ in range(101)]
    assert [record.set.set_id for record in reader.each_set()] == made


def test_filters(writer: StoreWriter, reader: StoreReader, add_set: AddSet) -> None:
    who = writer.athletes.add("Ada").athlete_id
    plans = [
        SetPlan(exercise, side, athlete_id=athlete)
        for exercise in Exercise
        for side in Side
        for athlete in (None, who)
    ]
    for plan in plans:
        add_set(plan)
    for plan in plans:
        anybody = plan.athlete_id is None
        athletes = None if anybody else frozenset({plan.athlete_id})
        query = SetQuery(exercise=plan.exercise, side=plan.side, athletes=athletes)
        found, _ = reader.sets(query)
        wanted = [
            other
            for other in plans
            if (other.exercise, other.side) == (plan.exercise, plan.side)
            and plan.athlete_id in (None, other.athlete_id)
        ]
        assert [record.set.plan for record in found] == wanted[::-1]


def test_sets_of_some_athletes_and_of_guests(
    writer: StoreWriter, reader: StoreReader, add_set: AddSet
) -> None:
    ada, ben = (writer.athletes.add(name).athlete_id for name in ("Ada", "Ben"))
    made = {who: add_set(SetPlan(athlete_id=who)) for who in (ada, ben, None)}
    for wanted in ({ada}, {None}, {ada, None}, {ada, ben}, set(), {ada, ben, None}):
        found = reader.each_set(SetQuery(athletes=frozenset(wanted)))
        expected = [set_id for who, set_id in made.items() if who in wanted]
        assert [record.set.set_id for record in found] == expected


def test_the_set_of_a_repetition(writer: StoreWriter, reader: StoreReader, rep: MakeRep) -> None:
    set_id = writer.sets.open_set(SetPlan(), 0)
    rep_id = writer.sets.add_rep(set_id, rep(1))
    assert reader.set_id_of_rep(rep_id) == set_id
    assert reader.set_id_of_rep(rep_id + 1) is None


def test_dates_filter_by_derived_time(
    writer: StoreWriter, reader: StoreReader, add_set: AddSet
) -> None:
    boot_id, now_ns = stamp()
    noon = datetime(2026, 3, 1, 12, tzinfo=UTC)
    wall_us = int(noon.timestamp() * 1e6)
    writer.anchors.add(Anchor(boot_id, now_ns, wall_us, AnchorSource.NTP, 10))
    made = [add_set(at=Stamp(boot_id, now_ns + day * DAY_NS)) for day in range(4)]
    query = SetQuery(since=noon + timedelta(days=0.5), until=noon + timedelta(days=2.5))
    assert [record.set.set_id for record in reader.each_set(query)] == made[1:3]
    assert [record.set.set_id for record in reader.sets(query)[0]] == made[2:0:-1]


def test_reference_is_the_median_of_the_best(
    writer: StoreWriter, reader: StoreReader, rep: MakeRep, add_set: AddSet
) -> None:
    who = writer.athletes.add("Ada").athlete_id
    plan = SetPlan(Exercise.ROW, Side.LEFT, athlete_id=who)
    ranges = (0.5, 0.61, 0.62, 0.63, 0.64, 0.65)
    reps = [rep(number, rom_m=rom) for number, rom in enumerate(ranges, 1)]
    add_set(plan, reps[:2])
    assert reader.reference_rom_m(who, Exercise.ROW, Side.LEFT) is None
    add_set(plan, [*reps[2:], rep(9, rom_m=2.0, flags=(RepFlag.SLIP,))])
    assert reader.reference_rom_m(who, Exercise.ROW, Side.LEFT) == 0.63
    add_set(plan, [rep(1, rom_m=3.0, hold_s=None, held=None), rep(2, rom_m=None)])
    assert reader.reference_rom_m(who, Exercise.ROW, Side.LEFT) == 0.63, "not seen whole"
    assert reader.reference_rom_m(who, Exercise.ROW, Side.RIGHT) is None
    assert reader.reference_rom_m(who, Exercise.PUNCH, Side.LEFT) is None
    assert reader.reference_rom_m(None, Exercise.ROW, Side.LEFT) is None


def test_a_reader_survives_the_database_being_replaced(
    writer: StoreWriter, reader: StoreReader, add_set: AddSet, tmp_path: Path
) -> None:
    add_set()
    assert len(reader.sets()[0]) == 1
    writer.close()
    other = StoreLayout(tmp_path / "other")
    StoreWriter(other.database, "simulated").close()
    other.database.replace(reader.path)
    assert reader.sets()[0] == []


def test_a_reader_changes_nothing_while_the_writer_is_away(
    writer: StoreWriter, reader: StoreReader, add_set: AddSet
) -> None:
    add_set()
    writer.close()
    before = reader.path.read_bytes()
    assert len(reader.sets()[0]) == 1
    assert reader.path.read_bytes() == before


def test_a_damaged_row_is_reported_and_left_out(
    writer: StoreWriter, reader: StoreReader, add_set: AddSet
) -> None:
    kept, lost = add_set(), add_set()
    connection = writer.sets._session.connection
    connection.execute("UPDATE reps SET rom_m = 9 WHERE set_id = ? AND number = 2", (kept,))
    connection.execute("UPDATE sets SET side = 'both' WHERE set_id = ?", (lost,))
    found, _ = reader.sets()
    assert [(r.set.set_id, len(r.reps), r.damaged_reps) for r in found] == [(kept, 1, 1)]


def test_a_folder_that_cannot_be_looked_into_is_a_typed_error(tmp_path: Path) -> None:
    reader = StoreReader(tmp_path / ("x" * 300) / "training.sqlite")
    with pytest.raises(ReadOnlyError, match="cannot be read"):
        reader.athletes()
