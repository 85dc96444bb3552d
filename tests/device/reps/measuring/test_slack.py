"""A thrown stack: the wheel flies on while the hand is where the level is."""

import numpy as np
import pytest
from courses import course_of, phases_in

from device.reps.measuring.measure import Load
from device.reps.measuring.slack import slack_cable

G_M_S2 = 9.81
UP_M_S = 0.9
"""The stack leaves the hand with this."""
FLIGHT_S = 2 * UP_M_S / G_M_S2


def thrown(handle):
    """A pull to a level, a free flight above it, a hold and a return; force 0 in the flight."""
    handle.wait(0.8).move(0.6, 0.5)
    left_s = handle.t_s
    handle.wait(FLIGHT_S + 1.2).move(1.5, -0.5).wait(0.8)

    def flight(t):
        since = np.clip(t - left_s, 0.0, FLIGHT_S)
        return UP_M_S * since - 0.5 * G_M_S2 * since**2

    return (lambda t: handle.position_m(t) + flight(t)), left_s


def load_of(handle, left_s, flying_n=0.0):
    t_s = np.arange(0.0, handle.t_s, 1 / 80)
    flies = (t_s >= left_s) & (t_s <= left_s + FLIGHT_S)
    return Load(t_s, np.where(flies, flying_n, 200.0))


def test_a_flight_without_force_is_slack_and_nothing_else_is(handle):
    path, left_s = thrown(handle)
    course = course_of(path, handle.t_s)
    load = load_of(handle, left_s)
    slack = slack_cable(course, int(np.argmax(course.x_m)), load.t_s, load.force_n)
    at_s = course.t_s[slack]
    assert at_s.size * 0.01 > 0.5 * FLIGHT_S
    assert at_s.min() > left_s - 0.03
    assert at_s.max() < left_s + FLIGHT_S + 0.03


def test_the_range_and_the_hold_are_the_hands_not_the_stacks(handle):
    path, left_s = thrown(handle)
    course = course_of(path, handle.t_s)
    phases = phases_in(course, load=load_of(handle, left_s))
    assert phases.thrown
    assert phases.range_m == pytest.approx(0.5, abs=0.006)
    assert float(course.x_m.max()) > 0.53, "the wheel went farther"
    gone_s = handle.passes_s(0.495, left_s + 0.5)
    came_s = handle.passes_s(0.495, 0.9)
    assert phases.hold_s == pytest.approx(gone_s - came_s - 0.15, abs=0.06)


@pytest.mark.parametrize("loads", [0, 5])
def test_without_force_nothing_is_slack(handle, loads):
    path, left_s = thrown(handle)
    load = load_of(handle, left_s)
    few = Load(load.t_s[:loads], load.force_n[:loads])
    assert not phases_in(course_of(path, handle.t_s), load=few).thrown


@pytest.mark.parametrize("force_n", [0.0, -50.0])
def test_a_cell_without_load_says_nothing(handle, force_n):
    path, _ = thrown(handle)
    t_s = np.arange(0.0, handle.t_s, 1 / 80)
    load = Load(t_s, np.full(t_s.size, force_n))
    assert not phases_in(course_of(path, handle.t_s), load=load).thrown


def test_a_force_that_stays_is_a_hand_that_overshoots(handle):
    path, left_s = thrown(handle)
    load = load_of(handle, left_s, flying_n=120.0)
    phases = phases_in(course_of(path, handle.t_s), load=load)
    assert not phases.thrown
    assert phases.range_m > 0.53


def test_a_machine_without_force_at_an_even_turn_is_not_thrown(handle):
    handle.wait(0.8).move(1.5, 0.5).wait(0.3).move(1.5, -0.5).wait(0.8)
    t_s = np.arange(0.0, handle.t_s, 1 / 80)
    load = Load(t_s, np.where((t_s > 2.1) & (t_s < 2.8), 0.0, 200.0))
    assert not phases_in(course_of(handle.position_m, handle.t_s), load=load).thrown
