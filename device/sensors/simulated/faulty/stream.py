"""The readings of a recording as arrays, which faults change in place."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from device.sensors.reading import Reading
from device.sensors.simulated.profile import Floats

Ints = NDArray[np.int64]


@dataclass(slots=True)
class Stream:
    """Readings in time order.

    Attributes:
        stamp_ns: When each was taken.
        count: The encoder's.
        raw: The load cell's; not a number where no conversion came.
        faults: ``Fault`` of each.
    """

    stamp_ns: Ints
    count: Ints
    raw: Floats
    faults: Ints

    @classmethod
    def of(cls, readings: Sequence[Reading]) -> "Stream":
        """The arrays of these readings."""
        stamps, counts, raws, faults = zip(*readings, strict=True)
        return cls(
            np.array(stamps, np.int64),
            np.array(counts, np.int64),
            np.array([np.nan if raw is None else raw for raw in raws], np.float64),
            np.array(faults, np.int64),
        )

    @property
    def t_s(self) -> Floats:
        """When each was taken, in seconds."""
        return self.stamp_ns / 1e9

    @property
    def converted(self) -> NDArray[np.intp]:
        """Which readings bring a conversion."""
        return np.flatnonzero(~np.isnan(self.raw))

    def within(self, from_s: float, to_s: float) -> slice:
        """Which readings were taken from one time to another."""
        first, after = np.searchsorted(self.stamp_ns, (from_s * 1e9, to_s * 1e9))
        return slice(int(first), int(after))

    def keep(self, kept: NDArray[np.bool_]) -> None:
        """Leave out the others."""
        self.stamp_ns, self.count = self.stamp_ns[kept], self.count[kept]
        self.raw, self.faults = self.raw[kept], self.faults[kept]

    def readings(self) -> list[Reading]:
        """The readings that these arrays are."""
        raws = [None if value != value else int(value) for value in self.raw.tolist()]
        columns = (self.stamp_ns.tolist(), self.count.tolist(), raws, self.faults.tolist())
        return list(map(Reading, *columns))
