"""A release is warned of while there is time to slow down."""

import pytest

from device.reps.exercises import Exercise
from device.reps.scoring.pace import pace_of

ROW = Exercise.ROW.spec


@pytest.mark.parametrize(
    ("pull_s", "elapsed_s", "returned", "hurry"),
    [
        (0.8, 0.2, 0.5, True),
        (0.8, 0.6, 0.5, False),
        (1.4, 0.6, 0.5, True),  # at least as long as its pull
        (0.8, 0.05, 0.1, False),  # too early to tell
        (0.8, 0.5, 0.9, False),  # too late to help
    ],
)
def test_it_hurries_where_going_on_like_this_would_be_over_too_soon(
    pull_s: float, elapsed_s: float, returned: float, hurry: bool
) -> None:
    pace = pace_of(ROW, pull_s=pull_s, elapsed_s=elapsed_s, returned=returned)
    assert pace.hurry is hurry
    assert pace.least_s == max(1.0, pull_s)
    assert pace.guide_s > pace.least_s
