"""When a course passes a level."""

from dataclasses import dataclass

import numpy as np

from device.motion.arrays import Mask
from device.reps.measuring.course import Course
from device.reps.measuring.tuning import (
    BAND_M,
    BAND_SHARE,
    BRIDGED_S,
    CROSSING_M,
    CROSSING_SHARE,
    GAP_S,
)


@dataclass(frozen=True, slots=True)
class Crossing:
    """A passage of a level.

    Attributes:
        t_s: When, interpolated between two grid points.
        x_m: The level passed.
        speed_m_s: How fast the handle went there; what divides a doubt about the level.
        gap_s: How long the gap in the samples is that it lies in; 0 where it lies in none.
    """

    t_s: float
    x_m: float
    speed_m_s: float
    gap_s: float

    @property
    def seen(self) -> bool:
        """Whether it was measured, rather than guessed from both sides of a gap."""
        return self.gap_s <= BRIDGED_S


def crossing_distance_m(range_m: float) -> float:
    """How far from a level a handle counts as away from it: 3 mm, or 1 % of the range.

    The onset of a slow movement cannot be measured by anybody; the time at which it has covered
    a hundredth of its way can (``docs/accuracy.md``).
    """
    return max(CROSSING_M, CROSSING_SHARE * range_m)


def held_band_m(range_m: float) -> float:
    """How far from its level a handle is held still: 10 mm, or 2 % of the range."""
    return max(BAND_M, BAND_SHARE * range_m)


def last_within(inside: Mask, first: int, last: int) -> int | None:
    """The last grid point of a stretch at which ``inside`` holds, or ``None``."""
    found = np.flatnonzero(inside[first : last + 1])
    return first + int(found[-1]) if found.size else None


def first_within(inside: Mask, first: int, last: int) -> int | None:
    """The first grid point of a stretch at which ``inside`` holds, or ``None``."""
    found = np.flatnonzero(inside[first : last + 1])
    return first + int(found[0]) if found.size else None


def between(course: Course, index: int, level_m: float) -> Crossing:
    """The passage of a level between a grid point and the next one, or at the point itself."""
    i = int(np.clip(index, 0, course.t_s.size - 2))
    t, x = course.t_s, course.x_m
    step = float(x[i + 1] - x[i])
    share = float(np.clip((level_m - x[i]) / step, 0.0, 1.0)) if step else 0.0
    t_s = float(t[i]) + share * float(t[i + 1] - t[i])
    speed = abs(float(course.v_m_s[i]) + share * float(course.v_m_s[i + 1] - course.v_m_s[i]))
    gap_s = float(max(course.apart_s[i], course.apart_s[i + 1]))
    return Crossing(t_s, level_m, speed, gap_s if gap_s > GAP_S else 0.0)
