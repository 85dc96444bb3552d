"""What is told and saved when a set ends."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from made_reps import make_rep

from device.clock.stamp import Stamp
from device.recordings.archive import RecordingArchive
from device.reps.events import (
    AmendReason,
    EndReason,
    RepConfirmed,
    RepCounted,
    RepWithdrawn,
    SetEnded,
)
from device.reps.plan import SetPlan
from device.service.current_set import CurrentSet
from device.service.event_publisher import EventPublisher
from device.service.saving.recorder import SetRecorder
from device.service.saving.records import SetKeys
from device.service.station_state import StationState
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter


class Station:
    """A publisher with an open set that a movement opened."""

    def __init__(self, folder: Path) -> None:
        self.told: list[tuple[str, Any]] = []
        self.waiting: list[Any] = []
        self.state = StationState(
            source="simulated", simulated=True, wall_time=lambda at: (None, "unsynced")
        )
        keys = SetKeys()
        keys.expect(1)
        training: Any = SimpleNamespace(refresh_reference=lambda: None)
        measuring: Any = None
        self.publisher = EventPublisher(
            run="run",
            speed=1.0,
            state=self.state,
            broadcaster=self,  # type: ignore[arg-type]
            writer=self,  # type: ignore[arg-type]
            recorder=SetRecorder(RecordingArchive(folder, 1000)),
            keys=keys,
            measuring=measuring,
            training=training,
        )
        current = CurrentSet(
            set_id=keys.take(), plan=SetPlan(), started_ns=0, at=Stamp("b", 0), by_user=False
        )
        self.state.open_set(current)

    def tell(self, topic: str, t_ns: int, fields: Any) -> None:
        self.told.append((topic, fields))

    def save(self, record: Any) -> None:
        self.waiting.append(record)


@pytest.mark.parametrize("is_rep", [True, False])
def test_a_set_whose_only_movement_was_no_rep_is_put_away(tmp_path: Path, *, is_rep: bool) -> None:
    station = Station(tmp_path)
    tell = station.publisher.event
    tell(RepCounted(1, make_rep(1)))
    if is_rep:
        tell(RepConfirmed(2, make_rep(1)))
    else:
        tell(RepWithdrawn(2, 1, AmendReason.SET_UP_TRAVEL))
    tell(SetEnded(3, 3, EndReason.REST))
    topic, fields = station.told[-1]
    assert (topic, fields["stage"]) == ("set", "ended" if is_rep else "deleted")
    assert fields["set"]["deleted"] is not is_rep
    with StoreWriter(StoreLayout(tmp_path).database, "simulated") as writer:
        writer.sets.open_set(SetPlan(), 0)
        for record in station.waiting:
            record(writer)
        listed = list(StoreReader(writer.path).each_set())
    assert [len(record.reps) for record in listed] == ([1] if is_rep else [])
