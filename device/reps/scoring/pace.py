"""The pace of a release, judged while there is still time to change it."""

from typing import Final

from device.reps.events import Pace
from device.reps.exercises import ExerciseSpec
from device.reps.scoring.verdict import least_release_s

_GUIDE_SHARE: Final = 1.4
"""The guide takes so many times the least: a comfortable margin over what would just pass."""
_JUDGE_FROM: Final = 0.12
_JUDGE_UNTIL: Final = 0.85
"""Shares of the way back between which a warning is neither premature nor too late to help."""


def pace_of(rules: ExerciseSpec, *, pull_s: float, elapsed_s: float, returned: float) -> Pace:
    """How a release goes.

    Args:
        rules: The row of its exercise.
        pull_s: Duration of the pull before it.
        elapsed_s: Time since it began.
        returned: Share of the way back that is behind it.
    """
    least_s = least_release_s(rules, pull_s)
    telling = _JUDGE_FROM < returned < _JUDGE_UNTIL
    return Pace(least_s, least_s * _GUIDE_SHARE, telling and elapsed_s < returned * least_s)
