"""The handle's position as the live rule sees it: averaged over 50 ms, 100 times per second."""

from collections import deque
from collections.abc import Callable
from typing import NamedTuple

from device.reps.detection.tuning import HISTORY_NS, STEP_NS
from device.reps.measuring.tuning import CROSSING_WINDOW_S, GAP_S

_MEAN_NS = round(CROSSING_WINDOW_S * 1e9)
_GAP_NS = round(GAP_S * 1e9)


class Place(NamedTuple):
    """Where the handle was: the mean position over 50 ms around a time."""

    t_ns: int
    x_m: float


class SmoothedPosition:
    """A running mean over 50 ms and its last seconds.

    The mean describes the middle of its window, 25 ms ago; its stamps say so, so that a crossing
    found here is that of the score.

    Attributes:
        places: The recent past, oldest first, some 10 ms apart.
    """

    def __init__(self) -> None:
        self._window: deque[tuple[int, float]] = deque()
        self._sum_m = 0.0
        self._due_ns = 0
        self.places: deque[Place] = deque()
        self._gaps: deque[tuple[int, int]] = deque()

    def restart(self) -> None:
        """What comes does not compare with what was, or samples are missing in between."""
        self._window.clear()
        self.places.clear()
        self._gaps.clear()
        self._sum_m = 0.0

    def update(self, t_ns: int, position_m: float) -> Place | None:
        """Take one position; return the next place, where one is due."""
        window = self._window
        if window and t_ns - window[-1][0] > _GAP_NS:
            self._miss(window[-1][0], t_ns)
        window.append((t_ns, position_m))
        self._sum_m += position_m
        while window[0][0] < t_ns - _MEAN_NS:
            self._sum_m -= window.popleft()[1]
        if t_ns < self._due_ns and self.places:
            return None
        self._due_ns = t_ns + STEP_NS
        place = Place((window[0][0] + t_ns) // 2, self._sum_m / len(window))
        places = self.places
        places.append(place)
        while places[0].t_ns < place.t_ns - HISTORY_NS:
            places.popleft()
        return place

    def unseen_ns(self, since_ns: int) -> int:
        """How much of the time since then lies in gaps, as far back as places are remembered."""
        return sum(end - max(begin, since_ns) for begin, end in self._gaps if end > since_ns)

    def _miss(self, from_ns: int, to_ns: int) -> None:
        gaps = self._gaps
        gaps.append((from_ns, to_ns))
        while gaps[0][1] < to_ns - HISTORY_NS:
            gaps.popleft()

    def last_below(self, level_m: float) -> int | None:
        """When the handle was last below a level, between two places; ``None`` if it never was."""
        return self._last(lambda x_m: x_m < level_m, level_m)

    def last_above(self, level_m: float) -> int | None:
        """When the handle was last above a level, between two places; ``None`` if it never was."""
        return self._last(lambda x_m: x_m > level_m, level_m)

    def _last(self, is_beyond: Callable[[float], bool], level_m: float) -> int | None:
        after: Place | None = None
        for place in reversed(self.places):
            if is_beyond(place.x_m):
                return place.t_ns if after is None else _passed(place, after, level_m)
            after = place
        return None


def _passed(before: Place, after: Place, level_m: float) -> int:
    way_m = after.x_m - before.x_m
    share = (level_m - before.x_m) / way_m if way_m else 0.0
    return before.t_ns + round(share * (after.t_ns - before.t_ns))
