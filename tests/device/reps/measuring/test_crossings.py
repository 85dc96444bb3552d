"""When a course passes a level, and how well that is known."""

import numpy as np
import pytest
from courses import course_of
from hypothesis import given
from hypothesis import strategies as st

from device.reps.measuring.crossings import (
    Crossing,
    between,
    crossing_distance_m,
    first_within,
    last_within,
)

FINE_M = 1e-6


@pytest.mark.parametrize(("range_m", "distance_m"), [(0.0, 0.003), (0.3, 0.003), (0.8, 0.008)])
def test_a_handle_is_away_by_3_mm_or_a_hundredth_of_its_way(range_m, distance_m):
    assert crossing_distance_m(range_m) == pytest.approx(distance_m)


def test_the_first_and_the_last_within_a_stretch():
    inside = np.array([True, False, True, True, False])
    assert first_within(inside, 1, 4) == 2
    assert last_within(inside, 1, 4) == 3
    assert first_within(inside, 1, 1) is None
    assert last_within(inside, 4, 4) is None


@given(st.floats(0.2, 0.8), st.floats(0.05, 1.5))
def test_a_crossing_lies_on_the_line_between_two_points(at_s, speed_m_s):
    course = course_of(lambda t: speed_m_s * t, 1.0, count_m=FINE_M)
    found = between(course, int(at_s / 0.01), speed_m_s * at_s)
    assert found.t_s == pytest.approx(at_s, abs=0.001)
    assert found.speed_m_s == pytest.approx(speed_m_s, rel=1e-3)
    assert found.gap_s == 0.0
    assert found.seen


def test_a_level_that_is_not_passed_there_is_put_at_one_of_the_two_points():
    course = course_of(lambda t: 0.1 * t, 1.0)
    assert between(course, 50, 9.0).t_s == pytest.approx(course.t_s[51])
    assert between(course, 50, -9.0).t_s == pytest.approx(course.t_s[50])
    still = course_of(lambda t: 0.0 * t, 1.0)
    assert between(still, 50, 0.1).t_s == pytest.approx(still.t_s[50])


@pytest.mark.parametrize("index", [-3, 0, 98, 99, 500])
def test_a_crossing_never_lies_outside_of_the_course(index):
    course = course_of(lambda t: 0.1 * t, 1.0)
    found = between(course, index, 0.05)
    assert course.t_s[0] <= found.t_s <= course.t_s[-1]


@pytest.mark.parametrize(("gap_s", "seen"), [(0.05, True), (0.14, True), (0.16, False)])
def test_a_crossing_in_a_gap_says_how_long_that_is(gap_s, seen):
    course = course_of(lambda t: 0.1 * t, 1.0, gaps_s=[(0.5, 0.5 + gap_s)])
    found = between(course, 51, 0.1 * 0.515)
    assert found.gap_s == pytest.approx(gap_s if gap_s > 0.06 else 0.0)
    assert found.seen is seen


def test_a_crossing_is_seen_over_a_gap_of_150_ms():
    assert Crossing(0.0, 0.0, 1.0, 0.15).seen
    assert not Crossing(0.0, 0.0, 1.0, 0.151).seen
