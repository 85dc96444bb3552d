"""A recording as a source: in real time, faster, or as fast as it can be read."""

from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic_ns
from typing import Final

from device.closing import Closing
from device.errors import UserError
from device.recordings.format import Header
from device.recordings.reader import RecordingReader
from device.sensors.reading import Fault, Reading

_OFFLINE_S: Final = 0.25


class ReplaySource(Closing):
    """Plays a recording once.

    Played live, its first reading is stamped with the present monotonic time and the others
    keep the file's own distances: at ``speed`` 10 the readings come ten times as fast, and
    their clock runs ten times as fast as the machine's. Reps and holds keep their true
    durations at any speed. Where the file has a gap, readings with ``Fault.OFFLINE`` come four
    times per second, as from any source that has lost its sensor. With ``speed=None`` nothing
    waits, nothing is added, and stamps are those of the file.

    Attributes:
        name: ``replay:`` and the path.
        header: The recording's header values.

    Raises:
        UserError: The file cannot be read; the speed is not above 0.
    """

    def __init__(self, path: str | Path, speed: float | None = 1.0) -> None:
        if speed is not None and not 0 < speed < float("inf"):
            raise UserError(f"The replay speed is {speed}; it must be a number above 0.")
        self.name = f"replay:{path}"
        self._speed = speed
        self._reader = RecordingReader(path)
        self.header: Header = self._reader.header
        self._closed = Event()

    def __iter__(self) -> Iterator[Reading]:
        """The readings, each when it is due; ends with the file or ``close``."""
        readings = iter(self._reader) if self._speed is None else self._paced(self._speed)
        try:
            for reading in readings:
                if self._closed.is_set():
                    return
                yield reading
        finally:
            self._reader.close()

    def close(self) -> None:
        """End the replay, at once even while it waits."""
        self._closed.set()

    def _paced(self, speed: float) -> Iterator[Reading]:
        started_ns = monotonic_ns()
        first_ns, count = None, 0
        for reading in self._reader:
            if first_ns is None:
                first_ns = reading.t_ns
            elapsed_ns = reading.t_ns - first_ns
            while (wait_s := elapsed_ns / speed * 1e-9 - _since_s(started_ns)) > _OFFLINE_S:
                if self._closed.wait(_OFFLINE_S):
                    return
                now_ns = round(_since_s(started_ns) * speed * 1e9)
                stamp_ns = started_ns + min(now_ns, elapsed_ns)
                yield Reading(stamp_ns, count, None, Fault.OFFLINE)
            if wait_s > 0 and self._closed.wait(wait_s):
                return
            count = reading.encoder_count
            yield reading._replace(t_ns=started_ns + elapsed_ns)


def _since_s(started_ns: int) -> float:
    return (monotonic_ns() - started_ns) * 1e-9
