"""When readings are taken, what stamp they get, and which of them never arrive."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from device.sensors.simulated.profile import Floats

_NS_PER_US = 1000


class Instants(NamedTuple):
    """Readings' true times and their stamps, which are whole microseconds and never go back."""

    taken_s: Floats
    stamp_ns: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class SampleClock:
    """The sampling of counts.

    Attributes:
        rate_hz: Readings per second.
        jitter: Standard deviation of the sampling instants, as a share of the period; the stamps
            tell most of it, but are themselves wrong by a tenth of it.
        duplicates: Share of readings that carry the stamp of the one before.
        gaps_per_minute: How often nothing arrives for ``gap_s``.
        gap_s: Length of such a gap.
        loss: Share of the readings that are missing, each by itself.
    """

    rate_hz: float = 200.0
    jitter: float = 0.0
    duplicates: float = 0.0
    gaps_per_minute: float = 0.0
    gap_s: float = 0.1
    loss: float = 0.0

    def instants(self, duration_s: float, rng: np.random.Generator) -> Instants:
        """The readings of the first ``duration_s`` seconds."""
        period_s = 1.0 / self.rate_hz
        taken = np.arange(int(duration_s * self.rate_hz), dtype=np.float64) * period_s
        stamp = taken
        if self.jitter:
            taken = np.sort(np.abs(taken + rng.normal(0.0, self.jitter * period_s, len(taken))))
            stamp = taken + rng.normal(0.0, 0.1 * self.jitter * period_s, len(taken))
        stamp_us = np.maximum.accumulate(np.rint(np.maximum(stamp, 0.0) * 1e6).astype(np.int64))
        if self.duplicates:
            again = np.flatnonzero(rng.random(len(taken) - 1) < self.duplicates) + 1
            stamp_us[again] = stamp_us[again - 1]
            stamp_us = np.maximum.accumulate(stamp_us)
        kept = self._arrived(taken, duration_s, rng)
        return Instants(taken[kept], stamp_us[kept] * _NS_PER_US)

    def _arrived(
        self, taken_s: Floats, duration_s: float, rng: np.random.Generator
    ) -> NDArray[np.bool_]:
        kept = rng.random(len(taken_s)) >= self.loss
        for start_s in rng.uniform(
            0.0, duration_s, rng.poisson(self.gaps_per_minute / 60 * duration_s)
        ):
            first, after = np.searchsorted(taken_s, (start_s, start_s + self.gap_s))
            kept[first:after] = False
        return kept
