"""The cable machine: what force the handle's motion takes."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from device.sensors.simulated.profile import Floats, HandleState

GRAVITY_M_S2: Final = 9.80665
_STICTION_M_S: Final = 0.01
"""Below this speed friction fades out instead of changing sign at once."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A weight stack on a cable.

    Attributes:
        stack_kg: Mass lifted.
        ratio: Travel of the stack per travel of the handle: 1, or 0.5 behind a moving pulley.
        friction: Loss of guides and pulleys, as a share of the stack's weight.
        tension_n: Force at the handle while the stack still rests: the "mild tension".
        give_n_per_m: Stiffness of cable and strap: how fast the force rises to the stack's
            weight once the handle leaves where the stack rests.
        lift_off_m: Handle position where the force begins to rise.
        slack_n_per_m: How fast the tension of the resting stack's cable fades below there.
    """

    stack_kg: float = 20.0
    ratio: float = 1.0
    friction: float = 0.05
    tension_n: float = 15.0
    give_n_per_m: float = 15_000.0
    lift_off_m: float = 0.0
    slack_n_per_m: float = 0.0

    @property
    def weight_n(self) -> float:
        """The load's own weight at the handle."""
        return self.ratio * self.stack_kg * GRAVITY_M_S2

    @property
    def inertia_kg(self) -> float:
        """Mass of the stack as the handle feels it."""
        return self.stack_kg * self.ratio**2

    @property
    def fall_m_s2(self) -> float:
        """How hard the handle can brake before the stack, still rising, no longer follows it."""
        return GRAVITY_M_S2 * (1.0 + self.friction) / self.ratio

    def force_n(self, handle: HandleState) -> Floats:
        """Force at the handle.

        ``F = λ·r·m·(g + r·a + μ·g·sign(v)) + (1 − λ)·F₀``, never below 0 (a cable cannot push),
        where λ goes from 0 to 1 while the cable takes up its give.
        """
        weight_n = self.weight_n
        give_m = (weight_n - self.tension_n) / self.give_n_per_m
        lifted = np.clip((handle.x_m - self.lift_off_m) / give_m, 0.0, 1.0)
        direction = np.tanh(handle.v_m_s / _STICTION_M_S)
        pull = self.stack_kg * self.ratio
        inertia = pull * self.ratio * handle.a_m_s2
        force = lifted * (weight_n * (1.0 + self.friction * direction) + inertia)
        below_m = np.minimum(handle.x_m - self.lift_off_m, 0.0)
        tension = np.maximum(self.tension_n + self.slack_n_per_m * below_m, 0.0)
        return np.maximum(force + (1.0 - lifted) * tension, 0.0)
