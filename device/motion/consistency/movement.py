"""What a finished movement told of its load."""

from typing import NamedTuple


class Fit(NamedTuple):
    """``F = W + m·a + c·tanh(v / 3 cm/s)``, by least squares over the lifted part of a movement.

    Attributes:
        weight_n: W, what the load pulls while it hangs still.
        mass_kg: m, what force goes with an acceleration.
        friction_n: c, what force goes with the direction; above 0 on every real machine.
        residual_n: Standard deviation of what is left.
        force_sd_n: Standard deviation of the smoothed force.
        acceleration_m_s2: Standard deviation of the acceleration: how much there was to follow.
        median_n: Median of the force.
        mass_sd_kg: Uncertainty of m; residuals of a tenth of a second hang together.
        low_m: Lowest position of the movement.
        travel_m: Its highest above that.
    """

    weight_n: float
    mass_kg: float
    friction_n: float
    residual_n: float
    force_sd_n: float
    acceleration_m_s2: float
    median_n: float
    mass_sd_kg: float
    low_m: float
    travel_m: float
