"""The signals that the box itself gives."""

from enum import StrEnum


class Cue(StrEnum):
    """What the piezo and the two-colour LED can tell the athlete without any tablet."""

    HOLD_REACHED = "hold_reached"
    REP_DONE = "rep_done"
    REP_NOT_COUNTED = "rep_not_counted"
    FAULT = "fault"
