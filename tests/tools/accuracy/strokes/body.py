"""What a person adds to a path by being alive: sway, and the bounce of a cable after a stop."""

from typing import Final

import numpy as np

from device.sensors.simulated.profile import Floats
from tests.tools.accuracy.strokes.path import STEP_S, Marks

SMOOTH_S: Final = 0.1
"""A body has mass: white noise smoothed with a Gaussian window of this width. Its correlation is
``exp(−(Δt/0.2 s)²)``, and 1 mm of it moves at 7 mm/s; one with corners would move at 20 mm/s and
more, which no standing person's hand does."""

_COARSE_S: Final = 0.01


def sway_m(points: int, sd_m: float, rng: np.random.Generator) -> Floats:
    """Sway with a standard deviation of ``sd_m``, correlated over a tenth of a second."""
    count = int(points * STEP_S / _COARSE_S) + 3
    half = round(4.0 * SMOOTH_S / _COARSE_S)
    window = np.exp(-0.5 * (np.arange(-half, half + 1) * _COARSE_S / SMOOTH_S) ** 2)
    window /= np.sqrt(np.sum(window**2))
    coarse = sd_m * np.convolve(rng.normal(size=count + 2 * half), window, "valid")
    sway: Floats = np.interp(np.arange(points) * STEP_S, np.arange(count) * _COARSE_S, coarse)
    return sway


def slow_sway_m(points: int, amplitude_m: float, rng: np.random.Generator) -> Floats:
    """The body's slow sway: three sinusoids of 0.1 to 0.5 Hz, each up to ``amplitude_m``."""
    t = np.arange(points) * STEP_S
    total = np.zeros(points)
    for _ in range(3):
        size, hertz, phase = rng.uniform(0.0, amplitude_m), rng.uniform(0.1, 0.5), rng.uniform(0, 6)
        total += size * np.sin(2.0 * np.pi * hertz * t + phase)
    return total


def bounce_m(
    points: int, reps: list[Marks], amplitude_m: tuple[float, float], rng: np.random.Generator
) -> Floats:
    """A decaying bounce of 5 to 9 Hz from each top on, as of a taut cable stopped at once."""
    total = np.zeros(points)
    if amplitude_m[1] <= 0.0:
        return total
    for marks in reps:
        size, hertz = rng.uniform(*amplitude_m), rng.uniform(5.0, 9.0)
        damping = rng.uniform(0.05, 0.2)
        t = np.arange(points - marks.held) * STEP_S
        omega = 2.0 * np.pi * hertz
        total[marks.held :] += size * np.exp(-damping * omega * t) * np.sin(omega * t)
    return total
