"""Point-to-point movements in closed form, for tests that must know the truth.

Each shape gives the share of the way, and the velocity in ways per duration, at shares of the
movement's duration: minimum jerk (Flash & Hogan, J. Neurosci. 5 (1985) 1688), half a swing of a
sine, and a trapezoid of the velocity (isokinetic machines).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Shape:
    """A family of movements; ``function(tau, parameters)`` gives way and velocity."""

    function: Callable[[Array, tuple[float, ...]], tuple[Array, Array]]


def _minimum_jerk(tau: Array, _: tuple[float, ...]) -> tuple[Array, Array]:
    way = tau**3 * (10.0 - 15.0 * tau + 6.0 * tau**2)
    return way, 30.0 * tau**2 * (1.0 - tau) ** 2


def _sine(tau: Array, _: tuple[float, ...]) -> tuple[Array, Array]:
    return 0.5 * (1.0 - np.cos(np.pi * tau)), 0.5 * np.pi * np.sin(np.pi * tau)


def _trapezoid(tau: Array, shape: tuple[float, ...]) -> tuple[Array, Array]:
    up, down = shape
    peak = 1.0 / (1.0 - 0.5 * (up + down))
    velocity = peak * np.minimum(np.minimum(tau / up, (1.0 - tau) / down), 1.0)
    ways = (
        0.5 * peak * tau**2 / up,
        1.0 - 0.5 * peak * (1.0 - tau) ** 2 / down,
        peak * (tau - 0.5 * up),
    )
    return np.select((tau < up, 1.0 - tau < down), ways[:2], ways[2]), velocity


MINIMUM_JERK = Shape(_minimum_jerk)
SINE = Shape(_sine)
TRAPEZOID = Shape(_trapezoid)
