"""Families of point-to-point movements: how far along the way at which share of the time.

Each family is a function of ``tau`` (share of the movement's duration, clipped to 0…1) and its own
shape parameters; it returns the share of the way and its derivative by ``tau``.

- minimum jerk: Flash & Hogan, J. Neurosci. 5 (1985) 1688;
- raised cosine ("sine"): constant-frequency half swing;
- trapezoid: velocity ramps up, stays, ramps down (isokinetic machines, motion controllers);
- rounded: a trapezoid with rounded corners, limited in jerk (motion controllers, ramped winches);
- split: rise and fall of the velocity of different duration, each half of a symmetric family
  (Nagasaki, Exp. Brain Res. 74 (1989) 319: asymmetric velocity profiles);
- logistic: a sigmoid cut at its ends, which starts and stops with a small jolt;
- beta: velocity as ``tau**a * (1 - tau)**b``, which has free roundness at either end.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from device.reps.fitting.tuning import (
    BETA_LEAST,
    BETA_MOST,
    BETA_POINTS,
    BETA_START,
    CORNER_LEAST,
    CORNER_MOST,
    CORNER_START,
    LOGISTIC_LEAST,
    LOGISTIC_MOST,
    LOGISTIC_START,
    RAMP_LEAST,
    RAMP_MOST,
    RAMP_START,
    ROUNDED_RAMP_MOST,
    ROUNDED_RAMP_START,
    SPLIT_LEAST,
    SPLIT_MOST,
    SPLIT_START,
)

Array = NDArray[np.float64]
ShapeFunction = Callable[[Array, tuple[float, ...]], tuple[Array, Array]]

_GRID = np.linspace(0.0, 1.0, BETA_POINTS)


def _minimum_jerk(tau: Array, _: tuple[float, ...]) -> tuple[Array, Array]:
    square = tau * tau
    rest = 1.0 - tau
    return square * tau * (10.0 - 15.0 * tau + 6.0 * square), 30.0 * square * rest * rest


def _sine(tau: Array, _: tuple[float, ...]) -> tuple[Array, Array]:
    angle = np.pi * tau
    return 0.5 * (1.0 - np.cos(angle)), 0.5 * np.pi * np.sin(angle)


def _trapezoid(tau: Array, shape: tuple[float, ...]) -> tuple[Array, Array]:
    up, down = shape
    peak = 1.0 / (1.0 - 0.5 * (up + down))
    rest = 1.0 - tau
    velocity = peak * np.minimum(np.minimum(tau / up, rest / down), 1.0)
    way = np.where(
        tau < up,
        0.5 * peak * tau * tau / up,
        np.where(rest < down, 1.0 - 0.5 * peak * rest * rest / down, peak * (tau - 0.5 * up)),
    )
    return way, velocity


def _split(symmetric: ShapeFunction) -> ShapeFunction:
    """Rise takes the share ``shape[0]`` of the duration, fall the rest."""

    def split(tau: Array, shape: tuple[float, ...]) -> tuple[Array, Array]:
        rise = shape[0]
        rising = tau < rise
        half = np.where(rising, 0.5 * tau / rise, 1.0 - 0.5 * (1.0 - tau) / (1.0 - rise))
        way, velocity = symmetric(half, ())
        # Equal peak velocity from both sides: the rise covers the share ``rise`` of the way.
        way = np.where(rising, 2.0 * rise * way, 1.0 - 2.0 * (1.0 - rise) * (1.0 - way))
        return way, velocity

    return split


def _beta(tau: Array, shape: tuple[float, ...]) -> tuple[Array, Array]:
    a, b = shape
    grid_velocity = _GRID**a * (1.0 - _GRID) ** b
    total = np.concatenate(([0.0], np.cumsum(grid_velocity[1:] + grid_velocity[:-1])))
    way = np.interp(tau, _GRID, total / total[-1])
    velocity = tau**a * (1.0 - tau) ** b * (2.0 * (_GRID.size - 1) / total[-1])
    return way, velocity


def _rounded(tau: Array, shape: tuple[float, ...]) -> tuple[Array, Array]:
    """A trapezoid averaged over ``corner``: each of its four corners becomes a parabola."""
    up, down, corner = shape
    half = 0.5 * corner
    bends = np.array((half, half + up, 1.0 - half - down, 1.0 - half))[:, np.newaxis]
    turns = np.array((1.0 / up, -1.0 / up, -1.0 / down, 1.0 / down))
    before = np.maximum(tau - bends - half, 0.0)
    after = np.maximum(tau - bends + half, 0.0)
    before_2, after_2 = before * before, after * after
    scale = 1.0 / (corner * (1.0 - corner - 0.5 * (up + down)))
    way = turns @ (after_2 * after - before_2 * before) * (scale / 6.0)
    velocity = turns @ (after_2 - before_2) * (scale / 2.0)
    return way, velocity


def _logistic(tau: Array, shape: tuple[float, ...]) -> tuple[Array, Array]:
    steepness = shape[0]
    rising = 1.0 / (1.0 + np.exp(-steepness * (tau - 0.5)))
    first = 1.0 / (1.0 + np.exp(0.5 * steepness))
    scale = 1.0 / (1.0 - 2.0 * first)
    return (rising - first) * scale, steepness * scale * rising * (1.0 - rising)


@dataclass(frozen=True, slots=True)
class Shape:
    """One family: its function, where its shape parameters start, and their bounds."""

    name: str
    function: ShapeFunction
    start: tuple[float, ...] = ()
    lower: tuple[float, ...] = ()
    upper: tuple[float, ...] = ()


MINIMUM_JERK = Shape("minimum_jerk", _minimum_jerk)
SINE = Shape("sine", _sine)
SPLIT_MINIMUM_JERK = Shape(
    "split_minimum_jerk", _split(_minimum_jerk), (SPLIT_START,), (SPLIT_LEAST,), (SPLIT_MOST,)
)
SPLIT_SINE = Shape("split_sine", _split(_sine), (SPLIT_START,), (SPLIT_LEAST,), (SPLIT_MOST,))
TRAPEZOID = Shape(
    "trapezoid",
    _trapezoid,
    (RAMP_START, RAMP_START),
    (RAMP_LEAST, RAMP_LEAST),
    (RAMP_MOST, RAMP_MOST),
)
ROUNDED = Shape(
    "rounded",
    _rounded,
    (ROUNDED_RAMP_START, ROUNDED_RAMP_START, CORNER_START),
    (RAMP_LEAST, RAMP_LEAST, CORNER_LEAST),
    (ROUNDED_RAMP_MOST, ROUNDED_RAMP_MOST, CORNER_MOST),
)
LOGISTIC = Shape("logistic", _logistic, (LOGISTIC_START,), (LOGISTIC_LEAST,), (LOGISTIC_MOST,))
BETA = Shape(
    "beta", _beta, (BETA_START, BETA_START), (BETA_LEAST, BETA_LEAST), (BETA_MOST, BETA_MOST)
)


def polynomial(a: int, b: int) -> Shape:
    """Velocity ``tau**a * (1 - tau)**b`` with fixed exponents; (2, 2) is minimum jerk."""
    return Shape(f"polynomial_{a}_{b}", lambda tau, _: _beta(tau, (a, b)))


SIMPLE = (MINIMUM_JERK, SINE)
RICH = (TRAPEZOID, SPLIT_MINIMUM_JERK, SPLIT_SINE, LOGISTIC, BETA)
COSTLY = (ROUNDED,)  # tried where no other fits
