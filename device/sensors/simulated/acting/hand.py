"""The trainee's hand: what it writes into, in which style, and what it draws from."""

from dataclasses import dataclass

import numpy as np

from device.sensors.simulated.script import Script
from device.sensors.simulated.style import Span, Style


@dataclass(slots=True)
class Hand:
    """What every movement needs to know.

    Attributes:
        script: Where it is written down.
        style: How this set is done.
        rng: What is left open is drawn from this.
        home_m: Where pulls begin at present.
    """

    script: Script
    style: Style
    rng: np.random.Generator
    home_m: float = 0.0

    def draw(self, span: Span) -> float:
        """A value of a span."""
        return float(self.rng.uniform(*span))

    def profile(self) -> str:
        """The profile of the next move."""
        return str(self.rng.choice(self.style.profiles))

    def wave(self, low_hz: float, high_hz: float) -> tuple[float, float]:
        """A frequency and a phase."""
        return self.draw((low_hz, high_hz)), self.draw((0.0, 2 * np.pi))
