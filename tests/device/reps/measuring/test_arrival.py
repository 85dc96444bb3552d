"""When the handle is back: the first time it is near the place that it comes to rest at."""

import numpy as np
import pytest
from courses import course_of, phases_in
from shapes import SINE

from device.reps.measuring.arrival import find_arrival


def arrival_of(handle, extra=lambda t: 0.0 * t, **options):
    course = course_of(lambda t: handle.position_m(t) + extra(t), handle.t_s, **options)
    return phases_in(course).arrival


@pytest.mark.parametrize("rom_m", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("back_s", [0.6, 1.5, 4.0])
def test_the_end_is_where_a_hundredth_of_the_way_is_left(handle, rom_m, back_s):
    handle.wait(0.8).rep(rom_m=rom_m, back=back_s).wait(1.0)
    arrival = arrival_of(handle)
    truth_s = handle.passes_s(max(0.003, 0.01 * rom_m), 2.9)
    assert arrival.level_m == pytest.approx(0.0, abs=0.001)
    # The lowest place of a slow end is not yet its rest.
    assert arrival.end.t_s == pytest.approx(truth_s, abs=0.012 + 0.015 * back_s)


def test_a_return_that_stops_short_ends_where_it_stops(handle):
    handle.wait(0.8).move(0.8, 0.5).wait(1.2).move(1.5, -0.46).wait(1.0)
    arrival = arrival_of(handle)
    assert arrival.level_m == pytest.approx(0.04, abs=0.001)
    assert arrival.end.t_s == pytest.approx(handle.passes_s(0.045, 2.9), abs=0.02)


def test_a_turn_is_its_own_end(handle):
    handle.wait(0.8).move(0.5, 0.5, SINE).move(0.6, -0.5, SINE)
    low_s = handle.t_s
    handle.move(0.5, 0.5, SINE).move(0.6, -0.5, SINE).wait(0.5)
    course = course_of(handle.position_m, handle.t_s)
    release, low = course.index(1.35), course.index(low_s)
    arrival = find_arrival(course, release, low, 0.5)
    assert arrival.level_m == pytest.approx(0.0, abs=0.003)
    assert arrival.end.t_s == pytest.approx(handle.passes_s(0.005, 1.35), abs=0.03)
    assert arrival.end.t_s <= low_s


def test_a_put_down_that_bounces_ends_at_its_first_arrival(handle):
    handle.wait(0.8).rep(back=0.7)
    landed_s = handle.t_s
    handle.wait(1.0)

    def bounce(t):
        return (
            0.012
            * np.abs(np.sin(2 * np.pi * 4.0 * (t - landed_s)))
            * ((t > landed_s) & (t < landed_s + 0.25))
        )

    arrival = arrival_of(handle, bounce)
    assert arrival.end.t_s == pytest.approx(handle.passes_s(0.005, landed_s - 0.5), abs=0.02)


def test_an_end_in_a_gap_says_so(handle):
    handle.wait(0.8).rep().wait(1.0)
    end_s = handle.passes_s(0.005, 3.0)
    assert arrival_of(handle, gaps_s=[(end_s - 0.05, end_s + 0.05)]).end.seen
    assert not arrival_of(handle, gaps_s=[(end_s - 0.1, end_s + 0.1)]).end.seen


def test_without_a_return_there_is_no_end(handle):
    handle.wait(0.8).move(0.8, 0.5).wait(1.2)
    phases = phases_in(course_of(handle.position_m, handle.t_s), returned=False)
    assert phases.arrival is None
    assert phases.hold_s > 0.9
