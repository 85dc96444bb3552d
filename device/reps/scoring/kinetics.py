"""Force, power and work of a repetition, from conversions that can be believed.

Everything here is ``None`` where the load cell was silent, frozen or saturated: a quantity that
was not measured is never 0.
"""

from dataclasses import dataclass, replace

import numpy as np

from device.motion.arrays import Array
from device.motion.tuning import RATE_LOW_PER_S
from device.motion.wrong_conversions import wrong_conversions
from device.reps.measuring.course import Course
from device.reps.rep import RepFlag
from device.reps.scoring.tuning import (
    AVERAGED_PERIODS2,
    BASE_FROM_S,
    BASE_TO_S,
    FROZEN_RUN,
    FROZEN_RUN_S,
    LEAD_S,
    LEAST_TIMES,
    NOISY_SHARE,
    RFD_FROM,
    RFD_GRID_S,
    RFD_LEAST_N,
    RFD_TO,
    WIDEST_GAP_S,
)


@dataclass(frozen=True, slots=True)
class Kinetics:
    """What the load cell adds to a repetition; see ``measure`` for the definitions."""

    mean_force_n: float | None = None
    peak_force_n: float | None = None
    mean_power_w: float | None = None
    peak_power_w: float | None = None
    work_j: float | None = None
    rfd_n_s: float | None = None
    flags: tuple[RepFlag, ...] = ()


def measure(t_s: Array, force_n: Array, course: Course, start_s: float, top_s: float) -> Kinetics:
    """Force, power and work over the concentric.

    Args:
        t_s: When each conversion was valid (group delay taken off), shape (k,).
        force_n: The conversions, unjudged, shape (k,).
        course: Position and velocity.
        start_s: Concentric onset.
        top_s: End of the concentric.

    Returns:
        Mean force over time, peak force, work as the integral of force over position (trapezoidal),
        mean power as that work over its time, the peak of force times velocity, and the rate of
        force development: the mean slope from 20 to 80 % of the rise from the force before the
        pull to the peak (Maffiuletti et al., Eur. J. Appl. Physiol. 116 (2016) 1091: relative
        thresholds are the repeatable ones). Peaks and that slope are ``None`` where the converter
        is too slow for them.
    """
    pull = (t_s >= start_s) & (t_s <= top_s)
    if _frozen(t_s[pull], force_n[pull]):
        return Kinetics(flags=(RepFlag.LOAD_FROZEN,))
    near = (t_s >= start_s - LEAD_S) & (t_s <= top_s + LEAD_S)
    near &= np.diff(t_s, prepend=-np.inf) > 0.0  # of one stamp the first counts
    t, force = t_s[near], force_n[near]
    keep = ~wrong_conversions(t, force)
    noisy = (RepFlag.LOAD_NOISY,) if (~keep).sum() > NOISY_SHARE * keep.size + 1 else ()
    t, force = t[keep], force[keep]
    if not _covers(t, start_s, top_s):
        return Kinetics(flags=(RepFlag.LOAD_LOST,))
    grid = (course.t_s >= start_s) & (course.t_s <= top_s)
    times = course.t_s[grid]
    if times.size < LEAST_TIMES:
        return Kinetics(flags=(RepFlag.LOAD_LOST,))
    period_s = float(np.median(np.diff(t)))
    quick = period_s * RATE_LOW_PER_S < 1.0
    on_grid = np.interp(times, t, force)
    work_j = float(np.trapezoid(on_grid, course.x_m[grid]))
    measured = Kinetics(
        mean_force_n=float(on_grid.mean()),
        work_j=work_j,
        mean_power_w=work_j / float(times[-1] - times[0]),
        flags=noisy if quick else (*noisy, RepFlag.LOAD_RATE_LOW),
    )
    if not quick:
        return measured
    sharp_n = _unaveraged(t, force, period_s)
    peaks = np.interp(times, t, sharp_n)
    return replace(
        measured,
        peak_force_n=float(peaks.max()),
        peak_power_w=float((peaks * course.v_m_s[grid]).max()),
        rfd_n_s=_rate_of_force_development(t, sharp_n, start_s, top_s),
    )


def _unaveraged(t_s: Array, force_n: Array, period_s: float) -> Array:
    """The forces with the second order of what the converter's averaging took from them.

    A mean over a window of variance s² lacks ½·s²·F″; the converter's is that of its settling, four
    conversions.
    """
    sharp_n = force_n.copy()
    even = np.abs(np.diff(t_s) - period_s) < period_s / 2
    inner = np.flatnonzero(even[1:] & even[:-1]) + 1
    bend_n = force_n[inner + 1] - 2 * force_n[inner] + force_n[inner - 1]
    sharp_n[inner] -= AVERAGED_PERIODS2 / 2 * bend_n
    return sharp_n


def _frozen(t_s: Array, force_n: Array) -> bool:
    """Whether one value repeats to the last bit for longer than a working converter can."""
    if force_n.size < FROZEN_RUN:
        return False
    changes = np.flatnonzero(np.diff(force_n) != 0.0) + 1
    bounds = np.concatenate(([0], changes, [force_n.size]))
    lengths = np.diff(bounds)
    run = int(np.argmax(lengths))
    lasts = t_s[bounds[run + 1] - 1] - t_s[bounds[run]]
    return bool(lengths[run] >= FROZEN_RUN and lasts > FROZEN_RUN_S)


def _covers(t_s: Array, start_s: float, top_s: float) -> bool:
    if t_s.size < 2 or t_s[0] > start_s + WIDEST_GAP_S or t_s[-1] < top_s - WIDEST_GAP_S:
        return False
    inside = t_s[(t_s >= start_s - WIDEST_GAP_S) & (t_s <= top_s + WIDEST_GAP_S)]
    return inside.size >= 2 and bool(np.diff(inside).max() < WIDEST_GAP_S)


def _rate_of_force_development(
    t_s: Array, force_n: Array, start_s: float, top_s: float
) -> float | None:
    before = force_n[(t_s >= start_s - BASE_FROM_S) & (t_s <= start_s - BASE_TO_S)]
    if not before.size or force_n.size < LEAST_TIMES + 1:
        return None
    base_n = float(np.median(before))
    grid = np.arange(start_s - BASE_TO_S, top_s, RFD_GRID_S)
    course_n = _cubic(grid, t_s, force_n)
    peak = int(np.argmax(course_n))
    rise_n = float(course_n[peak]) - base_n
    if peak < 1 or rise_n < RFD_LEAST_N:
        return None
    rising = course_n[: peak + 1]
    from_s, to_s = (
        _crossing(grid, rising, base_n + share * rise_n) for share in (RFD_FROM, RFD_TO)
    )
    return None if to_s <= from_s else (RFD_TO - RFD_FROM) * rise_n / (to_s - from_s)


def _crossing(t_s: Array, rising: Array, level_n: float) -> float:
    """When a level is reached for the last time from below, between two points of the grid."""
    below = np.flatnonzero(rising < level_n)
    if not below.size:
        return float(t_s[0])
    last = int(below[-1])
    share = (level_n - rising[last]) / (rising[last + 1] - rising[last])
    return float(t_s[last] + share * (t_s[last + 1] - t_s[last]))


def _cubic(at_s: Array, t_s: Array, values: Array) -> Array:
    """Cubic through the values with slopes from their neighbours (Catmull & Rom, 1974)."""
    left = np.clip(np.searchsorted(t_s, at_s) - 1, 1, t_s.size - LEAST_TIMES)
    width = t_s[left + 1] - t_s[left]
    u = np.clip((at_s - t_s[left]) / width, 0.0, 1.0)
    first = (values[left + 1] - values[left - 1]) / (t_s[left + 1] - t_s[left - 1]) * width
    second = (values[left + 2] - values[left]) / (t_s[left + 2] - t_s[left]) * width
    step = values[left + 1] - values[left]
    curved: Array = values[left] + u * (
        first + u * (step - first + (1.0 - u) * (first + second - 2 * step) * -1.0)
    )
    return curved
