"""Which figures of a repetition a flag puts in doubt: one table, with the reasons.

A flagged repetition counts and is shown. What its flag puts in doubt stays out of the athlete's
reference, out of records, and out of every mean, trend and comparison of sides.
"""

from collections.abc import Mapping
from enum import Flag, auto
from typing import Final, NamedTuple

from device.reps.rep import RepFlag


class Figure(Flag):
    """The figures of a repetition, by what they rest on."""

    RANGE = auto()
    HOLD = auto()
    VELOCITY = auto()
    FORCE = auto()


_MOTION: Final = Figure.RANGE | Figure.HOLD | Figure.VELOCITY
_ALL: Final = _MOTION | Figure.FORCE


class Doubt(NamedTuple):
    """What a flag keeps out, and why just that."""

    of: Figure
    why: str


DOUBTS: Final[Mapping[RepFlag, Doubt]] = {
    RepFlag.LOAD_LOST: Doubt(Figure.FORCE, "No conversion came in part of the pull."),
    RepFlag.LOAD_SATURATED: Doubt(Figure.FORCE, "Force is only known to be beyond the range."),
    RepFlag.LOAD_NOISY: Doubt(Figure.FORCE, "Many conversions were wrong and left out."),
    RepFlag.LOAD_FROZEN: Doubt(Figure.FORCE, "The converter repeated one value."),
    RepFlag.LOAD_SUSPECT: Doubt(Figure.FORCE, "Force contradicts the movement or the reps before."),
    RepFlag.LOAD_RATE_LOW: Doubt(Figure.FORCE, "Too few conversions to see a peak."),
    RepFlag.LOAD_OVERLOAD: Doubt(Figure.FORCE, "Beyond its rating a cell is not linear."),
    RepFlag.POSITION_SUSPECT: Doubt(_MOTION, "The encoder may not have followed the handle."),
    RepFlag.POSITION_LOST: Doubt(_MOTION, "The encoder was out; the rep is known from force."),
    RepFlag.DIRECTION_REVERSED: Doubt(
        _ALL, "Pull and release are exchanged: hold, speeds and the pull's force are another's."
    ),
    RepFlag.COUNT_JUMPED: Doubt(_MOTION, "Positions before and after the jump do not compare."),
    RepFlag.START_UNSEEN: Doubt(_ALL, "Only the end of its pull was measured."),
    RepFlag.ENCODER_OVERRUN: Doubt(_MOTION, "Counts were lost on the way."),
    RepFlag.GAP: Doubt(_ALL, "The handle may have moved while nothing was measured."),
    RepFlag.SLIP: Doubt(_MOTION, "The wheel lost part of the way."),
    RepFlag.STACK_THROWN: Doubt(
        _MOTION, "On a slack cable the wheel follows the flying stack and not the hand."
    ),
    RepFlag.NO_RETURN: Doubt(_MOTION, "It ended nowhere, so that its range cannot be checked."),
    RepFlag.RESTARTED: Doubt(_MOTION, "The count began anew within it."),
    RepFlag.UNDER_VOLTAGE: Doubt(Figure.FORCE, "The cell's excitation follows the supply."),
    RepFlag.OVERHEATING: Doubt(Figure.FORCE, "A slowed computer spoils conversions."),
}


def doubting(figures: Figure) -> frozenset[RepFlag]:
    """The flags that put any of these figures in doubt."""
    return frozenset(flag for flag, doubt in DOUBTS.items() if doubt.of & figures)


POSITION_FLAGS: Final = doubting(Figure.RANGE)
"""Flags that keep a range out of references; the others concern force alone."""
