"""What of a running station its commands may need."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass

from device.live.idempotency import Answer
from device.recordings.archive import RecordingArchive
from device.service.acquisition import Acquisition
from device.service.broadcaster import Broadcaster
from device.service.calibrated_pipeline import CalibratedPipeline
from device.service.commands.settings import Settings
from device.service.saving.records import SetKeys
from device.service.saving.station_time import StationTime
from device.service.saving.store_session import StoreSession
from device.service.saving.writer import Writer
from device.service.station_state import StationState


@dataclass(frozen=True, slots=True, kw_only=True)
class CommandContext:
    """What a command may need.

    Attributes:
        state: The present state.
        broadcaster: Tells the other process.
        acquisition: Does jobs between readings.
        measuring: Only to be touched in such jobs.
        writer: Does jobs with the store.
        session: Asks the store; any thread.
        time: What the clocks say.
        keys: Knows the keys of sets before they are saved.
        recordings: Where the raw readings of sets are.
        settings: What the tablet may change.
    """

    state: StationState
    broadcaster: Broadcaster
    acquisition: Acquisition
    measuring: CalibratedPipeline
    writer: Writer
    session: StoreSession
    time: StationTime
    keys: SetKeys
    recordings: RecordingArchive
    settings: Settings


def ready(result: Mapping[str, object]) -> Answer:
    """An answer that is known at once."""
    answer: Answer = Future()
    answer.set_result(result)
    return answer
