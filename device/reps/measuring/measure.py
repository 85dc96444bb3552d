"""From an excursion's course to its phases: crossings, range, velocities, and their doubts."""

from dataclasses import dataclass

import numpy as np

from device.motion.arrays import Array, Mask
from device.reps.measuring.arrival import Arrival, find_arrival
from device.reps.measuring.course import Course
from device.reps.measuring.crossings import held_band_m
from device.reps.measuring.held import Held, find_held
from device.reps.measuring.slack import slack_cable
from device.reps.measuring.standing import Places, Standing, find_standing
from device.reps.measuring.tuning import (
    GRID_S,
    PEAK_NEAR_S,
    PEAK_POINTS,
    SWAY_TO_PEAK,
    SWAY_WHOLE_S,
    TURN_S,
)
from device.reps.measuring.velocity import peak_velocity_m_s


@dataclass(frozen=True, slots=True)
class Phases:
    """When a repetition's phases began and ended, on the course's clock.

    Attributes:
        standing: Where it began.
        held: Where it turned, or was held.
        arrival: Where it ended; ``None`` where the handle did not come back.
        peak_m: Farthest position, over three samples.
        peak_velocity_m_s: Fastest outward velocity of the pull.
        thrown: Whether a stack flew out of the held band, with the wheel and without the hand.
    """

    standing: Standing
    held: Held
    arrival: Arrival | None
    peak_m: float
    peak_velocity_m_s: float | None
    thrown: bool

    @property
    def range_m(self) -> float:
        """Farthest position above the level stood at before the pull."""
        return self.peak_m - self.standing.level_m

    @property
    def hold_s(self) -> float:
        """Time held and measured, what a plain turn takes at the top left out."""
        held = self.held
        return max(0.0, held.release.t_s - held.top.t_s - held.unseen_s - TURN_S)

    @property
    def mean_velocity_m_s(self) -> float:
        """Way from the start to the top over its time."""
        start, top = self.standing.start, self.held.top
        return (top.x_m - start.x_m) / max(top.t_s - start.t_s, GRID_S)


@dataclass(frozen=True, slots=True)
class Load:
    """The load cell's conversions beside a course: times in seconds and newtons, shape (k,)."""

    t_s: Array
    force_n: Array


def find_phases(
    course: Course, high_s: float, low_s: float | None, home_m: float | None, load: Load
) -> Phases | None:
    """Measure one repetition; ``None`` where its course holds no pull.

    Args:
        course: From some rest before it to its end or beyond.
        high_s: When the handle was farthest out.
        low_s: When it was lowest after that; ``None`` where it did not come back.
        home_m: Where the repetitions before began, or ``None``.
        load: Tells where the cable hung slack.
    """
    high = course.index(high_s)
    low = course.x_m.size - 1 if low_s is None else max(course.index(low_s), high)
    back_m = float(course.x_m[low]) if low_s is not None else home_m
    slack = slack_cable(course, high, load.t_s, load.force_n)
    peak_m, high = _peak(course, high, slack)
    back_m = float(course.x_m[: high + 1].min()) if back_m is None else back_m
    standing = find_standing(course, Places(high, back_m, home_m))
    if standing is None:
        return None
    begin = course.index(standing.start.t_s)
    held = find_held(course, begin, low, start_m=standing.level_m, peak_m=peak_m, slack=slack)
    if held.top.t_s < standing.start.t_s + GRID_S:
        return None
    arrival = None
    if low_s is not None:
        release = course.index(held.release.t_s)
        arrival = find_arrival(course, release, max(low, release), peak_m - standing.level_m)
    return Phases(
        standing,
        held,
        arrival,
        _reached(peak_m, held, bool(slack.any())),
        peak_velocity_m_s(course, standing.start.t_s, held.top.t_s),
        _flew_m(course, held, slack) > held_band_m(peak_m - standing.level_m),
    )


def _flew_m(course: Course, held: Held, slack: Mask) -> float:
    """How far above the hand a thrown stack took the wheel; 0 where none flew."""
    return float(course.x_m[slack].max(initial=held.level_m)) - held.level_m


def _reached(peak_m: float, held: Held, slack: bool) -> float:
    """Farthest position of the hand.

    The highest of many samples is as far out as the hand's sway ever took it: that much comes off
    again. While the cable hung slack the wheel went farther than the hand, which was at the level.
    """
    if slack:
        return held.level_m
    seconds = held.release.t_s - held.top.t_s - TURN_S
    if seconds <= 0.0:
        return peak_m
    swayed = SWAY_TO_PEAK * min(1.0, seconds / SWAY_WHOLE_S)
    return max(held.level_m, peak_m - swayed * held.spread_m)


def _peak(course: Course, high: int, slack: Mask) -> tuple[float, int]:
    """Farthest position as a mean of three samples, and its grid point, slack cable left out."""
    x = course.x_m
    if slack.any():
        seen = np.where(slack[: high + 1], -np.inf, x[: high + 1])
        high = int(np.argmax(seen))
        return float(x[high]), high
    near_s = (course.t_s[high] - PEAK_NEAR_S, course.t_s[high] + PEAK_NEAR_S)
    near = course.raw_x_m[slice(*np.searchsorted(course.raw_t_s, near_s))]
    if near.size < PEAK_POINTS:
        return float(near.max(initial=float(x[high]))), high
    means = np.convolve(near, np.full(PEAK_POINTS, 1.0 / PEAK_POINTS), mode="valid")
    return float(means.max()), high
