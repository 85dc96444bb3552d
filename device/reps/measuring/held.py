"""The level that a handle is held at, and from when to when.

A hold is not stillness: hands shake, cables bounce, athletes creep. It is the longest stretch
within a band about the level at which the handle settled; short absences are forgiven.
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from device.motion.arrays import Array, Mask
from device.reps.measuring.course import Course
from device.reps.measuring.crossings import Crossing, between, crossing_distance_m, held_band_m
from device.reps.measuring.runs import runs
from device.reps.measuring.tuning import (
    ARRIVING_POINTS,
    BOUNCE_POINTS,
    BOUNCE_S,
    CREEP_BACK_M_S,
    CREEP_LEAST_M,
    CREEP_LEAST_S,
    CREEP_ON_M_S,
    CREEP_ROUNDS,
    CREEP_SIGMA,
    CREEPING_POINTS,
    DENSITY_STEP_M,
    GRID_S,
    HELD_GAP_S,
    HOLD_POINTS,
    KERNEL_COUNTS,
    KERNEL_M,
    LEAST_WEIGHT,
    LEAVING_POINTS,
    SETTLE_ROUNDS,
    SHAKE_POINTS,
    SHIFTS,
    SLOW_WEIGHT_M_S,
    TOP_MOST_M,
    TOP_MOST_SHARE,
    TOP_RANGE_M,
    TOP_SHARE,
)


@dataclass(frozen=True, slots=True)
class Held:
    """The top of a repetition.

    Attributes:
        level_m: Where the handle settled, at the top.
        creep_m_s: How fast the level moved, 0 where it did not significantly.
        top: When the pull arrived at the level.
        release: When the handle left it.
        steadiness_m: Root mean square about level and creep in between.
        spread_m: The same, at least what counting leaves: the doubt about a single position.
        unseen_s: How much of the time in between nobody measured.
        cut: Whether a gap in the samples ends the stretch at either end.
    """

    level_m: float
    creep_m_s: float
    top: Crossing
    release: Crossing
    steadiness_m: float
    spread_m: float
    unseen_s: float
    cut: bool


def find_held(
    course: Course, first: int, last: int, *, start_m: float, peak_m: float, slack: Mask
) -> Held:
    """The held level and its crossings between two grid points.

    Args:
        course: The repetition.
        first: Grid point at which the pull began.
        last: Grid point at which the handle was back.
        start_m: Level of the start.
        peak_m: Farthest position.
        slack: Where the cable hung slack, so that nothing is known of the hand, shape (n,).
    """
    range_m = peak_m - start_m
    top = _Top(
        course,
        first,
        course.x_m[first : last + 1],
        slack[first : last + 1],
        course.apart_s[first : last + 1] <= HELD_GAP_S,
        held_band_m(range_m),
        crossing_distance_m(range_m),
    )
    level = np.full(top.x_m.size, _settled(top, range_m, peak_m))
    slope = 0.0
    arrives, leaves = top.stretch(level)
    for settled in range(CREEP_ROUNDS):
        before = leaves - arrives
        level, slope = _level(top, arrives, leaves)
        arrives, leaves = top.stretch(level)
        # A creep comes to light by as much as its level was followed.
        if settled + 1 >= SETTLE_ROUNDS and (not slope or leaves - arrives <= before):
            break
    return _held(top, level, slope, arrives, leaves)


@dataclass(frozen=True, slots=True)
class _Top:
    """What lies between the start of a pull and the end of its return.

    Attributes:
        course: The repetition.
        first: Grid point at which the arrays begin.
        x_m: Positions, shape (n,).
        blind: Where the cable hung slack, shape (n,).
        seen: Where samples are, or a gap too short to hide anything, shape (n,).
        band_m: Held is within this of the level.
        distance_m: The crossings lie this far below it.
    """

    course: Course
    first: int
    x_m: Array
    blind: Mask
    seen: Mask
    band_m: float
    distance_m: float

    def stretch(self, level_m: Array) -> tuple[int, int]:
        """First and last point at the level in the longest stay in the band."""
        off_m = self.x_m - level_m
        begin, end = _longest_stay(off_m, self.blind, self.seen, self.band_m)
        held = runs(off_m[begin : end + 1] >= -self.distance_m)
        return (begin + held[0][0], begin + held[-1][1]) if held else (begin, begin)


def _settled(top: _Top, range_m: float, peak_m: float) -> float:
    """The densest place of the top of the stroke, then the mean of what stays within the band."""
    depth_m = max(TOP_SHARE * range_m, min(TOP_RANGE_M, TOP_MOST_SHARE * range_m))
    depth_m = min(depth_m, TOP_MOST_M)
    near = (top.x_m > peak_m - depth_m) & ~top.blind & top.seen
    if depth_m <= 0.0 or not near.any():
        return peak_m
    x = top.x_m[near]
    v = top.course.v_m_s[top.first : top.first + top.x_m.size][near]
    weight = np.exp(-0.5 * (v / SLOW_WEIGHT_M_S) ** 2) + LEAST_WEIGHT
    kernel_m = max(KERNEL_M, KERNEL_COUNTS * top.course.quantum_m)
    places = np.arange(peak_m - depth_m, peak_m + DENSITY_STEP_M, DENSITY_STEP_M)
    away = (x[None, :] - places[:, None]) / kernel_m
    level = float(places[int(np.argmax(np.exp(-0.5 * away * away) @ weight))])
    for _ in range(SHIFTS):
        within = np.abs(x - level) < top.band_m
        if not within.any():
            break
        level = float(np.average(x[within], weights=weight[within]))
    return level


def _level(top: _Top, arrives: int, leaves: int) -> tuple[Array, float]:
    """The level of a stretch, and how fast it creeps.

    The first and last moments of a stretch belong to the pull and the release. A turn has nothing
    in between: its level is its farthest place.
    """
    begin, end = arrives + ARRIVING_POINTS, leaves - LEAVING_POINTS
    seen = top.x_m[arrives : leaves + 1][~top.blind[arrives : leaves + 1]]
    if end - begin < HOLD_POINTS:
        level_m = float(seen.max()) if seen.size else float(top.x_m[arrives])
        return np.full(top.x_m.size, level_m), 0.0
    inside = ~top.blind[begin : end + 1]
    if not inside.any():
        return np.full(top.x_m.size, float(top.x_m[arrives])), 0.0
    centre = float(top.x_m[begin : end + 1][inside].mean())
    slope = _creep(top, begin, end)
    # A hold creeps; the pull before it and the release after it do not.
    at = np.clip(np.arange(top.x_m.size), begin, end + CREEPING_POINTS) - 0.5 * (begin + end)
    line: Array = np.asarray(centre + slope * GRID_S * at, dtype=np.float64)
    return line, slope


def _longest_stay(off_m: Array, blind: Mask, seen: Mask, band_m: float) -> tuple[int, int]:
    """First and last point of the longest stay in the band, short absences forgiven."""
    # A stack that flies above the level leaves the hand at it.
    stays = runs(((np.abs(off_m) <= band_m) | (blind & (off_m > 0))) & seen)
    if not stays:
        nearest = int(np.argmin(np.abs(off_m)))
        return nearest, nearest
    joined = [stays[0]]
    for begin, end in stays[1:]:
        before = joined[-1]
        absent = begin - before[1] - 1
        early = (before[1] - before[0]) * GRID_S <= BOUNCE_S
        forgiven = BOUNCE_POINTS if early else SHAKE_POINTS
        if absent <= forgiven and bool(seen[before[1] : begin + 1].all()):
            joined[-1] = (before[0], end)
        else:
            joined.append((begin, end))
    return max(joined, key=lambda stay: stay[1] - stay[0])


def _creep(top: _Top, begin: int, end: int) -> float:
    """The slope of a stretch, in m/s, where it is significant; else 0."""
    points = end - begin + 1
    if points * GRID_S < CREEP_LEAST_S or top.blind[begin : end + 1].any():
        return 0.0
    y = top.x_m[begin : end + 1]
    t = GRID_S * (np.arange(points) - 0.5 * (points - 1))
    slope = float(t @ y) / float(t @ t)
    spread_m = top.course.spread_m(top.first + begin, top.first + end)
    if abs(slope) * points * GRID_S < max(CREEP_LEAST_M, CREEP_SIGMA * spread_m):
        return 0.0
    return float(np.clip(slope, -CREEP_BACK_M_S, CREEP_ON_M_S))


def _held(top: _Top, level_m: Array, slope: float, arrives: int, leaves: int) -> Held:
    before = max(arrives - 1, 0)
    # After an overshoot the handle comes from above, and is there when it is within the band.
    from_above = top.x_m[before] > level_m[before] + top.band_m
    passes_m = top.band_m if from_above else -top.distance_m
    begins = between(top.course, top.first + before, float(level_m[before]) + passes_m)
    ends = between(top.course, top.first + leaves, float(level_m[leaves]) - top.distance_m)
    off_m, taut = (top.x_m - level_m)[arrives : leaves + 1], ~top.blind[arrives : leaves + 1]
    off = off_m[taut]
    inside = slice(top.first + arrives, top.first + leaves + 1)
    return Held(
        level_m=float(level_m[arrives]),
        creep_m_s=slope,
        top=begins,
        release=ends,
        steadiness_m=_steadiness_m(off_m, taut),
        spread_m=top.course.spread_of_m(off),
        unseen_s=GRID_S * float((~top.course.seen[inside]).sum()),
        cut=not (begins.seen and ends.seen),
    )


def _steadiness_m(off_m: Array, taut: Mask) -> float:
    """Root mean square of a stretch without its rounded ends, where something lies between."""
    middle = slice(ARRIVING_POINTS, off_m.size - LEAVING_POINTS)
    if off_m.size - ARRIVING_POINTS - LEAVING_POINTS >= HOLD_POINTS and taut[middle].any():
        off_m, taut = off_m[middle], taut[middle]
    off = off_m[taut]
    return sqrt(float(off @ off) / max(off.size, 1))
