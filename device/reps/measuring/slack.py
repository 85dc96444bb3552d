"""Where a thrown stack leaves the cable slack, so that the position is not the hand's."""

import numpy as np

from device.motion.arrays import Array, Mask
from device.reps.measuring.course import Course
from device.reps.measuring.runs import runs
from device.reps.measuring.tuning import (
    FLIES_M,
    FREE_FALL_M_S2,
    LANDING_POINTS,
    LOADED_PERCENTILE,
    SLACK_FORCE_SHARE,
    SLACK_LEAST,
    SLACK_TOP_SHARE,
)


def slack_cable(course: Course, high: int, load_t_s: Array, load_n: Array) -> Mask:
    """Grid points in the top of the stroke at which the force is nearly gone, shape (n,).

    A fast pull throws the stack: it flies on while the hand waits, and the wheel turns with it.
    """
    none: Mask = np.zeros(course.t_s.size, dtype=np.bool_)
    if load_t_s.size < SLACK_LEAST:
        return none
    x = course.x_m
    base_m = float(x[: high + 1].min())
    height_m = float(x[high]) - base_m
    force = np.interp(course.t_s, load_t_s, load_n)
    loaded = force[force > SLACK_FORCE_SHARE * np.percentile(force, LOADED_PERCENTILE)]
    loaded_n = float(np.median(loaded)) if loaded.size else 0.0
    if loaded_n <= 0:
        return none
    slack: Mask = (x > x[high] - SLACK_TOP_SHARE * height_m) & (
        force < SLACK_FORCE_SHARE * loaded_n
    )
    for first, last in runs(slack):
        # A hand that only brakes hard arrives; a stack that flies falls back to the hand, freely.
        flies = _acceleration(course, first, last) < FREE_FALL_M_S2
        # The force is known eighty times a second: the cable is taut a little later.
        lands = min(last + LANDING_POINTS, x.size - 1)
        slack[first : lands + 1] = flies & (x[first : lands + 1] > x[lands] + FLIES_M)
    return slack


def _acceleration(course: Course, first: int, last: int) -> float:
    """Mean acceleration between two grid points, in m/s²; 0 for a single one."""
    seconds = float(course.t_s[last] - course.t_s[first])
    return float(course.v_m_s[last] - course.v_m_s[first]) / seconds if seconds else 0.0
