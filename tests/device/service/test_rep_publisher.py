"""A repetition is counted, confirmed, saved, amended, withdrawn: told, kept and saved each time."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from contract import faults
from made_reps import make_rep

from device.clock.stamp import Stamp
from device.objects.stream import RepMessage
from device.reps.events import AmendReason, RepAmended, RepConfirmed, RepCounted, RepWithdrawn
from device.reps.plan import SetPlan
from device.reps.rep import RepFlag
from device.service.current_set import CurrentSet
from device.service.rep_publisher import RepPublisher
from device.service.saving.records import AmendedRep, FinishedRep, SetKeys, WithdrawnRep
from device.service.station_state import StationState
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

ENVELOPE = {"v": 1, "run": "r", "seq": 1, "t_ns": 1}


class Station:
    """An open set, with what was told and what waits to be saved."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        self.waiting: list[Any] = []
        self.keys = SetKeys()
        self.keys.expect(1)
        self.state = StationState(
            source="simulated", simulated=True, wall_time=lambda at: (None, "unsynced")
        )
        self.state.open_set(
            CurrentSet(
                set_id=self.keys.take(),
                plan=SetPlan(),
                started_ns=0,
                at=Stamp("b", 0),
                by_user=False,
            )
        )
        self.publisher = RepPublisher(
            state=self.state,
            writer=self,  # type: ignore[arg-type]
            keys=self.keys,
            tell=self.tell,
            stamp_of=lambda t_ns: Stamp("b", t_ns),
        )

    def tell(self, t_ns: int, topic: str, fields: Any) -> None:
        assert topic == "rep"
        assert faults(RepMessage, ENVELOPE | fields) == []
        self.told.append(fields)

    def save(self, record: Any) -> None:
        self.waiting.append(record)

    def confirm(self, number: int, **changes: Any) -> None:
        self.publisher.confirmed(RepConfirmed(number, make_rep(number, **changes)))

    def save_all(self, writer: StoreWriter) -> None:
        for record in self.waiting:
            record(writer)
        self.waiting.clear()

    @property
    def reps(self) -> list[tuple[int, float | None]]:
        shown = self.state.open_object()
        assert shown is not None
        return [(rep["rep"], rep["rom_m"]) for rep in shown["reps"]]


@pytest.fixture
def station() -> Station:
    return Station()


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[StoreWriter]:
    with StoreWriter(StoreLayout(tmp_path).database, "simulated") as opened:
        yield opened


@pytest.fixture
def reader(writer: StoreWriter) -> StoreReader:
    return StoreReader(writer.path)


def test_a_counted_rep_is_shown_at_once_and_only_the_confirmed_one_is_saved(
    station: Station,
) -> None:
    provisional = make_rep(1, eccentric_s=None, eccentric_velocity_m_s=None, tempo=None, rom_m=0.59)
    station.publisher.counted(RepCounted(1, provisional))
    assert (station.reps, station.waiting) == ([(1, 0.59)], [])
    station.confirm(1)
    assert station.reps == [(1, 0.601)], "it is the same one"
    assert [told["stage"] for told in station.told] == ["counted", "confirmed"]
    assert [told["rep"].get("provisional") for told in station.told] == [True, None]
    assert [type(record) for record in station.waiting] == [FinishedRep]


def test_a_counted_rep_that_was_none_leaves_no_trace(station: Station) -> None:
    station.publisher.counted(RepCounted(1, make_rep(1)))
    station.publisher.withdrawn(RepWithdrawn(2, 1, AmendReason.SET_UP_TRAVEL))
    assert station.reps == []
    shown = station.state.open_object()
    assert shown is not None
    assert shown["withdrawn"] == []
    assert station.told[-1]["stage"] == "withdrawn"
    assert (station.told[-1]["number"], station.told[-1]["reason"]) == (1, "set_up_travel")


def test_what_was_only_counted_when_the_set_ends_is_no_rep(station: Station) -> None:
    station.confirm(1)
    station.publisher.counted(RepCounted(2, make_rep(2)))
    ended = station.state.end_set(9, "user")
    assert ended is not None
    assert [rep["rep"] for rep in ended.reps] == [1]


@pytest.mark.parametrize(("by_user", "void"), [(False, True), (True, False)])
def test_a_set_that_a_movement_opened_which_was_no_rep_is_no_set(
    station: Station, *, by_user: bool, void: bool
) -> None:
    current = station.state.open
    assert current is not None
    station.state.open_set(replace(current, by_user=by_user))
    station.publisher.counted(RepCounted(1, make_rep(1)))
    station.publisher.withdrawn(RepWithdrawn(2, 1, AmendReason.SET_UP_TRAVEL))
    ended = station.state.end_set(9, "rest")
    assert ended is not None
    assert ended.void is void
    assert (station.state.last_object() is None) is void


def test_an_amended_rep_keeps_its_place_its_key_and_the_computers_flags(
    station: Station, writer: StoreWriter, reader: StoreReader
) -> None:
    station.save_all(writer)
    writer.sets.open_set(SetPlan(), 0)
    station.state.fault("under_voltage", "what to do")
    station.confirm(1)
    station.state.fault("under_voltage", None)
    station.confirm(2)
    station.save_all(writer)
    better = make_rep(1, rom_m=0.4, flags=(RepFlag.SLIP,))
    station.publisher.amended(RepAmended(5, better, AmendReason.WHEEL_SLIPPED))
    assert station.reps == [(1, 0.4), (2, 0.602)]
    told = station.told[-1]
    assert (told["stage"], told["reason"], told["rep_id"]) == ("amended", "wheel_slipped", 1)
    assert told["rep"]["flags"] == ["slip", "under_voltage"]
    assert [type(record) for record in station.waiting] == [AmendedRep]
    station.save_all(writer)
    [first, _] = reader.set(1).reps
    assert (first.rep.rom_m, first.rep.flags) == (0.4, (RepFlag.SLIP, RepFlag.UNDER_VOLTAGE))
    assert first.at == Stamp("b", 1), "when it was made, not when it was amended"


def test_a_rep_is_withdrawn_though_it_is_not_saved_yet(
    station: Station, writer: StoreWriter, reader: StoreReader
) -> None:
    writer.sets.open_set(SetPlan(), 0)
    for number in (1, 2, 3):
        station.confirm(number)
    station.publisher.withdrawn(RepWithdrawn(9, 2, AmendReason.ENCODER_OUT))
    assert station.reps == [(1, 0.601), (3, 0.603)]
    assert isinstance(station.waiting[-1], WithdrawnRep)
    shown = station.state.open_object()
    assert shown is not None
    assert shown["withdrawn"] == [{"rep": 2, "reason": "encoder_out"}]
    assert shown["summary"]["reps"] == 2
    station.save_all(writer)
    stages = [(told["stage"], told["number"]) for told in station.told]
    assert ("saved", 3) in stages
    assert ("saved", 2) not in stages, "nobody is told that it is one after all"
    record = reader.set(1)
    assert [stored.rep.number for stored in record.reps] == [1, 3]
    assert [stored.rep.number for stored in record.withdrawn] == [2]


def test_what_the_user_put_away_is_amended_in_the_store_alone(
    station: Station, writer: StoreWriter, reader: StoreReader
) -> None:
    writer.sets.open_set(SetPlan(), 0)
    station.confirm(1)
    station.save_all(writer)
    writer.corrections.delete_rep(1)
    station.state.correct(SetPlan(), {**station.state.open_object(), "reps": []})  # type: ignore[typeddict-item]
    told = len(station.told)
    station.publisher.amended(RepAmended(5, make_rep(1, rom_m=0.4), AmendReason.DIRECTION))
    assert (station.reps, len(station.told)) == ([], told)
    station.save_all(writer)
    writer.corrections.restore_rep(1)
    assert reader.set(1).reps[0].rep.rom_m == 0.4


def test_without_an_open_set_nothing_is_told(station: Station) -> None:
    station.state.end_set(9, "user")
    station.publisher.counted(RepCounted(1, make_rep(1)))
    station.publisher.amended(RepAmended(2, make_rep(1), AmendReason.LOAD_OUT))
    station.publisher.withdrawn(RepWithdrawn(3, 1, AmendReason.LOAD_OUT))
    assert station.told == station.waiting == []
