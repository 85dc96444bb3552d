"""When the handle is back, and where it comes to rest."""

from dataclasses import dataclass

import numpy as np

from device.reps.measuring.course import Course
from device.reps.measuring.crossings import Crossing, between, crossing_distance_m, first_within
from device.reps.measuring.tuning import (
    REST_POINTS,
    TURN_POINTS,
)


@dataclass(frozen=True, slots=True)
class Arrival:
    """The end of a repetition.

    Attributes:
        level_m: Where the handle came to rest.
        spread_m: How far it swayed there.
        end: When it was there first.
    """

    level_m: float
    spread_m: float
    end: Crossing


def find_arrival(course: Course, release: int, low: int, range_m: float) -> Arrival:
    """The first time the handle is near the place that it comes to rest at.

    Args:
        course: The repetition and what follows it.
        release: Grid point at which the return began.
        low: Grid point of the lowest position after it, before the next rise.
        range_m: What 1 % is taken of.
    """
    x, last = course.x_m, course.x_m.size - 1
    distance_m = crossing_distance_m(range_m)
    level_m = float(x[low])
    # A turn is over at once; a stand is averaged over its last part, for a slow end still sinks.
    rising = np.flatnonzero(x[low:] > level_m + distance_m)
    until = max(low, low + int(rising[0]) - TURN_POINTS) if rising.size else last
    for _ in range(2):
        here = first_within(x <= level_m + distance_m, release, last)
        here = low if here is None else here
        begin = max(min(here, until), until - REST_POINTS)
        level_m = float(x[begin : until + 1].mean())
    here = first_within(x <= level_m + distance_m, release, last)
    here = low if here is None else here
    spread_m = course.spread_m(here, min(here + REST_POINTS, last))
    return Arrival(level_m, spread_m, between(course, max(here - 1, release), level_m + distance_m))
