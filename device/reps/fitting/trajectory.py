"""The course of one repetition on an even grid, and its strokes of motion."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from device.reps.fitting.shapes import Array
from device.reps.fitting.tuning import (
    DIP,
    DIP_MARGIN,
    GRID_S,
    HELD_M_S,
    LEAST_HELD,
    LEAST_NOISE_M,
    LEAST_SPAN_S,
    MAD_OF_NORMAL,
    POSITION_WINDOW_S,
    UNIFORM_VARIANCE,
    VELOCITY_STEP_M_S,
    VELOCITY_WINDOW_S,
    WIDEST_WINDOW_S,
)


@dataclass(frozen=True, slots=True)
class Trajectory:
    """Position and velocity every 10 ms, smoothed without delay.

    Attributes:
        t_s: Times, shape (n,).
        x_m: Mean position over 30 ms around each time, shape (n,).
        v_m_s: Mean velocity over 100 ms around each time, in which tremor cancels, shape (n,).
        raw_t_s: The samples' own times, shape (m,).
        raw_x_m: The samples' own positions, shape (m,).
        quantum_m: One encoder count.
        noise_m: Standard deviation of the samples about the course, at least that of counting.
    """

    t_s: Array
    x_m: Array
    v_m_s: Array
    raw_t_s: Array
    raw_x_m: Array
    quantum_m: float
    noise_m: float


@dataclass(frozen=True, slots=True)
class Stroke:
    """A stretch of one-way motion, as indices into the grid; ``last`` is included.

    ``opens`` and ``closes`` say whether the motion begins and ends there, rather than being cut
    from its neighbour at a dip of the velocity.
    """

    first: int
    last: int
    opens: bool
    closes: bool


def make_trajectory(t_s: Array, x_m: Array, quantum_m: float) -> Trajectory:
    """Put irregular samples on the grid; equal stamps are averaged, gaps bridged by a line.

    A mean over a window is the difference of the integral of the linearly interpolated position,
    which is right for any spacing of the samples.
    """
    t, first = np.unique(t_s, return_index=True)
    if t.size < t_s.size:
        counts = np.diff(np.append(first, t_s.size))
        x = np.add.reduceat(x_m, first) / counts
    else:
        x = x_m
    integral = np.concatenate(([0.0], np.cumsum(0.5 * (x[1:] + x[:-1]) * np.diff(t))))
    grid = np.arange(t[0], t[-1], GRID_S)
    position = _window_mean(grid, t, x, integral, POSITION_WINDOW_S)
    half = 0.5 * max(VELOCITY_WINDOW_S, min(quantum_m / VELOCITY_STEP_M_S, WIDEST_WINDOW_S))
    ahead = _window_mean(np.minimum(grid + half, t[-1]), t, x, integral, POSITION_WINDOW_S)
    behind = _window_mean(np.maximum(grid - half, t[0]), t, x, integral, POSITION_WINDOW_S)
    span = np.minimum(grid + half, t[-1]) - np.maximum(grid - half, t[0])
    velocity = (ahead - behind) / np.maximum(span, GRID_S)
    noise_m = max(
        _spread(t, x, integral, grid, velocity), quantum_m / sqrt(UNIFORM_VARIANCE), LEAST_NOISE_M
    )
    return Trajectory(grid, position, velocity, t, x, quantum_m, noise_m)


def _spread(t: Array, x: Array, integral: Array, grid: Array, velocity: Array) -> float:
    """Standard deviation of the handle while it is held: of tremor, mostly; from the median."""
    deviation = np.abs(x - _window_mean(t, t, x, integral, VELOCITY_WINDOW_S))
    slow = np.abs(np.interp(t, grid, velocity)) < HELD_M_S
    if slow.sum() < LEAST_HELD:
        return 0.0
    return float(np.median(deviation[slow])) / MAD_OF_NORMAL


def _window_mean(at: Array, t: Array, x: Array, integral: Array, window_s: float) -> Array:
    low = np.clip(at - 0.5 * window_s, t[0], t[-1] - LEAST_SPAN_S)
    high = np.clip(at + 0.5 * window_s, low + LEAST_SPAN_S, t[-1])
    return (_integral_at(high, t, x, integral) - _integral_at(low, t, x, integral)) / (high - low)


def _integral_at(at: Array, t: Array, x: Array, integral: Array) -> Array:
    """Integral of the interpolated position from the first sample to ``at``."""
    k = np.clip(np.searchsorted(t, at, side="right") - 1, 0, t.size - 2)
    dt = at - t[k]
    slope = (x[k + 1] - x[k]) / (t[k + 1] - t[k])
    return integral[k] + dt * (x[k] + 0.5 * slope * dt)


def strokes(v_m_s: Array, first: int, last: int, least_m_s: float) -> list[Stroke]:
    """Stretches between two indices where the velocity exceeds a least one.

    A stretch with two humps is cut at the dip between them where the dip is below half of the
    lower hump: two movements follow each other there without a stop.
    """
    fast = v_m_s[first : last + 1] > least_m_s
    edges = np.flatnonzero(np.diff(np.concatenate(([0], fast.view(np.int8), [0]))))
    found: list[Stroke] = []
    for begin, end in zip(edges[::2], edges[1::2], strict=True):
        found.extend(_cut_at_dips(v_m_s, first + int(begin), first + int(end) - 1))
    return found


def _cut_at_dips(v_m_s: Array, first: int, last: int) -> list[Stroke]:
    v = v_m_s[first : last + 1]
    cut = _deepest_dip(v)
    if cut is None:
        return [Stroke(first, last, opens=True, closes=True)]
    left = _cut_at_dips(v_m_s, first, first + cut)
    right = _cut_at_dips(v_m_s, first + cut, last)
    left[-1] = Stroke(left[-1].first, left[-1].last, left[-1].opens, closes=False)
    right[0] = Stroke(right[0].first, right[0].last, opens=False, closes=right[0].closes)
    return left + right


def _deepest_dip(v: Array) -> int | None:
    """Index of the deepest dip between two humps, if it is below half of the lower hump."""
    if v.size <= 2 * DIP_MARGIN:
        return None
    hump_left = np.maximum.accumulate(v)
    hump_right = np.maximum.accumulate(v[::-1])[::-1]
    share = v / np.minimum(hump_left, hump_right)
    dip = int(np.argmin(share))
    return dip if share[dip] < DIP and DIP_MARGIN <= dip < v.size - DIP_MARGIN else None
