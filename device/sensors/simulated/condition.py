"""The named situations that the product must cope with."""

from typing import Final

from device.sensors.simulated.tables.ordinary import ORDINARY
from device.sensors.simulated.tables.people import PEOPLE_TABLE
from device.sensors.simulated.tables.situation import Condition, Setup

__all__ = ["CONDITIONS", "PEOPLE", "Condition", "Setup"]

CONDITIONS: Final[dict[str, Condition]] = {
    condition.name: condition for condition in (*ORDINARY, *PEOPLE_TABLE)
}
"""By name."""

PEOPLE: Final = tuple(condition.name for condition in PEOPLE_TABLE)
"""Names of those with a trainee who is not a statue."""
