"""A plug that was out for a moment, known afterwards by what the count did."""

import numpy as np

from device.motion.arrays import Array
from device.reps.detection.tuning import (
    DEAD_COUNTS,
    DEAD_LOW_SHARE,
    DEAD_M_S,
    DEAD_S,
    DEAD_WINDOW_S,
    LEAP_M_S,
    SHIFT_FROZEN_S,
    SHIFT_LEAST_SHARE,
    SHIFT_MOST_SHARE,
)


def stops_dead(t_s: Array, x_m: Array, quantum_m: float) -> bool:
    """Whether a moving count stands from one reading to the next, or leaps from rest into motion.

    No hand does so: that takes 40 m/s² and more. Where the handle lands it may, so the lowest part
    of the way says nothing.

    Args:
        t_s: Times, shape (n,).
        x_m: Positions, shape (n,).
        quantum_m: One count.
    """
    if t_s.size < 2:
        return False
    changes = np.flatnonzero(np.diff(x_m) != 0.0)
    first = np.concatenate(([0], changes + 1))
    last = np.concatenate((changes, [x_m.size - 1]))
    long = t_s[last] - t_s[first] >= DEAD_S
    high = x_m[first] - x_m.min() > DEAD_LOW_SHARE * (x_m.max() - x_m.min())
    least_m = max(DEAD_COUNTS * quantum_m, DEAD_M_S * DEAD_WINDOW_S)
    before_m = np.interp(t_s[first] - DEAD_WINDOW_S, t_s, x_m)
    after_m = np.interp(t_s[last] + DEAD_WINDOW_S, t_s, x_m)
    stops = high & (np.abs(x_m[first] - before_m) > least_m)
    leaps = after_m - x_m[last] > least_m * LEAP_M_S / DEAD_M_S
    return bool((long & (stops | leaps)).any())


def stood_high(t_s: Array, x_m: Array, usual_m: float) -> tuple[float, float] | None:
    """When a count stood to the last bit at about the usual height, and went on up from there.

    Args:
        t_s: Times since the excursion's low point, shape (n,).
        x_m: Positions, shape (n,).
        usual_m: How far repetitions go.

    Returns:
        From and until when; ``None`` where it did not.
    """
    changes = np.flatnonzero(np.diff(x_m) != 0.0) + 1
    if changes.size < 2:
        return None
    stands_s = np.diff(t_s[changes])
    height_m = x_m[changes[:-1]] - x_m[0]
    usual = (height_m > SHIFT_LEAST_SHARE * usual_m) & (height_m < SHIFT_MOST_SHARE * usual_m)
    places = np.flatnonzero((stands_s >= SHIFT_FROZEN_S) & usual)
    if not places.size:
        return None
    return float(t_s[changes[places[0]]]), float(t_s[changes[places[0] + 1]])


def lost_a_return(t_s: Array, x_m: Array, home_m: float, start_m: float, usual_m: float) -> bool:
    """Whether a repetition begins where the one before it turned, and the count stood there.

    Args:
        t_s: Times since the repetition before, shape (n,).
        x_m: Positions, shape (n,).
        home_m: Where the one before it ended.
        start_m: Where this one begins.
        usual_m: How far they go.
    """
    shift_m = start_m - home_m
    if not SHIFT_LEAST_SHARE * usual_m < shift_m < SHIFT_MOST_SHARE * usual_m or t_s.size < 2:
        return False
    changes = np.concatenate(([0], np.flatnonzero(np.diff(x_m) != 0.0) + 1, [x_m.size - 1]))
    stands_s = np.diff(t_s[changes])
    high = x_m[changes[:-1]] - home_m > SHIFT_LEAST_SHARE * usual_m
    return bool((stands_s[high] >= SHIFT_FROZEN_S).any())
