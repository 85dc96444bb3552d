"""The ringing of an elastic cable after the handle has stopped or the stack has landed."""

from typing import Final, NamedTuple

import numpy as np

from device.sensors.simulated.profile import Floats, HandleState

_ONSET_S: Final = 0.02
"""A bounce grows over this time, so that neither position nor velocity leaps."""

_OVER: Final = 6.0
"""Times of decay after which nothing is left of it."""


class Bounce(NamedTuple):
    """A decaying oscillation of the handle, which begins as the motion before it stops.

    Attributes:
        start_s: When.
        amplitude_m: Of its first swing, nearly; negative where that goes down.
        frequency_hz: Of its swings.
        damping: Share of critical damping.
    """

    start_s: float
    amplitude_m: float
    frequency_hz: float
    damping: float

    def add_to(self, state: HandleState, t_s: Floats) -> None:
        """Lay it over a motion at ascending times."""
        omega = 2.0 * np.pi * self.frequency_hz
        ringing = complex(-self.damping * omega, omega)
        growing = ringing - 1.0 / _ONSET_S
        until_s = self.start_s + _OVER / (self.damping * omega)
        first, after = np.searchsorted(t_s, (self.start_s, until_s))
        since_s = t_s[first:after] - self.start_s
        ring, onset = np.exp(ringing * since_s), np.exp(growing * since_s)
        for order, values in enumerate(state):
            swing = (ringing**order * ring - growing**order * onset).imag
            values[first:after] += self.amplitude_m * swing
