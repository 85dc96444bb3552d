"""The signals that the box itself gives, and who can give them."""

from enum import StrEnum
from typing import Protocol


class Cue(StrEnum):
    """What the piezo and the two-colour LED can tell the athlete without any tablet."""

    HOLD_REACHED = "hold_reached"
    REP_DONE = "rep_done"
    REP_NOT_COUNTED = "rep_not_counted"
    FAULT = "fault"


class CueOutput(Protocol):
    """A source that can also be heard and seen."""

    def play_cue(self, cue: Cue) -> None:
        """Give the signal: at once, without blocking, and silently not at all while absent.

        May be called from another thread than the one that iterates. A new signal replaces the
        one still sounding.
        """
        ...
