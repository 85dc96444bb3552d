"""The wheel on the cable with its quadrature encoder."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from device.sensors.simulated.profile import Floats


@dataclass(frozen=True, slots=True)
class Encoder:
    """Counts of a wheel that the cable turns.

    Attributes:
        counts_per_metre: Quadrature counts; negative where it is mounted the other way.
        slip: Share of each outward travel that the wheel misses; on the way back it misses
            half of that, so that the count does not come back to where it began.
        offset_counts: Count at the origin; its fraction is where between two edges it stood.
    """

    counts_per_metre: float = 2000.0
    slip: float = 0.0
    offset_counts: float = 0.0

    def counts(self, x_m: Floats) -> NDArray[np.int64]:
        """The count at each position: the floor of the turned distance, as edges count."""
        turned = x_m
        if self.slip:
            steps = np.diff(x_m, prepend=x_m[:1])
            missed = np.where(steps > 0, self.slip, 0.5 * self.slip)
            turned = x_m[:1] + np.cumsum(steps * (1.0 - missed))
        return np.floor(turned * self.counts_per_metre + self.offset_counts).astype(np.int64)
