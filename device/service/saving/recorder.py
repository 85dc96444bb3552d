"""One raw recording a set, written by a thread of its own: a slow disk costs samples on disk,
never a sample in the pipeline.
"""

import logging
import queue
from collections import deque
from functools import partial
from typing import Final, NamedTuple

from device.calibration.factors import Factors
from device.calibration.recorded import header_from_factors
from device.errors import UserError
from device.process.loop import Loop
from device.recordings.archive import RecordingArchive
from device.recordings.format import Header, Scalar
from device.recordings.writer import RecordingWriter
from device.reps.plan import SetPlan
from device.sensors.reading import Fault, Reading

_log = logging.getLogger(__name__)

_BEFORE_NS: Final = 3_000_000_000
"""A recording begins this much before its set, so that rest and zero can be seen in it."""

_KEPT_NS: Final = 30_000_000_000
"""A set that opens by itself is noticed when its first repetition has ended."""

_MOST_KEPT: Final = 12_000
"""Readings: a minute at 200 Hz, twice what ``_KEPT_NS`` asks for. Bounds the memory."""

_CHUNK: Final = 100  # readings: half a second
_MOST_QUEUED: Final = 400  # chunks: over three minutes


class _Open(NamedTuple):
    name: str
    header: Header
    readings: list[Reading]


_CLOSE: Final = "close"
_STOP: Final = "stop"


class SetRecorder:
    """Keeps the latest readings, and while a set is open writes them all.

    ``reading``, ``open`` and ``close`` belong to the acquisition thread and never wait.

    Attributes:
        problem: Why raw data are not being kept, in a sentence, or ``None``.
    """

    def __init__(self, archive: RecordingArchive) -> None:
        self._archive = archive
        self._latest: deque[Reading] = deque(maxlen=_MOST_KEPT)
        self._chunk: list[Reading] | None = None
        self._missed = False
        self._jobs: queue.SimpleQueue[_Open | list[Reading] | str] = queue.SimpleQueue()
        self._file: RecordingWriter | None = None
        self.problem: str | None = None
        self._loop = Loop("set-recorder", self._run, wake=partial(self._jobs.put, _STOP))

    def start(self) -> None:
        """Begin to write."""
        self._loop.start()

    def stop(self, timeout_s: float = 3.0) -> None:
        """Write what is queued and end."""
        self.close()
        self._loop.stop(timeout_s)

    def reading(self, reading: Reading) -> None:
        """Take the next reading."""
        latest = self._latest
        latest.append(reading)
        if reading.t_ns - latest[0].t_ns > _KEPT_NS:
            latest.popleft()
        chunk = self._chunk
        if chunk is not None:
            chunk.append(reading)
            if len(chunk) >= _CHUNK:
                self._pass_on(chunk)

    def new_name(self, run: str) -> str:
        """A name for the next recording."""
        return self._archive.new_name(run)

    def open(self, name: str, header: Header, set_started_ns: int) -> None:
        """A set was opened: record it, from a little before it."""
        self.close()
        since_ns = set_started_ns - _BEFORE_NS
        self._jobs.put(_Open(name, header, [r for r in self._latest if r.t_ns >= since_ns]))
        self._chunk = []

    def close(self) -> None:
        """The set ended."""
        if self._chunk is not None:
            self._pass_on(self._chunk)
            self._chunk = None
            self._jobs.put(_CLOSE)

    def _pass_on(self, chunk: list[Reading]) -> None:
        if self._jobs.qsize() >= _MOST_QUEUED:
            self._missed = True
        elif chunk:
            if self._missed:
                first = chunk[0]
                chunk[0] = first._replace(faults=first.faults | Fault.LOST_FRAMES)
                self._missed = False
            self._jobs.put(chunk)
        self._chunk = []

    def _run(self) -> None:
        while (job := self._jobs.get()) != _STOP:
            try:
                self._do(job)
            except (OSError, UserError) as error:
                if self.problem is None:
                    _log.warning("raw readings are not kept: %s", error)
                self.problem = f"Raw readings of this set are not kept: {error}"
        self._close_file()

    def _do(self, job: _Open | list[Reading] | str) -> None:
        if isinstance(job, _Open):
            self._file = self._archive.open_new(job.name, job.header)
            self._write(job.readings)
        elif isinstance(job, list):
            self._write(job)
        else:
            self._close_file()
            self._archive.prune()

    def _write(self, readings: list[Reading]) -> None:
        if self._file is not None:
            for reading in readings:
                self._file.write(reading)
            self._file.flush()
            self.problem = None

    def _close_file(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()


def recording_header(factors: Factors, plan: SetPlan) -> Header:
    """What the header of a recording holds: the factors, and what was being done."""
    chosen: dict[str, Scalar | None] = {
        "exercise": str(plan.exercise),
        "side": str(plan.side),
        "variant": str(plan.variant),
        "weight_kg": plan.weight_kg,
    }
    known = {name: value for name, value in chosen.items() if value is not None}
    return {**header_from_factors(factors), **known}
