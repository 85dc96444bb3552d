"""The unrest of a standing body: a wander that nobody means and every sensor sees.

Two parts with random phases: a slow sway below 0.8 Hz, and a quicker unrest whose values are
related over about 0.1 s. Both are smooth, so that velocity and acceleration exist and the force
that they take can be told.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from device.sensors.simulated.profile import Floats, HandleState

_Spectrum = NDArray[np.complex128]

_STEP_S: Final = 0.0025
"""Spacing at which unrest is kept: at 12 Hz, straight lines between are within half a percent."""

_BLOCK: Final = 4096
"""Steps are made in multiples of so many: other lengths transform slowly."""

_SLOW_HZ: Final = (0.15, 0.8)
"""Where sway of the whole body lies in standing people."""

_QUICK_S: Final = 0.045
"""Three lags of so long in a row: neighbours 0.1 s apart are related by a half."""

_LIMIT_HZ: Final = 12.0
"""The hand's own tremor ends here."""


class Unrest(NamedTuple):
    """A motion laid over the moves, in even steps from 0 s on."""

    step_s: float
    state: HandleState

    def at(self, t_s: Floats) -> HandleState:
        """Its position, velocity and acceleration at these times."""
        grid_s = np.arange(len(self.state.x_m)) * self.step_s
        return HandleState(*(np.interp(t_s, grid_s, values) for values in self.state))


def sway(duration_s: float, slow_m: float, quick_m: float, rng: np.random.Generator) -> Unrest:
    """Draw the unrest of one set.

    Args:
        duration_s: Of the set.
        slow_m: Root mean square of the slow sway.
        quick_m: Of the quicker unrest.
        rng: What phases and sizes are drawn from.
    """
    count = _BLOCK * (1 + int(duration_s / _STEP_S) // _BLOCK)
    hz = np.fft.rfftfreq(count, _STEP_S)
    lag = 2.0 * np.pi * hz * _QUICK_S
    slow = ((hz >= _SLOW_HZ[0]) & (hz <= _SLOW_HZ[1])).astype(np.float64)
    quick = np.where((hz > 0.0) & (hz <= _LIMIT_HZ), (1.0 + lag**2) ** -1.5, 0.0)
    noise = rng.normal(size=(2, len(hz))) + 1j * rng.normal(size=(2, len(hz)))
    spectrum = _scaled(slow * noise[0], slow_m, count) + _scaled(quick * noise[1], quick_m, count)
    turn = 2j * np.pi * hz
    state = HandleState(*(np.fft.irfft(spectrum * turn**order, count) for order in range(3)))
    return Unrest(_STEP_S, state)


def _scaled(spectrum: _Spectrum, rms: float, count: int) -> _Spectrum:
    """The spectrum of a motion of that root mean square."""
    power = float(np.sum(np.abs(spectrum) ** 2)) * 2.0 / count**2
    return spectrum * (rms / np.sqrt(power)) if power > 0.0 else spectrum


def of_position(x_m: Floats) -> Unrest:
    """A motion of which only the position is known, in the steps of ``grid_s``."""
    v_m_s = _slope(x_m)
    return Unrest(_STEP_S, HandleState(x_m, v_m_s, _slope(v_m_s)))


def _slope(values: Floats) -> Floats:
    return np.asarray(np.gradient(values, _STEP_S), dtype=np.float64)


def grid_s(duration_s: float) -> Floats:
    """The times that an unrest is kept at."""
    return np.asarray(np.arange(int(np.ceil(duration_s / _STEP_S)) + 2) * _STEP_S, np.float64)
