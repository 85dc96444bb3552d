"""What a cable does between a hand and the wheel: it stretches, or hangs slack under a stack
that was thrown.
"""

from typing import Final, NamedTuple

import numpy as np

from device.sensors.simulated.machine import GRAVITY_M_S2
from device.sensors.simulated.profile import Floats, HandleState
from tests.tools.accuracy.strokes.path import STEP_S

_SMOOTH_S: Final = 0.012
"""Before differentiating twice: below what a load cell of 80 conversions per second can follow."""


class Stretch(NamedTuple):
    """A cable as a spring with the stack on it: its own frequency, and the share of critical
    damping.
    """

    hertz: float
    damping: float


class Seen(NamedTuple):
    """The cable at the wheel, and where it hangs slack."""

    x_m: Floats
    slack: np.ndarray[tuple[int], np.dtype[np.bool_]]


def stretched(hand_m: Floats, stretch: Stretch) -> Seen:
    """The stack behind a spring: ``y'' = ω²(x − y) + 2ζω(x' − y')``, stepped half-implicitly."""
    omega = 2.0 * np.pi * stretch.hertz
    pull, drag = omega**2, 2.0 * stretch.damping * omega
    speed = np.gradient(hand_m, STEP_S)
    y, v = float(hand_m[0]), 0.0
    seen = np.empty_like(hand_m)
    for place, (x, way) in enumerate(zip(hand_m.tolist(), speed.tolist(), strict=True)):
        v += STEP_S * (pull * (x - y) + drag * (way - v))
        y += STEP_S * v
        seen[place] = y
    return Seen(seen, np.zeros(len(seen), dtype=np.bool_))


def thrown(hand_m: Floats) -> Seen:
    """A stack that flies on where the hand brakes harder than gravity does, and takes the cable
    along; it comes down on the taut cable without a rebound.
    """
    speed, brake = (part.tolist() for part in handle_state(hand_m)[1:])
    seen, slack = hand_m.copy(), np.zeros(len(hand_m), dtype=np.bool_)
    flies, y, v = False, 0.0, 0.0
    for place, x in enumerate(hand_m.tolist()):
        if not flies and brake[place] < -GRAVITY_M_S2:
            flies, y, v = True, x, speed[place]
        if flies:
            v -= GRAVITY_M_S2 * STEP_S
            y += v * STEP_S
            flies = y > x
        seen[place], slack[place] = (y, True) if flies else (x, False)
    return Seen(seen, slack)


def handle_state(x_m: Floats) -> HandleState:
    """Position with its first two derivatives, smoothed as little as they need."""
    width = round(_SMOOTH_S / STEP_S) | 1
    kernel = np.full(width, 1.0 / width)
    padded = np.pad(x_m, width - 1, mode="edge")
    smooth = np.convolve(np.convolve(padded, kernel, "valid"), kernel, "valid")
    v = np.gradient(smooth, STEP_S)
    return HandleState(x_m, v, np.gradient(v, STEP_S))
