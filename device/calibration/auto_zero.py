"""Following the load cell's slow drift, only while the cable rests and feels next to nothing.

A load cell's zero moves by 0.4 to 1 N in ten degrees and creeps after a heavy load. What may be
taken for such drift is bounded: a handle held under mild tension must never become zero.
"""

from collections import deque
from dataclasses import replace
from statistics import fmean, pstdev
from typing import Final, NamedTuple

from device.calibration.factors import Factors
from device.sensors.reading import Fault, Reading

REST_NS: Final = 3_000_000_000
NEAR_ZERO_N: Final = 4.0
MAX_DRIFT_N: Final = 10.0
_STILL_M: Final = 0.002
_STEADY_N: Final = 1.0
_WORTH_N: Final = 0.1
_MIN_CONVERSIONS: Final = 16
_WRONG: Final = (
    Fault.LOAD_SATURATED
    | Fault.LOAD_DESYNC
    | Fault.LOAD_TIMEOUT
    | Fault.ENCODER_OVERRUN
    | Fault.RESTARTED
    | Fault.OFFLINE
)


class ZeroDrift(NamedTuple):
    """The load cell's zero was moved; to be logged and handed to the pipeline.

    Attributes:
        t_ns: The reading at which it was decided.
        factors: The factors from here on.
        drift_n: What the zero was off by.
        total_n: How far it has moved since the calibration or the last tare.
    """

    t_ns: int
    factors: Factors
    drift_n: float
    total_n: float


class AutoZero:
    """Watches readings for a rest and re-zeroes in it, at most once a rest of ``REST_NS``."""

    def __init__(self, factors: Factors) -> None:
        self._taken: deque[tuple[int, float]] = deque()
        self.calibrated(factors)

    def calibrated(self, factors: Factors) -> None:
        """Begin anew from these factors: a calibration or a tare by hand."""
        self._factors = factors
        self._anchor_zero = factors.load_zero
        self._forget(None)

    def feed(self, reading: Reading) -> ZeroDrift | None:
        """Take one reading; return the new zero if one was found."""
        if reading.faults & _WRONG:
            self._forget(None)
            return None
        if self._moved(reading):
            self._forget(reading)
        force = self._factors.apply(reading).force_n
        if force is not None:
            if abs(force) > NEAR_ZERO_N:
                self._forget(reading)
            else:
                self._taken.append((reading.t_ns, force))
        if reading.t_ns - self._since_ns < REST_NS or len(self._taken) < _MIN_CONVERSIONS:
            return None
        return self._judge(reading)

    def _moved(self, reading: Reading) -> bool:
        if self._rest_count is None:
            return True
        moved = abs(reading.encoder_count - self._rest_count)
        return moved > _STILL_M * abs(self._factors.counts_per_metre)

    def _judge(self, reading: Reading) -> ZeroDrift | None:
        forces = [force for _, force in self._taken]
        drift_n = fmean(forces)
        noise_n = pstdev(forces)
        self._forget(reading)
        if noise_n > _STEADY_N or abs(drift_n) < _WORTH_N:
            return None
        factor = self._factors.newtons_per_count
        zero = self._factors.load_zero + drift_n / factor
        total_n = (zero - self._anchor_zero) * factor
        if abs(total_n) > MAX_DRIFT_N:
            return None
        self._factors = replace(self._factors, load_zero=zero)
        return ZeroDrift(reading.t_ns, self._factors, drift_n, total_n)

    def _forget(self, reading: Reading | None) -> None:
        self._taken.clear()
        self._rest_count: int | None = reading.encoder_count if reading else None
        self._since_ns = reading.t_ns if reading else 0
