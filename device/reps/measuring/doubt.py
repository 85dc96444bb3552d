"""How far a figure may be from the truth: half widths of 90 % intervals.

A crossing errs by what the handle strays from its place, over how fast it passes the level; what
remains, clocks and rounding, is two milliseconds. The scales are learnt on the simulator's people
and on pasted real strokes (``make accuracy`` prints how many truths the intervals hold).
"""

from math import hypot

from device.reps.measuring.crossings import Crossing
from device.reps.measuring.measure import Phases
from device.reps.measuring.tuning import (
    CLOCK_SD_S,
    GRID_S,
    HOLD_FLOOR_S,
    HOLD_SCALE,
    RANGE_FLOOR_M,
    RANGE_SCALE,
    SLOWEST_M_S,
    START_FLOOR_S,
    START_SCALE,
    VELOCITY_FLOOR_SHARE,
    VELOCITY_SCALE,
)


def crossing_sd_s(spread_m: float, crossing: Crossing) -> float:
    """Standard deviation of a crossing, in seconds, before any scale; half of a gap it lies in."""
    sway_s = spread_m / max(crossing.speed_m_s, SLOWEST_M_S)
    return hypot(sway_s, CLOCK_SD_S, 0.5 * crossing.gap_s)


def start_pm_s(phases: Phases) -> float:
    """Doubt about the start, in seconds."""
    standing = phases.standing
    return START_SCALE * crossing_sd_s(standing.spread_m, standing.start) + START_FLOOR_S


def hold_pm_s(phases: Phases) -> float:
    """Doubt about the hold, in seconds: that of its top and its release."""
    held = phases.held
    top, release = (crossing_sd_s(held.spread_m, one) for one in (held.top, held.release))
    return HOLD_SCALE * hypot(top, release) + HOLD_FLOOR_S


def range_pm_m(phases: Phases, quantum_m: float) -> float:
    """Doubt about the range, in metres: the athlete strays below and above."""
    strays_m = hypot(phases.standing.spread_m, phases.held.spread_m)
    return RANGE_SCALE * strays_m + RANGE_FLOOR_M + 0.5 * quantum_m


def mean_velocity_pm_m_s(phases: Phases) -> float:
    """Doubt about the mean velocity, in m/s: mostly that of the time it is over."""
    start, top = phases.standing.start, phases.held.top
    seconds = max(top.t_s - start.t_s, GRID_S)
    doubt_s = hypot(
        crossing_sd_s(phases.standing.spread_m, start), crossing_sd_s(phases.held.spread_m, top)
    )
    share = VELOCITY_SCALE * doubt_s / seconds + VELOCITY_FLOOR_SHARE
    return abs(phases.mean_velocity_m_s) * share
