"""An excursion whose return seems over, until the place of its rest can be told."""

from dataclasses import dataclass

from device.reps.detection.excursion import Excursion
from device.reps.detection.tuning import (
    ARRIVED_M,
    ARRIVING_MOST_NS,
    ARRIVING_NS,
    ARRIVING_SHARE,
    SLOW_RETURN_NS,
)


@dataclass(slots=True)
class Arriving:
    """Waits until the handle sinks no more.

    Attributes:
        excursion: What is waited for.
        counted: Whether it was announced already.
    """

    excursion: Excursion
    counted: bool
    _since_ns: int
    _wait_ns: int
    _lowest_ns: int
    _lowest_m: float

    @classmethod
    def begin(
        cls, excursion: Excursion, *, counted: bool, t_ns: int, released_ns: int, lowest_m: float
    ) -> "Arriving":
        """Begin to wait: the longer, the slower the return was."""
        slow_ns = max(0, t_ns - released_ns - SLOW_RETURN_NS)
        wait_ns = ARRIVING_NS + round(ARRIVING_SHARE * slow_ns)
        return cls(excursion, counted, t_ns, wait_ns, t_ns, lowest_m)

    def is_over(self, t_ns: int, lowest_m: float) -> bool:
        """Take how low the handle has been; return whether it has come to rest."""
        if lowest_m < self._lowest_m - ARRIVED_M:
            self._lowest_m, self._lowest_ns = lowest_m, t_ns
        waited_ns = t_ns - self._lowest_ns
        return waited_ns >= self._wait_ns or t_ns - self._since_ns >= ARRIVING_MOST_NS
