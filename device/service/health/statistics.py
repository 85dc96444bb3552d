"""Rates and counts of the readings, kept by the acquisition thread, read by any."""

from collections import Counter, deque
from collections.abc import Callable
from typing import Final, NamedTuple

from device.clock.system import SYSTEM_CLOCK, Clock
from device.objects.health import SensorHealth
from device.reps.events import Event, FaultRaised, LiveFrame
from device.sensors.reading import Fault, Reading

_WINDOW: Final = 10
"""Marks, one per ``_EVERY_S``: rates are means over ten seconds."""

_EVERY_S: Final = 1.0
"""Spacing of the marks; a rate is not shown more finely."""


class _Mark(NamedTuple):
    at_s: float
    readings: int
    conversions: int


class Statistics:
    """Counts everything, and keeps the counts of the last ten seconds for the rates.

    ``reading``, ``event`` and ``frame`` belong to the acquisition thread; ``as_dict`` to anybody.

    Args:
        noise_n: Gives the load cell's standard deviation where it can be told at present.
        clock: Tells how long the counts took.
    """

    def __init__(self, *, noise_n: Callable[[], float | None], clock: Clock = SYSTEM_CLOCK) -> None:
        self._present_noise_n = noise_n
        self._now = clock.monotonic
        self._readings = 0
        self._conversions = 0
        self._flags: Counter[int] = Counter()
        self._raised: Counter[str] = Counter()
        self._marks: deque[_Mark] = deque([_Mark(self._now(), 0, 0)], maxlen=_WINDOW + 1)
        self._noise_n: float | None = None

    def reading(self, reading: Reading) -> None:
        """Count a reading, the conversion in it and its flags."""
        if reading.faults:
            self._flags[reading.faults] += 1
            if reading.faults & Fault.OFFLINE:
                return
        self._readings += 1
        if reading.load_raw is not None:
            self._conversions += 1

    def event(self, event: Event) -> None:
        """Count a fault that was raised."""
        if isinstance(event, FaultRaised):
            self._raised[str(event.kind)] += 1

    def frame(self, frame: LiveFrame) -> None:
        """Called several times per second: remember the counts once per second."""
        now_s = self._now()
        if now_s - self._marks[-1].at_s >= _EVERY_S:
            self._marks.append(_Mark(now_s, self._readings, self._conversions))
            present_n = self._present_noise_n()
            self._noise_n = self._noise_n if present_n is None else present_n

    def as_dict(self) -> SensorHealth:
        """What is known, for people and programs."""
        marks = tuple(self._marks)
        first, last = marks[0], marks[-1]
        span_s = last.at_s - first.at_s
        seen = tuple(self._flags.items())
        flags = {
            str(fault.name).lower(): sum(count for bits, count in seen if bits & fault)
            for fault in Fault
        }
        return {
            "readings": self._readings,
            "readings_per_s": _rate(last.readings - first.readings, span_s),
            "load_per_s": _rate(last.conversions - first.conversions, span_s),
            "load_noise_n": None if self._noise_n is None else round(self._noise_n, 3),
            "reading_flags": {name: count for name, count in flags.items() if count},
            "faults_raised": dict(self._raised),
        }


def _rate(count: int, span_s: float) -> float | None:
    return round(count / span_s, 1) if span_s > 0 else None
