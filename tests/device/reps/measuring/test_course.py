"""Irregular samples on an even grid: right for straight lines and bends, and honest about gaps."""

import numpy as np
import pytest
from courses import COUNT_M, course_of
from hypothesis import given, settings
from hypothesis import strategies as st

from device.reps.measuring.course import make_course
from device.reps.measuring.runs import runs

STEPS_S = st.lists(st.floats(1e-6, 0.3), min_size=4, max_size=60)
INSIDE = slice(8, -8)
"""Points whose windows lie within the data."""


def test_runs_are_the_stretches_of_a_mask():
    assert runs(np.array([True, False, True, True, False, True])) == [(0, 0), (2, 3), (5, 5)]
    assert runs(np.zeros(3, dtype=bool)) == []
    assert runs(np.ones(3, dtype=bool)) == [(0, 2)]
    assert runs(np.empty(0, dtype=bool)) == []


@settings(max_examples=60, deadline=None)
@given(STEPS_S, st.floats(-2.0, 2.0))
def test_a_line_stays_a_line_however_its_samples_are_spaced(steps_s, slope_m_s):
    t_s = np.cumsum(steps_s)
    course = make_course(t_s, slope_m_s * t_s, COUNT_M)
    # Windows are cut at the ends, where the mean of a line is that of what is left.
    inside = (course.t_s > t_s[0] + 0.1) & (course.t_s < t_s[-1] - 0.1)
    assert course.x_m[inside] == pytest.approx(slope_m_s * course.t_s[inside], abs=1e-6)
    assert course.v_m_s[inside] == pytest.approx(slope_m_s, abs=1e-6)
    assert course.slow_m_s[inside] == pytest.approx(slope_m_s, abs=1e-6)
    for array in (course.x_m, course.v_m_s, course.slow_m_s, course.apart_s):
        assert array.size == course.t_s.size
        assert np.isfinite(array).all()


def test_a_mean_over_a_bend_does_not_lie_inside_it():
    t_s = np.arange(0.0, 1.0, 0.001)
    course = make_course(t_s, 0.5 * -9.81 * t_s**2, 1e-6)
    truth_m = 0.5 * -9.81 * course.t_s**2
    assert course.x_m[INSIDE] == pytest.approx(truth_m[INSIDE], abs=5e-6)
    assert course.v_m_s[INSIDE] == pytest.approx(-9.81 * course.t_s[INSIDE], abs=1e-6)


def test_counting_and_tremor_of_ten_hertz_leave_the_slow_velocity_still():
    course = course_of(lambda t: 0.3 + 0.0015 * np.sin(2 * np.pi * 10.0 * t), 2.0)
    assert np.abs(course.slow_m_s[INSIDE]).max() < 0.015
    assert np.abs(course.x_m[INSIDE] - 0.3).max() < 0.0015


def test_equal_stamps_are_averaged():
    t_s = np.repeat(np.arange(0.0, 0.5, 0.005), 2)
    x_m = np.tile([0.1, 0.3], t_s.size // 2)
    course = make_course(t_s, x_m, COUNT_M)
    assert course.x_m == pytest.approx(0.2)
    assert course.raw_t_s.size == t_s.size // 2


@pytest.mark.parametrize(("gap_s", "seen"), [(0.055, True), (0.065, False), (0.5, False)])
def test_samples_more_than_60_ms_apart_leave_a_gap(gap_s, seen):
    t_s = np.concatenate((np.arange(0.0, 1.0, 0.005), np.arange(0.995 + gap_s, 2.0, 0.005)))
    course = make_course(t_s, np.zeros(t_s.size), COUNT_M)
    assert bool(course.seen.all()) is seen
    dark_s = 0.01 * float((~course.seen).sum())
    assert dark_s == pytest.approx(0.0 if seen else gap_s, abs=0.011)
    if not seen:
        assert course.apart_s.max() == pytest.approx(gap_s)


def test_the_spread_is_about_a_line_and_never_less_than_counting_leaves():
    course = course_of(lambda t: 0.02 * t + 0.004 * np.sin(2 * np.pi * 2.0 * t), 2.0)
    assert course.spread_m(10, 190) == pytest.approx(0.004 / np.sqrt(2.0), rel=0.05)
    line = course_of(lambda t: 0.02 * t, 2.0, count_m=1e-5)
    assert line.spread_m(10, 190) == pytest.approx(2e-4)
    coarse = course_of(lambda t: 0.0 * t, 2.0, count_m=0.004)
    assert coarse.spread_m(10, 190) == pytest.approx(0.004 / np.sqrt(12.0))
    assert course.spread_m(10, 12) == pytest.approx(2e-4), "three points do not tell"


def test_the_nearest_grid_point_lies_within_the_course():
    course = course_of(lambda t: 0.0 * t, 1.0)
    assert [course.index(t_s) for t_s in (-5.0, 0.0, 0.304, 0.306, 99.0)] == [0, 0, 30, 31, 99]
