"""What the options say of the machine."""

import math

from device.calibration.nominal import COUNTS_PER_LINE
from device.calibration.profile import MachineProfile
from device.config import Config


def machine_profile(config: Config) -> MachineProfile:
    """What the options say of the machine; a calibration may say more."""
    return MachineProfile(
        name=config.machine_name or MachineProfile().name,
        pulley_ratio=config.pulley_ratio,
        load_cell_capacity_kg=config.load_cell_kg,
        wheel_diameter_m=config.wheel_circumference_mm / 1000 / math.pi,
        counts_per_turn=config.encoder_lines * COUNTS_PER_LINE,
    )
