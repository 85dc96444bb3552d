"""What is wrong with the computer that the sensors hang on, and what to do about it.

``look_around`` gathers facts and changes nothing; ``check_hardware`` judges them and touches
nothing, so that every judgement can be tested on any computer.
"""

from device.diagnosis.checks import check_hardware
from device.diagnosis.facts import Facts, look_around
from device.diagnosis.finding import Finding, Level

__all__ = ["Facts", "Finding", "Level", "check_hardware", "look_around"]
