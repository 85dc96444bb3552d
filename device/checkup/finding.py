"""One thing that was looked at."""

from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    ADVICE = "advice"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found.

    Attributes:
        area: What was looked at, in a word or two.
        level: How bad it is.
        text: What was found; where it is not good, what to do.
    """

    area: str
    level: Level
    text: str


def good(area: str, text: str) -> Finding:
    """All is well."""
    return Finding(area, Level.GOOD, text)


def advice(area: str, text: str) -> Finding:
    """It works, but could be better."""
    return Finding(area, Level.ADVICE, text)


def problem(area: str, text: str) -> Finding:
    """It does not work."""
    return Finding(area, Level.PROBLEM, text)
