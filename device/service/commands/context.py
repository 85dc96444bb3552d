"""The parts of a running station, for those who serve its commands."""

from collections.abc import Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any

from device.service.acquisition import Acquisition
from device.service.broadcaster import Broadcaster
from device.service.calibrated_pipeline import CalibratedPipeline
from device.service.saving.store_session import StoreSession
from device.service.saving.writer import Writer
from device.service.station_state import StationState


@dataclass(frozen=True, slots=True)
class CommandContext:
    """What a command may need.

    Attributes:
        board: The present state.
        broadcaster: Tells the other process.
        acquisition: Does jobs between readings.
        measuring: Only to be touched in such jobs.
        writer: Does jobs with the store.
        books: Asks the store; any thread.
        run: Identity of this run.
    """

    board: StationState
    broadcaster: Broadcaster
    acquisition: Acquisition
    measuring: CalibratedPipeline
    writer: Writer
    books: StoreSession
    run: str


def ready(result: Mapping[str, Any]) -> Future[dict[str, Any]]:
    """An answer that is known at once."""
    answer: Future[dict[str, Any]] = Future()
    answer.set_result(dict(result))
    return answer
