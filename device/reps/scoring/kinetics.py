"""Force, power and work of a repetition, from conversions that can be believed.

Everything here is ``None`` where the load cell was silent, frozen or saturated: a quantity that
was not measured is never 0.
"""

from dataclasses import dataclass

import numpy as np

from device.reps.measuring.arrays import Array
from device.reps.measuring.course import Course
from device.reps.rep import RepFlag
from device.reps.scoring.tuning import (
    FROZEN_RUN,
    FROZEN_RUN_S,
    LEAD_S,
    LEAST_TIMES,
    MEDIAN_OF,
    NOISY_SHARE,
    RFD_FROM,
    RFD_TO,
    SPIKE_N,
    SPIKE_STEPS,
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
        Mean force over time, peak force, mean and peak of force times velocity, work as the
        integral of force over position (trapezoidal), and the rate of force development: the
        slope from 20 to 80 % of the rise from the start's force to the peak (Maffiuletti et al.,
        Eur. J. Appl. Physiol. 116 (2016) 1091: relative thresholds are the repeatable ones).
    """
    pull = (t_s >= start_s) & (t_s <= top_s)
    if _frozen(t_s[pull], force_n[pull]):
        return Kinetics(flags=(RepFlag.LOAD_FROZEN,))
    near = (t_s >= start_s - LEAD_S) & (t_s <= top_s + LEAD_S)
    t, force = t_s[near], force_n[near]
    keep = ~spikes(force)
    noisy = (RepFlag.LOAD_NOISY,) if (~keep).sum() > NOISY_SHARE * keep.size + 1 else ()
    t, force = t[keep], force[keep]
    if not _covers(t, start_s, top_s):
        return Kinetics(flags=(RepFlag.LOAD_LOST,))
    grid = (course.t_s >= start_s) & (course.t_s <= top_s)
    times = course.t_s[grid]
    if times.size < LEAST_TIMES:
        return Kinetics(flags=(RepFlag.LOAD_LOST,))
    on_grid = np.interp(times, t, force)
    power = on_grid * course.v_m_s[grid]
    peak_n = float(on_grid.max())
    return Kinetics(
        mean_force_n=float(on_grid.mean()),
        peak_force_n=peak_n,
        mean_power_w=float(power.mean()),
        peak_power_w=float(power.max()),
        work_j=float(np.trapezoid(on_grid, course.x_m[grid])),
        rfd_n_s=_rate_of_force_development(times, on_grid),
        flags=noisy,
    )


def spikes(force_n: Array) -> "np.ndarray[tuple[int], np.dtype[np.bool_]]":
    """Which conversions stand out from their neighbours on either side, shape (k,).

    Compared with the median of the five around it, by more than six median absolute steps: a lone
    wrong conversion, or two in a row, and nothing a muscle can do at 80 conversions a second.
    """
    count = force_n.size
    if count < MEDIAN_OF:
        return np.zeros(count, dtype=np.bool_)
    padded = np.pad(force_n, MEDIAN_OF // 2, mode="edge")
    windows = np.lib.stride_tricks.sliding_window_view(padded, MEDIAN_OF)
    deviation = np.abs(force_n - np.median(windows, axis=1))
    step = float(np.median(np.abs(np.diff(force_n))))
    left = np.abs(np.diff(force_n, prepend=force_n[1]))
    right = np.abs(np.diff(force_n, append=force_n[-2]))
    limit = max(SPIKE_N, SPIKE_STEPS * step)
    return (deviation > limit) & (np.maximum(left, right) > limit)


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


def _rate_of_force_development(t_s: Array, force_n: Array) -> float | None:
    peak = int(np.argmax(force_n))
    base_n, rise_n = float(force_n[0]), float(force_n[peak] - force_n[0])
    if peak < 1 or rise_n <= 0.0:
        return None
    rising = force_n[: peak + 1]
    i = int(np.argmax(rising >= base_n + RFD_FROM * rise_n))
    j = int(np.argmax(rising >= base_n + RFD_TO * rise_n))
    if j <= i:
        i = max(j - 1, 0)
    return float((rising[j] - rising[i]) / (t_s[j] - t_s[i])) if t_s[j] > t_s[i] else None
