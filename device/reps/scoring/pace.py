"""The pace of a release, judged while there is still time to change it."""

from device.reps.events import Pace
from device.reps.exercises import ExerciseSpec
from device.reps.scoring.tuning import GUIDE_SHARE, JUDGE_FROM_SHARE, JUDGE_UNTIL_SHARE
from device.reps.scoring.verdict import least_release_s


def pace_of(rules: ExerciseSpec, *, pull_s: float, elapsed_s: float, returned: float) -> Pace:
    """How a release goes.

    Args:
        rules: The row of its exercise.
        pull_s: Duration of the pull before it.
        elapsed_s: Time since it began.
        returned: Share of the way back that is behind it.
    """
    least_s = least_release_s(rules, pull_s)
    telling = JUDGE_FROM_SHARE < returned < JUDGE_UNTIL_SHARE
    return Pace(least_s, least_s * GUIDE_SHARE, telling and elapsed_s < returned * least_s)
