"""What a person adds to a path by being alive: sway, and the bounce of a cable after a stop."""

from typing import Final

import numpy as np

from device.sensors.simulated.profile import Floats
from tests.tools.accuracy.strokes.path import STEP_S, Marks

CORRELATION_S: Final = 0.1
_SMOOTH_S: Final = 0.03
"""A hand has mass: its sway has no corners. Averaged over this time, then scaled again."""


def sway_m(points: int, sd_m: float, rng: np.random.Generator) -> Floats:
    """Sway with a standard deviation of ``sd_m``, correlated over 0.1 s.

    An Ornstein–Uhlenbeck process at a hundred points a second, interpolated and smoothed.
    """
    if sd_m <= 0.0:
        return np.zeros(points)
    coarse_s = 0.01
    count = int(points * STEP_S / coarse_s) + 3
    keep = np.exp(-coarse_s / CORRELATION_S)
    kicks = rng.normal(0.0, np.sqrt(1.0 - keep**2), count)
    coarse, value = np.empty(count), rng.normal()
    for place in range(count):
        value = keep * value + kicks[place]
        coarse[place] = value
    t = np.arange(points) * STEP_S
    fine = np.interp(t, np.arange(count) * coarse_s, coarse)
    width = round(_SMOOTH_S / STEP_S) | 1
    smooth = np.convolve(np.pad(fine, width // 2, mode="edge"), np.full(width, 1 / width), "valid")
    scaled: Floats = smooth * (sd_m / max(float(smooth.std()), 1e-9))
    return scaled


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
