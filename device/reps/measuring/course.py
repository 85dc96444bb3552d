"""The course of one excursion on an even grid, with what was not measured left out."""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from device.motion.arrays import Array, Mask
from device.reps.measuring.tuning import (
    BEND_OF,
    CROSSING_WINDOW_S,
    GAP_S,
    GRID_S,
    LEAST_NOISE_M,
    LEAST_SPAN_S,
    SLOW_WINDOW_S,
    SPREAD_WINDOW_S,
    UNIFORM_VARIANCE,
    VELOCITY_WINDOW_S,
)

_BEND = (CROSSING_WINDOW_S / (0.5 * VELOCITY_WINDOW_S)) ** 2 / BEND_OF
"""The same in units of the second difference over half of the velocity's window."""


@dataclass(frozen=True, slots=True)
class Course:
    """Position and velocity every 10 ms, smoothed without delay.

    Attributes:
        t_s: Times, shape (n,).
        x_m: Mean position over 50 ms around each time, shape (n,).
        v_m_s: Velocity over 80 ms around each time, shape (n,).
        slow_m_s: Velocity over 140 ms, in which tremor cancels, shape (n,).
        apart_s: How far the samples on either side of each time are apart, shape (n,).
        raw_t_s: The samples' own times, shape (m,).
        raw_x_m: The samples' own positions, shape (m,).
        quantum_m: One encoder count.
    """

    t_s: Array
    x_m: Array
    v_m_s: Array
    slow_m_s: Array
    apart_s: Array
    raw_t_s: Array
    raw_x_m: Array
    quantum_m: float

    @property
    def seen(self) -> Mask:
        """Whether the samples on either side are no farther apart than 60 ms, shape (n,)."""
        return np.less_equal(self.apart_s, GAP_S)

    def index(self, t_s: float) -> int:
        """The grid point nearest to a time, within the course."""
        return int(np.clip(round((t_s - self.t_s[0]) / GRID_S), 0, self.t_s.size - 1))

    def spread_m(self, first: int, last: int) -> float:
        """How far the handle strays from its own place between two grid points.

        Root mean square about a line, at least what counting and tremor leave.
        """
        return self.spread_of_m(self.x_m[first : last + 1])

    def spread_of_m(self, x: Array) -> float:
        """The same of positions that follow each other, shape (k,)."""
        floor_m = max(LEAST_NOISE_M, self.quantum_m / sqrt(UNIFORM_VARIANCE))
        if x.size < SPREAD_WINDOW_S / GRID_S:
            return floor_m
        t = np.arange(x.size) - 0.5 * (x.size - 1)
        off = x - x.mean()
        off -= t * (float(t @ off) / float(t @ t))
        return max(floor_m, sqrt(float(off @ off) / x.size))


def make_course(t_s: Array, x_m: Array, quantum_m: float) -> Course:
    """Put irregular samples on the grid; equal stamps are averaged.

    A mean over a window is the difference of the integral of the linearly interpolated position,
    which is right for any spacing of the samples.
    """
    t, first = np.unique(t_s, return_index=True)
    x = x_m
    if t.size < t_s.size:
        x = np.add.reduceat(x_m, first) / np.diff(np.append(first, t_s.size))
    integral = np.concatenate(([0.0], np.cumsum(0.5 * (x[1:] + x[:-1]) * np.diff(t))))
    grid = t[0] + GRID_S * np.arange(int((t[-1] - t[0]) / GRID_S) + 1)

    def mean(at: Array) -> Array:
        low = np.clip(at - 0.5 * CROSSING_WINDOW_S, t[0], t[-1] - LEAST_SPAN_S)
        high = np.clip(at + 0.5 * CROSSING_WINDOW_S, low + LEAST_SPAN_S, t[-1])
        return (_integral(high, t, x, integral) - _integral(low, t, x, integral)) / (high - low)

    def around(half_s: float) -> tuple[Array, Array, Array]:
        ahead, behind = np.minimum(grid + half_s, t[-1]), np.maximum(grid - half_s, t[0])
        after, before = mean(ahead), mean(behind)
        return before, after, (after - before) / np.maximum(ahead - behind, GRID_S)

    x_mean = mean(grid)
    before, after, velocity = around(0.5 * VELOCITY_WINDOW_S)
    # A mean over a bend lies inside it, by a known part of the bend.
    x_mean -= _BEND * (before - 2.0 * x_mean + after)
    _, _, slow = around(0.5 * SLOW_WINDOW_S)
    return Course(grid, x_mean, velocity, slow, _apart(grid, t), t, x, quantum_m)


def _apart(grid: Array, t: Array) -> Array:
    after = np.clip(np.searchsorted(t, grid, side="right"), 1, t.size - 1)
    apart: Array = np.diff(t)[after - 1]
    return apart


def _integral(at: Array, t: Array, x: Array, integral: Array) -> Array:
    """Integral of the interpolated position from the first sample to ``at``."""
    k = np.clip(np.searchsorted(t, at, side="right") - 1, 0, t.size - 2)
    dt = at - t[k]
    slope = (x[k + 1] - x[k]) / (t[k + 1] - t[k])
    return integral[k] + dt * (x[k] + 0.5 * slope * dt)
