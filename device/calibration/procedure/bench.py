"""What the measuring steps look at."""

from dataclasses import dataclass

from device.calibration.factors import Factors
from device.calibration.procedure.pull import Pull
from device.calibration.profile import MachineProfile
from device.calibration.recent import RecentReadings


@dataclass(slots=True)
class Bench:
    """What a step may look at.

    Attributes:
        recent: The latest readings.
        previous: The factors in use, for what a step keeps.
        profile: The machine.
        pull: The pull since the start was marked, or ``None``.
    """

    recent: RecentReadings
    previous: Factors
    profile: MachineProfile
    pull: Pull | None = None
