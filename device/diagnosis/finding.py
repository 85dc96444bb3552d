"""One thing that was looked at."""

from enum import StrEnum
from typing import NamedTuple


class Level(StrEnum):
    """How bad it is."""

    GOOD = "good"
    NOTE = "note"
    """Not in the way of what was chosen, but good to know."""
    PROBLEM = "problem"


class Finding(NamedTuple):
    """What was looked at, what was found, and what to do.

    Attributes:
        level: How bad it is.
        subject: What was looked at, in a word or two.
        found: What is so, as a sentence.
        advice: What to do, as a sentence; empty where nothing needs doing.
    """

    level: Level
    subject: str
    found: str
    advice: str = ""
