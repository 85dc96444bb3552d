"""What breaks in the middle of a set: the bridge board restarts, an encoder line comes off."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from device.sensors.reading import Fault
from device.sensors.simulated.profile import Floats

Counts = NDArray[np.int64]
Spans = tuple[tuple[float, float], ...]


class Broken(NamedTuple):
    """Counts with their mishaps, for those readings that still arrive."""

    arrives: NDArray[np.bool_]
    counts: Counts
    faults: Counts


@dataclass(frozen=True, slots=True)
class Mishaps:
    """Faults of the encoder and its board. Shares of the time are of the whole set.

    Attributes:
        restart_at: Share of the time at which the board restarts and counts from 0 anew.
        restart_s: Silence while it does.
        dead_from: Share of the time after which one of the encoder's two lines is broken: its
            edges go on, but back and forth within one count.
        illegal: Share of readings with an illegal transition before them, which the decoder
            flags, and which costs a count or two.
    """

    restart_at: float | None = None
    restart_s: float = 1.0
    dead_from: float | None = None
    illegal: float = 0.0

    def spoiled_s(self, duration_s: float) -> Spans:
        """Stretches ``(from, to)`` in which no repetition can be measured."""
        spans = []
        if self.restart_at is not None:
            start_s = self.restart_at * duration_s
            spans.append((start_s, start_s + self.restart_s))
        if self.dead_from is not None:
            spans.append((self.dead_from * duration_s, duration_s))
        return tuple(spans)

    def strike(
        self, taken_s: Floats, counts: Counts, duration_s: float, rng: np.random.Generator
    ) -> Broken:
        """Let happen what is to happen to counts taken at ``taken_s``."""
        counts, faults = counts.copy(), np.zeros_like(counts)
        arrives = np.ones(len(counts), dtype=np.bool_)
        if self.illegal:
            struck = np.flatnonzero(rng.random(len(counts)) < self.illegal)
            faults[struck] |= Fault.ENCODER_ILLEGAL
            slips = np.zeros_like(counts)
            slips[struck] = rng.choice((-2, -1, 1, 2), len(struck))
            counts += np.cumsum(slips)
        if self.dead_from is not None:
            first = int(np.searchsorted(taken_s, self.dead_from * duration_s))
            counts[first:] = counts[first] + (counts[first:] // 2) % 2
        if self.restart_at is not None:
            start_s = self.restart_at * duration_s
            first, after = np.searchsorted(taken_s, (start_s, start_s + self.restart_s))
            arrives[first:after] = False
            counts[after:] -= counts[min(after, len(counts) - 1)]
            faults[after : after + 1] |= Fault.RESTARTED
        return Broken(arrives, counts, faults)
