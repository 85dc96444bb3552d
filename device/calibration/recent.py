"""The latest second and a half of readings, and what it says of noise, range and stillness."""

from collections import deque
from statistics import fmean, pstdev
from typing import Final, NamedTuple

from device.sensors.reading import Fault, Reading

SPAN_NS: Final = 1_500_000_000
"""Longer than the swing of a weight on half a metre of cable (1.4 s), so that swinging shows."""

FULL_SCALE_COUNTS: Final = 2**23
"""The HX711 delivers 24 bits, two's complement (HX711 data sheet, "Serial Interface")."""

_MIN_CONVERSIONS: Final = 8
_STILL_COUNTS: Final = 4
_WRONG: Final = Fault.LOAD_DESYNC | Fault.LOAD_TIMEOUT


class LoadStatistics(NamedTuple):
    """The load cell over the window, in counts.

    Attributes:
        conversions: How many the numbers are drawn from.
        mean: Their mean.
        noise: Their standard deviation.
        low: The smallest.
        high: The largest.
        rate_hz: Conversions per second.
        saturated: How many stood at an end of the range.
    """

    conversions: int
    mean: float
    noise: float
    low: int
    high: int
    rate_hz: float
    saturated: int


class CountStatistics(NamedTuple):
    """The encoder over the window, in counts."""

    mean: float
    low: int
    high: int

    @property
    def spread(self) -> int:
        """How far it moved within the window."""
        return self.high - self.low

    @property
    def still(self) -> bool:
        """Whether it stood, but for a count that flickers."""
        return self.spread <= _STILL_COUNTS


class RecentReadings:
    """A window over the stream of readings; its statistics are computed when asked for."""

    def __init__(self, span_ns: int = SPAN_NS) -> None:
        self._span_ns = span_ns
        self._readings: deque[Reading] = deque()

    def add(self, reading: Reading) -> None:
        """Take the next reading and forget those that left the window."""
        if reading.faults & Fault.RESTARTED:
            self._readings.clear()
        self._readings.append(reading)
        oldest_ns = reading.t_ns - self._span_ns
        while self._readings[0].t_ns < oldest_ns:
            self._readings.popleft()

    @property
    def latest(self) -> Reading | None:
        """The reading added last."""
        return self._readings[-1] if self._readings else None

    def load(self) -> LoadStatistics | None:
        """The load cell's statistics, or ``None`` while it is silent."""
        taken = [
            (r.t_ns, r.load_raw, bool(r.faults & Fault.LOAD_SATURATED))
            for r in self._readings
            if r.load_raw is not None and not r.faults & _WRONG
        ]
        if len(taken) < _MIN_CONVERSIONS or taken[-1][0] <= taken[0][0]:
            return None
        values = [raw for _, raw, _ in taken]
        return LoadStatistics(
            conversions=len(taken),
            mean=fmean(values),
            noise=pstdev(values),
            low=min(values),
            high=max(values),
            rate_hz=(len(taken) - 1) * 1e9 / (taken[-1][0] - taken[0][0]),
            saturated=sum(flagged or _at_end(raw) for _, raw, flagged in taken),
        )

    def counts(self) -> CountStatistics | None:
        """The encoder's statistics, or ``None`` before the first reading."""
        values = [r.encoder_count for r in self._readings if not r.faults & Fault.OFFLINE]
        if not values:
            return None
        return CountStatistics(fmean(values), min(values), max(values))

    def faults(self) -> list[str]:
        """The names of all faults within the window, in the order of their bits."""
        seen = 0
        for reading in self._readings:
            seen |= reading.faults
        return [fault.name or "" for fault in Fault if fault & seen]


def _at_end(raw: int) -> bool:
    return raw >= FULL_SCALE_COUNTS - 1 or raw <= -FULL_SCALE_COUNTS
