"""The fastest moment of a pull."""

from functools import cache

import numpy as np

from device.motion.arrays import Array
from device.reps.measuring.course import Course
from device.reps.measuring.tuning import CUBIC, PEAK_STEP_S, PEAK_WINDOW_S, PEAK_WINDOW_SHARE


@cache
def _slope_of_cubic(points: int) -> Array:
    """Weights that give the slope, at the middle, of a cubic fitted to evenly spaced points.

    Savitzky & Golay, Anal. Chem. 36 (1964) 1627; in units of one over the spacing.
    """
    at = np.arange(points) - points // 2
    basis = np.vander(at.astype(np.float64), CUBIC, increasing=True)
    return np.ascontiguousarray(np.linalg.pinv(basis)[1])


def peak_velocity_m_s(course: Course, from_s: float, to_s: float) -> float | None:
    """Highest slope of a cubic fitted to the position between two times; ``None`` for no pull.

    The window is 70 ms, or a share of a pull that lasts longer: wide enough for counts and sway,
    narrow enough for the peak, whose curvature scales with the pull.
    """
    window_s = max(PEAK_WINDOW_S, PEAK_WINDOW_SHARE * (to_s - from_s))
    points = round(window_s / PEAK_STEP_S) | 1
    half_s = 0.5 * window_s
    grid = np.arange(from_s - half_s, to_s + half_s + PEAK_STEP_S, PEAK_STEP_S)
    if grid.size < points:
        return None
    x = np.interp(grid, course.raw_t_s, course.raw_x_m)
    return float(np.convolve(x, _slope_of_cubic(points)[::-1], mode="valid").max()) / PEAK_STEP_S
