"""Where the handle stood before the pull.

A pull has slow places before it: where the athlete waited, where a walk-out ended, where the pull
itself paused. What tells the start among them is that the handle later comes back to it.
"""

from dataclasses import dataclass

import numpy as np

from device.motion.arrays import Array
from device.reps.measuring.course import Course
from device.reps.measuring.crossings import Crossing, between, crossing_distance_m, last_within
from device.reps.measuring.runs import runs
from device.reps.measuring.tuning import (
    AT_PLACE_LEAST_M,
    AT_PLACE_SHARE,
    BACK_FLOOR_M,
    BACK_MOST,
    BACK_SHARE,
    GRID_S,
    HOME_FLOOR_M,
    HOME_MOST,
    HOME_SHARE,
    LEVEL_POINTS,
    PASSED_OVER,
    PASSED_OVER_PER_S,
    SLOW_LEAST_M_S,
    SLOW_MOST_SHARE,
    SLOW_POINTS,
    SLOW_SHARE,
    START_HEIGHT_SHARE,
    WITHIN_SIGMA,
)


@dataclass(frozen=True, slots=True)
class Standing:
    """The place that a pull began from.

    Attributes:
        level_m: Mean position over the last 60 ms of standing.
        spread_m: How far the athlete swayed there.
        start: When the pull left it.
        first: Grid point at which the standing began.
    """

    level_m: float
    spread_m: float
    start: Crossing
    first: int


@dataclass(frozen=True, slots=True)
class Places:
    """What is known of where a repetition may have begun.

    Attributes:
        peak: Grid point of the farthest position.
        back_m: Where the handle came back to.
        home_m: Where the repetitions before began, or ``None``.
    """

    peak: int
    back_m: float
    home_m: float | None


def find_standing(course: Course, places: Places) -> Standing | None:
    """The standing before the pull; ``None`` where no pull leaves it."""
    x, peak = course.x_m, places.peak
    lowest = int(np.argmin(x[: peak + 1]))
    height_m = float(x[peak]) - min(places.back_m, float(x[peak]) - crossing_distance_m(0.0))
    candidates = _slow_stretches(course, places, height_m) or [(lowest, lowest)]
    first, last = min(
        enumerate(candidates),
        key=lambda item: _cost(course, places, height_m, candidates, item[0]),
    )[1]
    first = _at_last_level(x, first, last, max(AT_PLACE_LEAST_M, AT_PLACE_SHARE * height_m))
    return _leave(course, first, last, peak)


def _slow_stretches(course: Course, places: Places, height_m: float) -> list[tuple[int, int]]:
    """Stretches before the peak, well below it, in which the handle hardly moves."""
    x, peak = course.x_m, places.peak
    fastest = float(course.v_m_s[: peak + 1].max(initial=0.0))
    limit = max(SLOW_SHARE * fastest, min(SLOW_LEAST_M_S, SLOW_MOST_SHARE * fastest))
    low = x[: peak + 1] < x[peak] - START_HEIGHT_SHARE * height_m
    slow = low & (np.abs(course.slow_m_s[: peak + 1]) < limit)
    return [(first, last) for first, last in runs(slow) if last - first + 1 >= SLOW_POINTS]


def _cost(
    course: Course,
    places: Places,
    height_m: float,
    stretches: list[tuple[int, int]],
    number: int,
) -> float:
    """How unlikely it is that the pull began from a stretch (negative log likelihood)."""
    level_m = float(course.x_m[stretches[number][1]])
    back = (level_m - places.back_m) / (BACK_SHARE * height_m + BACK_FLOOR_M)
    cost = min(0.5 * back * back, BACK_MOST)
    if places.home_m is not None:
        home = (level_m - places.home_m) / (HOME_SHARE * height_m + HOME_FLOOR_M)
        cost += min(0.5 * home * home, HOME_MOST)
    for first, last in stretches[number + 1 :]:
        cost += PASSED_OVER + PASSED_OVER_PER_S * GRID_S * (last - first)
    return cost


def _at_last_level(x: Array, first: int, last: int, within_m: float) -> int:
    """Cut a stretch to where it ended: a slow walk-out and the standing may be one stretch."""
    away = np.flatnonzero(np.abs(x[first : last + 1] - x[last]) > within_m)
    return first + int(away[-1]) + 1 if away.size else first


def _leave(course: Course, first: int, last: int, peak: int) -> Standing | None:
    x = course.x_m
    spread_m = course.spread_m(first, last)
    level_m = float(np.median(x[first : last + 1]))
    distance_m = crossing_distance_m(float(x[peak]) - level_m)
    for _ in range(2):
        # The handle leaves the level that it had when it left, wherever the sway was by then.
        left = last_within(x <= level_m + distance_m, first, peak)
        if left is None or left >= peak:
            return None
        stood = last_within(x <= level_m + WITHIN_SIGMA * spread_m, first, left)
        stood = left if stood is None else stood
        begin = max(first, stood - LEVEL_POINTS + 1)
        level_m = float(x[begin : stood + 1].mean())
    left = last_within(x <= level_m + distance_m, first, peak)
    if left is None or left >= peak:
        return None
    return Standing(level_m, spread_m, between(course, left, level_m + distance_m), first)
