"""The load cell and its HX711: when it converts, what it averages, and how it goes wrong."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from device.sensors.simulated.profile import Floats

RAW_MAX: Final = 2**23 - 1
RAW_MIN: Final = -(2**23)
SPIKES: Final = (-1, RAW_MAX, RAW_MIN, *(2**n - 1 for n in range(17, 23)))
"""Wrong words that a badly clocked or unplugged chip was seen to give."""

GRID_PER_CONVERSION: Final = 8
_WINDOW_CONVERSIONS: Final = 4
"""The chip settles in four conversions (data sheet: 50 ms at 80 per second, 400 ms at 10)."""


@dataclass(frozen=True, slots=True)
class LoadCell:
    """A load cell behind an HX711.

    Attributes:
        rate_hz: Nominal conversions per second; 0 where none is fitted.
        rate_error: The chip's own oscillator against nominal.
        newtons_per_count: Scale.
        zero_counts: Counts without force.
        noise_counts: Standard deviation of one conversion.
        drift_n: How far the zero has wandered at the end.
        spikes: Share of conversions replaced by one of ``SPIKES``.
        frozen_from: Share of the time after which the value no longer changes.
        dead: ``(from, to)`` as shares of the time in which no conversion arrives.
    """

    rate_hz: float = 80.0
    rate_error: float = 0.01
    newtons_per_count: float = 0.0025
    zero_counts: float = 83_880.0
    noise_counts: float = 40.0
    drift_n: float = 0.0
    spikes: float = 0.0
    frozen_from: float | None = None
    dead: tuple[float, float] | None = None

    @property
    def delay_s(self) -> float:
        """Group delay: half the averaging window."""
        return _WINDOW_CONVERSIONS / 2 / self.rate_hz if self.rate_hz else 0.0

    def lost_s(self, duration_s: float) -> tuple[tuple[float, float], ...]:
        """The stretches ``(from, to)`` of a recording in which the values mean nothing."""
        if not self.rate_hz:
            return ((0.0, duration_s),)
        dead = [self.dead] if self.dead is not None else []
        frozen = [(self.frozen_from, 1.0)] if self.frozen_from is not None else []
        return tuple((start * duration_s, end * duration_s) for start, end in dead + frozen)

    def grid_s(self, duration_s: float) -> Floats:
        """The times at which ``convert`` wants the force: from one window before 0 on."""
        step_s = 1.0 / (self.rate_hz * GRID_PER_CONVERSION)
        return np.arange(-_WINDOW_CONVERSIONS / self.rate_hz, duration_s, step_s)

    def convert(
        self, grid_s: Floats, force_n: Floats, rng: np.random.Generator
    ) -> tuple[Floats, NDArray[np.int64]]:
        """Conversions of a force known on ``grid_s``: their times and raw values.

        Each is the mean over the four conversion times before it with triangular weight, as of
        two averagers of half that length in a row.
        """
        half = GRID_PER_CONVERSION * _WINDOW_CONVERSIONS // 2
        smooth = _trailing_mean(_trailing_mean(force_n, half), half)
        period_s = 1.0 / (self.rate_hz * (1.0 + self.rate_error))
        times = np.arange(rng.uniform(0.0, period_s), grid_s[-1], period_s)
        progress = times / max(float(grid_s[-1]), period_s)
        seen_n = np.interp(times, grid_s, smooth) + self.drift_n * progress
        counts = self.zero_counts + seen_n / self.newtons_per_count
        counts += rng.normal(0.0, self.noise_counts, len(times))
        raw = np.clip(np.rint(counts), RAW_MIN, RAW_MAX).astype(np.int64)
        return self._go_wrong(times, raw, progress, rng)

    def _go_wrong(
        self, times: Floats, raw: NDArray[np.int64], progress: Floats, rng: np.random.Generator
    ) -> tuple[Floats, NDArray[np.int64]]:
        spiked = rng.random(len(raw)) < self.spikes
        raw[spiked] = rng.choice(SPIKES, int(spiked.sum()))
        if self.frozen_from is not None:
            first = int(np.searchsorted(progress, self.frozen_from))
            raw[first:] = raw[min(first, len(raw) - 1)]
        if self.dead is not None:
            alive = (progress < self.dead[0]) | (progress >= self.dead[1])
            return times[alive], raw[alive]
        return times, raw


def _trailing_mean(values: Floats, width: int) -> Floats:
    """Mean of each value and the ``width − 1`` before it; the first value reaches back for ever."""
    padded = np.concatenate((np.full(width, values[0]), values))
    total = np.cumsum(padded)
    mean: Floats = (total[width:] - total[:-width]) / width
    return mean
