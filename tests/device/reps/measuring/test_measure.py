"""From a course to its phases: in order, finite, and never more than was measured."""

from itertools import pairwise

import numpy as np
import pytest
from courses import NO_LOAD, course_of, phases_in
from hypothesis import given, settings
from hypothesis import strategies as st
from shapes import SINE

from device.reps.measuring import doubt
from device.reps.measuring.course import make_course
from device.reps.measuring.measure import find_phases

MOVES = st.lists(
    st.tuples(st.floats(0.05, 1.5), st.floats(-0.9, 0.9), st.booleans()), min_size=2, max_size=9
)
GAPS = st.lists(st.tuples(st.floats(0.0, 6.0), st.floats(0.05, 0.9)), max_size=3)


def made(moves, gaps, seed):
    """Any path of smooth moves and waits, with counting noise and gaps."""
    rng = np.random.default_rng(seed)
    parts, x_m = [], 0.0
    for seconds, way_m, waits in moves:
        tau = np.linspace(0.0, 1.0, max(2, int(seconds * 200)))
        way_m = 0.0 if waits else way_m
        parts.append(x_m + way_m * tau**2 * (3.0 - 2.0 * tau))
        x_m += way_m
    x = np.concatenate(parts)
    t_s = 0.005 * np.arange(x.size)
    kept = np.ones(x.size, dtype=bool)
    for begin_s, seconds in gaps:
        kept &= (t_s < begin_s) | (t_s > begin_s + seconds)
    kept[[0, 1, -2, -1]] = True
    t_s, x = t_s[kept], x[kept]
    return make_course(t_s, x + rng.normal(0.0, 5e-4, x.size), 5e-4)


@settings(max_examples=150, deadline=None)
@given(MOVES, GAPS, st.integers(0, 99), st.booleans(), st.sampled_from((None, 0.0, 0.3)))
def test_no_course_gives_a_time_out_of_order_or_more_than_was_measured(
    moves, gaps, seed, returned, home_m
):
    course = made(moves, gaps, seed)
    phases = phases_in(course, returned=returned, home_m=home_m)
    if phases is None:
        return
    held = phases.held
    times = [course.t_s[0], phases.standing.start.t_s, held.top.t_s, held.release.t_s]
    assert all(a <= b for a, b in pairwise([*times, course.t_s[-1]]))
    assert times[1] < times[2]
    assert 0.0 <= phases.hold_s <= max(0.0, times[3] - times[2])
    dark_s = np.diff(course.raw_t_s)
    inside = (course.raw_t_s[1:] > times[2]) & (course.raw_t_s[:-1] < times[3])
    unseen_s = float(dark_s[inside & (dark_s > 0.06)].sum())
    whole_inside = course.raw_t_s[:-1][inside & (dark_s > 0.06)]
    if whole_inside.size == 0:
        assert held.unseen_s <= 0.021
    assert held.unseen_s <= unseen_s + 0.011 * (1 + whole_inside.size)
    numbers = [
        *(phases.range_m, phases.mean_velocity_m_s, phases.peak_m, held.steadiness_m),
        *(doubt.start_pm_s(phases), doubt.hold_pm_s(phases), doubt.range_pm_m(phases, 5e-4)),
        doubt.mean_velocity_pm_m_s(phases),
    ]
    assert np.isfinite(numbers).all()
    assert min(numbers[3:]) >= 0.0
    if phases.arrival is not None:
        assert held.release.t_s - 0.011 <= phases.arrival.end.t_s <= course.t_s[-1]


@pytest.mark.parametrize("points", [4, 5, 12])
@pytest.mark.parametrize("high_s", [0.0, 0.02, 9.0])
def test_the_shortest_courses_are_measured_or_refused(points, high_s):
    t_s = np.linspace(0.0, 0.05, points)
    for x_m in (np.zeros(points), np.linspace(0.0, 0.4, points), np.linspace(0.4, 0.0, points)):
        for low_s in (None, 0.0, 0.05):
            phases = find_phases(make_course(t_s, x_m, 5e-4), high_s, low_s, None, NO_LOAD)
            assert phases is None or phases.standing.start.t_s < phases.held.top.t_s


def test_the_figures_of_a_repetition_in_closed_form(handle):
    handle.wait(1.0).rep(rom_m=0.6, pull=0.7, hold=1.2, back=1.6).wait(1.0)
    phases = phases_in(course_of(handle.position_m, handle.t_s))
    left_s, came_s = handle.passes_s(0.006, 0.9), handle.passes_s(0.594, 1.1)
    assert phases.range_m == pytest.approx(0.6, abs=0.0015)
    assert phases.peak_velocity_m_s == pytest.approx(1.875 * 0.6 / 0.7, rel=0.02)
    assert phases.mean_velocity_m_s == pytest.approx(0.588 / (came_s - left_s), abs=0.03)
    assert phases.arrival.end.t_s == pytest.approx(handle.passes_s(0.006, 3.2), abs=0.03)
    assert not phases.thrown


def test_the_range_is_a_mean_of_three_samples(handle):
    """One sample that lies off does not make the range; three do."""
    handle.wait(1.0).move(0.5, 0.5, SINE).move(0.5, -0.5, SINE).wait(0.8)
    spike = lambda t: np.where(np.abs(t - 1.5) < 0.0026, 0.006, 0.0)  # noqa: E731
    phases = phases_in(course_of(lambda t: handle.position_m(t) + spike(t), handle.t_s))
    assert phases.range_m == pytest.approx(0.5 + 0.006 / 3, abs=0.0012)


def test_a_steady_hand_keeps_its_range_and_a_swaying_one_does_not_gain(handle):
    handle.wait(1.0).rep(hold=1.2).wait(1.0)
    inside = lambda t: ((t > 1.8) & (t < 3.0)).astype(float)  # noqa: E731
    for sway_m in (0.0, 0.003):
        path = lambda t, s=sway_m: (  # noqa: E731
            handle.position_m(t) + s * inside(t) * np.sin(2 * np.pi * 2.5 * (t - 1.8))
        )
        phases = phases_in(course_of(path, handle.t_s))
        assert phases.range_m == pytest.approx(0.5, abs=0.003)


def test_a_handle_that_only_falls_has_no_pull():
    course = course_of(lambda t: -0.2 * t, 2.0)
    assert phases_in(course) is None
    assert phases_in(course, returned=False) is None
