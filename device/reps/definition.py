"""By which definition the figures of a repetition are made; ``docs/design.md`` has the words."""

from enum import IntEnum
from typing import Final


class Definition(IntEnum):
    """What the boundaries of a repetition are. Its number is kept with every set."""

    ONSETS = 1
    """Onsets of movement, fitted to the whole excursion. No set is measured so any more, but those
    that were keep their figures."""

    CROSSINGS = 2
    """Crossings of levels, which anybody can measure: the handle is near where it stood, near the
    top that is then held, away from it, and near where it comes to rest."""


DEFINITION: Final = Definition.CROSSINGS.value
"""The definition in force: figures of different ones are not compared without a word."""
