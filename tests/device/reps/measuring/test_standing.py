"""The place that a pull began from: the one that the handle comes back to."""

import numpy as np
import pytest
from courses import course_of, phases_in

from device.reps.measuring.standing import Places, find_standing


def standing_of(handle, back_m=0.0, home_m=None, extra=lambda t: 0.0 * t):
    course = course_of(lambda t: handle.position_m(t) + extra(t), handle.t_s)
    return find_standing(course, Places(int(np.argmax(course.x_m)), back_m, home_m))


@pytest.mark.parametrize("rom_m", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("pull_s", [0.4, 1.0, 2.4])
def test_the_start_is_where_a_hundredth_of_the_way_is_covered(handle, rom_m, pull_s):
    handle.wait(1.0).rep(rom_m=rom_m, pull=pull_s).wait(0.8)
    standing = standing_of(handle)
    truth_s = handle.passes_s(max(0.003, 0.01 * rom_m), 0.9)
    passed_m = float(handle.position_m(np.array([standing.start.t_s]))[0])
    assert passed_m == pytest.approx(max(0.003, 0.01 * rom_m), abs=0.0015)
    # A slow pull of 0.2 m passes 3 mm at 28 mm/s: a millimetre is 35 ms there.
    assert standing.start.t_s == pytest.approx(truth_s, abs=0.036 if pull_s > 2.0 else 0.012)
    assert standing.level_m == pytest.approx(0.0, abs=0.0015)
    assert standing.start.x_m == pytest.approx(max(0.003, 0.01 * rom_m), abs=0.0015)


def test_a_walk_out_is_left_out_where_the_handle_comes_back_to_its_end(handle):
    handle.wait(0.5).move(1.2, 0.4).wait(0.8)
    left_s = handle.t_s
    handle.rep(rom_m=0.5).wait(0.8)
    standing = standing_of(handle, back_m=0.4)
    assert standing.level_m == pytest.approx(0.4, abs=0.001)
    assert standing.start.t_s == pytest.approx(handle.passes_s(0.405, left_s), abs=0.015)


def test_a_pause_on_the_way_out_is_no_start(handle):
    handle.wait(0.8).move(0.6, 0.15).wait(0.5).move(0.6, 0.35).wait(1.2).move(1.5, -0.5).wait(0.8)
    standing = standing_of(handle)
    assert standing.level_m == pytest.approx(0.0, abs=0.001)
    assert standing.start.t_s == pytest.approx(handle.passes_s(0.005, 0.7), abs=0.015)


def test_where_the_repetitions_before_began_speaks_for_a_start(handle):
    """Back half-way between a pause and the usual start: the usual start it is."""
    handle.wait(1.0).move(0.6, 0.1).wait(0.3).move(0.6, 0.4).wait(1.2).move(1.5, -0.45).wait(0.8)
    standing = standing_of(handle, back_m=0.05, home_m=0.0)
    assert standing.level_m == pytest.approx(0.0, abs=0.002)


def test_a_sway_moves_a_start_by_little(handle):
    handle.wait(2.0).rep(rom_m=0.5).wait(0.8)
    sway = lambda t: 0.004 * np.sin(2 * np.pi * 0.4 * np.minimum(t, 2.0))  # noqa: E731
    standing = standing_of(handle, extra=sway)
    truth_s = handle.passes_s(0.005, 1.9)
    assert abs(standing.level_m) <= 0.004
    assert standing.start.t_s == pytest.approx(truth_s, abs=0.04)
    assert 0.0005 < standing.spread_m < 0.004


def test_a_slow_walk_out_and_the_standing_after_it_are_told_apart(handle):
    handle.wait(0.5).move(6.0, 0.12).wait(1.0)
    left_s = handle.t_s
    handle.rep(rom_m=0.5).wait(0.8)
    standing = standing_of(handle, back_m=0.12)
    # What is left of the walk in the stretch counts as sway: some millimetres.
    assert standing.level_m == pytest.approx(0.12, abs=0.004)
    assert standing.start.t_s == pytest.approx(handle.passes_s(0.125, left_s), abs=0.03)


def test_a_course_that_never_stood_begins_at_its_lowest_place():
    course = course_of(lambda t: 0.25 * (1.0 - np.cos(2 * np.pi * t / 0.8)), 0.8)
    standing = find_standing(course, Places(int(np.argmax(course.x_m)), 0.0, None))
    assert standing.level_m == pytest.approx(0.0, abs=0.006)
    assert standing.start.t_s < 0.12


@pytest.mark.parametrize("slope_m_s", [0.0, -0.2])
def test_where_nothing_is_left_there_is_no_start(slope_m_s):
    course = course_of(lambda t: slope_m_s * t, 2.0)
    assert find_standing(course, Places(course.t_s.size - 1, 0.0, None)) is None
    assert find_standing(course, Places(0, 0.0, None)) is None
    assert phases_in(course) is None
