"""When one piece of motion began and ended."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from device.reps.fitting.movement_fit import Drift, MovementFit, fit_movement
from device.reps.fitting.shapes import Array
from device.reps.fitting.trajectory import Stroke, Trajectory
from device.reps.fitting.tuning import (
    CLEARLY,
    EDGE_SLACK,
    EDGE_SLACK_S,
    FIT_POINTS,
    GOOD_FIT,
    GOOD_FIT_M,
    LEAST_POINTS,
    MISS_COUNTS,
    MISS_M,
    MOVING_OUT_LEAST_M_S,
    MOVING_OUT_MOST_M_S,
    MOVING_OUT_SHARE,
    NEAR_SHARE,
    QUANTUM_FLOOR,
    TREMOR_S,
)

MOVING_OUT = (MOVING_OUT_SHARE, MOVING_OUT_LEAST_M_S, MOVING_OUT_MOST_M_S)
"""What counts as motion: a share of the fastest velocity, and its bounds in m/s."""


@dataclass(frozen=True, slots=True)
class Edges:
    """Onset and end of one piece of motion, with the levels it runs between.

    ``fit`` is that of the whole piece, or ``None`` where none was credible and the times are those
    at which the velocity passed its limit.
    """

    onset_s: float
    end_s: float
    level_m: float
    final_m: float
    fit: MovementFit | None


@dataclass(frozen=True, slots=True)
class _Window:
    """The samples about a piece, turned so that the motion goes up.

    Attributes:
        t_s: Times, shape (n,).
        x_m: Positions, shape (n,).
        from_s: First guess of the onset.
        to_s: First guess of the end.
        noise_m: The floor of any residual.
    """

    t_s: Array
    x_m: Array
    from_s: float
    to_s: float
    noise_m: float

    def fit(self, drift: Drift) -> MovementFit | None:
        return fit_movement(self.t_s, self.x_m, self.from_s, self.to_s, self.noise_m, drift=drift)


def find_edges(
    course: Trajectory,
    piece: Stroke,
    sign: int,
    *,
    drift: Drift = Drift.NONE,
    not_before_s: float = -np.inf,
) -> Edges:
    """Onset and end of a piece: by fit where a fit is credible, else by threshold.

    Args:
        course: The repetition.
        piece: The piece of motion.
        sign: +1 for motion outward, -1 for motion back.
        drift: Where the position may creep.
        not_before_s: Earlier samples belong to something else.
    """
    t, x = course.t_s, course.x_m
    from_s, to_s = float(t[piece.first]), float(t[piece.last])
    slack = EDGE_SLACK * (to_s - from_s) + EDGE_SLACK_S
    low = max(from_s - slack if piece.opens else from_s, not_before_s)
    high = to_s + slack if piece.closes else to_s
    low, high = _one_way(course, piece, sign, low, high)
    window = _window(course, sign, (low, high), (from_s, to_s))
    fit = window.fit(drift) if window else None
    if window is None or fit is None or not _credible(fit, from_s, to_s, piece):
        return Edges(from_s, to_s, float(x[piece.first]), float(x[piece.last]), None)
    onset, end = fit.onset_s, fit.end_s
    if _misses_the_shape(window, fit, course.quantum_m):
        onset, end = _near_fits(course, sign, fit, (low, high), drift)
    return Edges(
        onset if piece.opens else from_s,
        end if piece.closes else to_s,
        sign * fit.level_m,
        sign * (fit.level_m + fit.amplitude_m),
        fit,
    )


def _misses_the_shape(window: _Window, fit: MovementFit, quantum_m: float) -> bool:
    """Whether the fit errs along the way by more than noise does, tremor averaged out."""
    inside = (window.t_s > fit.onset_s) & (window.t_s < fit.end_s)
    t = window.t_s[inside]
    if t.size < LEAST_POINTS:
        return False
    off = window.x_m[inside] - fit.level_m - fit.way(t)
    points = min(max(1, round(TREMOR_S * (t.size - 1) / float(t[-1] - t[0]))), t.size // 2)
    slow = np.convolve(off, np.full(points, 1.0 / points), mode="valid")
    rms_m = sqrt(float(slow @ slow) / slow.size)
    return rms_m > max(MISS_M, MISS_COUNTS * quantum_m)


def _near_fits(
    course: Trajectory, sign: int, whole: MovementFit, limits: tuple[float, float], drift: Drift
) -> tuple[float, float]:
    """Onset and end from the first and the last part of the way alone."""
    inside = (course.t_s >= limits[0]) & (course.t_s <= limits[1])
    t = course.t_s[inside]
    share = (sign * course.x_m[inside] - whole.level_m) / whole.amplitude_m
    begun, ending = t[share < NEAR_SHARE], t[share > 1.0 - NEAR_SHARE]
    guess = (whole.onset_s, whole.end_s)
    onset, end = guess
    if begun.size:
        near = _window(course, sign, (limits[0], float(begun[-1])), guess)
        before = drift if drift is Drift.BEFORE else Drift.NONE
        onset = _closer_fit(near, whole, before).onset_s
    if ending.size:
        near = _window(course, sign, (float(ending[0]), limits[1]), guess)
        after = drift if drift is Drift.AFTER else Drift.NONE
        end = _closer_fit(near, whole, after).end_s
    return onset, end


def _closer_fit(near: _Window | None, whole: MovementFit, drift: Drift) -> MovementFit:
    """The fit of a part of the way where it is clearly better there, else that of the whole."""
    fit = near.fit(drift) if near else None
    if near is None or fit is None or fit.amplitude_m <= 0:
        return whole
    off = near.x_m - whole.level_m - whole.way(near.t_s)
    rms_m = sqrt(float(off @ off) / off.size)
    begins = near.t_s[0] < whole.onset_s
    moved = abs(fit.onset_s - whole.onset_s) if begins else abs(fit.end_s - whole.end_s)
    far = moved > NEAR_SHARE * (whole.end_s - whole.onset_s)
    return whole if far or fit.rms_m > CLEARLY * rms_m else fit


def _window(
    course: Trajectory, sign: int, limits: tuple[float, float], guess: tuple[float, float]
) -> _Window | None:
    t, x, count = _binned(course, *limits)
    if t.size < LEAST_POINTS:
        return None
    per_bin = max(1.0, count / t.size)
    noise_m = max(course.noise_m / sqrt(per_bin), QUANTUM_FLOOR * course.quantum_m)
    return _Window(t, sign * x, *guess, noise_m)


def _one_way(
    course: Trajectory, piece: Stroke, sign: int, low: float, high: float
) -> tuple[float, float]:
    """Shrink the window so that it holds no motion the other way, beyond the slowest creep."""
    t, v = course.t_s, sign * course.v_m_s
    against = v < -MOVING_OUT_LEAST_M_S
    before = np.flatnonzero(against[: piece.first])
    after = np.flatnonzero(against[piece.last :])
    if before.size:
        low = max(low, float(t[before[-1]]))
    if after.size:
        high = min(high, float(t[piece.last + after[0]]))
    # Nor another movement the same way, before or after a pause.
    along = v > MOVING_OUT_MOST_M_S
    quiet_before = np.flatnonzero(~along[: piece.first + 1])
    if quiet_before.size:
        earlier = np.flatnonzero(along[: quiet_before[-1]])
        if earlier.size:
            low = max(low, float(t[earlier[-1]]))
    quiet_after = np.flatnonzero(~along[piece.last :])
    if quiet_after.size:
        later = np.flatnonzero(along[piece.last + quiet_after[0] :])
        if later.size:
            high = min(high, float(t[piece.last + quiet_after[0] + later[0]]))
    return low, high


def _binned(course: Trajectory, low: float, high: float) -> tuple[Array, Array, int]:
    """Samples of a window, averaged to at most ``FIT_POINTS`` points."""
    t, x = course.raw_t_s, course.raw_x_m
    i, j = np.searchsorted(t, (low, high))
    t, x = t[i:j], x[i:j]
    if t.size <= FIT_POINTS:
        return t, x, t.size
    bins = np.minimum(((t - t[0]) * (FIT_POINTS / (t[-1] - t[0]))).astype(np.intp), FIT_POINTS - 1)
    counts = np.bincount(bins, minlength=FIT_POINTS)
    full = counts > 0
    return (
        np.bincount(bins, t, FIT_POINTS)[full] / counts[full],
        np.bincount(bins, x, FIT_POINTS)[full] / counts[full],
        t.size,
    )


def _credible(fit: MovementFit, rough_on: float, rough_end: float, piece: Stroke) -> bool:
    slack = EDGE_SLACK * (rough_end - rough_on) + EDGE_SLACK_S
    onset_ok = not piece.opens or abs(fit.onset_s - rough_on) < slack
    end_ok = not piece.closes or abs(fit.end_s - rough_end) < slack
    return (
        onset_ok
        and end_ok
        and fit.amplitude_m > 0
        and (fit.rms_m < max(GOOD_FIT * fit.amplitude_m, GOOD_FIT_M))
    )
