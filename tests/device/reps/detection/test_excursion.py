"""Where one movement out and back begins and ends, by geometry alone."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.reps.detection.excursion import ExcursionTracker

LEAST_M = 0.15
FOLLOWS_M = 0.013
"""The base follows the slow foot of a pull this far; what is scored is measured afterwards."""
STEP_NS = 5_000_000
RATE = 200.0


class Walk:
    """Feeds a tracker with smooth moves and waits, with the velocities that they have."""

    def __init__(self, tracker=None):
        self.tracker = tracker or ExcursionTracker(min_rom_m=LEAST_M, quantum_m=5e-4)
        self.t_ns = 0
        self.x_m = 0.0
        self.found = []

    def wait(self, seconds):
        return self.move(seconds, 0.0)

    def move(self, seconds, way_m):
        from_m, steps = self.x_m, max(1, round(seconds * RATE))
        for step in range(1, steps + 1):
            tau = step / steps
            self.x_m = from_m + way_m * tau**2 * (3.0 - 2.0 * tau)
            velocity_m_s = way_m * 6.0 * tau * (1.0 - tau) / seconds
            self.t_ns += STEP_NS
            excursion = self.tracker.update(self.t_ns, self.x_m, velocity_m_s, velocity_m_s)
            if excursion is not None:
                self.found.append(excursion)
        return self

    def rep(self, rom_m=0.5):
        return self.move(0.8, rom_m).wait(1.2).move(1.5, -rom_m).wait(0.8)


def test_a_movement_out_and_back_is_one_excursion():
    [found] = Walk().wait(1.0).rep().found
    assert found.returned
    assert found.rom_m == pytest.approx(0.5, abs=FOLLOWS_M)
    # It is known as the last twelfth of the way is covered; the detector waits for the rest.
    assert found.low_m == pytest.approx(0.0, abs=0.05)
    assert found.high_m == pytest.approx(0.5, abs=1e-6)
    assert found.base_ns <= found.start_ns <= found.high_ns <= found.low_ns <= found.closed_ns


def test_a_pause_on_the_way_splits_nothing_either_way():
    walk = Walk().wait(1.0).move(0.5, 0.2).wait(0.8).move(0.5, 0.3).wait(1.0)
    [found] = walk.move(0.7, -0.2).wait(0.6).move(0.7, -0.3).wait(1.5).found
    assert found.rom_m == pytest.approx(0.5, abs=FOLLOWS_M)


def test_it_begins_where_the_athlete_stood_not_where_the_walk_out_began():
    walk = Walk().wait(1.0).move(1.5, 0.4).wait(1.2)
    [found] = walk.move(0.8, 0.5).wait(1.2).move(1.5, -0.5).wait(1.0).found
    assert found.start_m == pytest.approx(0.4, abs=0.005)
    assert found.rom_m == pytest.approx(0.5, abs=0.005)


def test_a_turn_without_a_stop_ends_one_and_begins_the_next():
    walk = Walk().wait(1.0)
    for _ in range(4):
        walk.move(0.5, 0.5).move(0.6, -0.5)
    walk.wait(1.0)
    assert [one.rom_m for one in walk.found] == pytest.approx([0.5] * 4, abs=FOLLOWS_M)
    for before, after in zip(walk.found, walk.found[1:], strict=False):
        assert after.start_ns >= before.low_ns


@pytest.mark.parametrize("way_m", [0.02, 0.07, 0.14])
def test_a_fidget_is_too_small_for_a_repetition(way_m):
    walk = Walk().wait(1.0)
    for _ in range(3):
        walk.move(0.3, way_m).wait(0.2).move(0.3, -way_m).wait(0.4)
    assert all(one.rom_m < LEAST_M for one in walk.found)


@pytest.mark.parametrize(
    ("left_m", "within_s"), [(0.02, 0.3), (0.08, 0.9), (0.15, 1.3), (0.24, 2.2)]
)
def test_a_return_that_stops_short_is_waited_for_the_longer_the_shorter_it_is(left_m, within_s):
    walk = Walk().wait(1.0).move(0.8, 0.5).wait(1.2).move(1.5, left_m - 0.5)
    stopped_ns = walk.t_ns
    [found] = walk.wait(3.0).found
    assert found.low_m == pytest.approx(left_m, abs=0.03)
    assert (found.closed_ns - stopped_ns) * 1e-9 < within_s


def test_what_is_out_can_be_told_and_given_up():
    walk = Walk().wait(1.0).move(0.8, 0.5).wait(1.2).move(0.5, -0.1)
    tracker = walk.tracker
    assert tracker.out
    so_far = tracker.so_far(walk.t_ns)
    assert so_far.returned
    assert so_far.low_m == pytest.approx(0.4)
    given_up = tracker.abandon(walk.t_ns)
    assert not given_up.returned
    assert given_up.rom_m == pytest.approx(0.5, abs=FOLLOWS_M)
    assert not tracker.out
    assert tracker.base_m == pytest.approx(0.4)


def test_a_restart_forgets_the_present_excursion():
    walk = Walk().wait(1.0).move(0.8, 0.5)
    walk.tracker.restart(walk.t_ns, 9.0)
    walk.x_m = 9.0
    assert not walk.tracker.out
    assert walk.wait(2.0).found == []


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.floats(0.05, 2.0), st.floats(-0.9, 0.9)), min_size=1, max_size=12))
def test_any_movement_gives_excursions_in_order(moves):
    walk = Walk().wait(0.5)
    for seconds, way_m in moves:
        walk.move(seconds, way_m)
    for one in walk.found:
        # A rest may lie before the lowest place: who dips and then pulls began from the rest.
        assert max(one.base_ns, one.start_ns) <= one.high_ns <= one.low_ns <= one.closed_ns
        assert one.high_m >= one.start_m >= one.base_m - 1e-9
        assert one.high_m >= one.low_m
    for before, after in zip(walk.found, walk.found[1:], strict=False):
        assert after.high_ns > before.low_ns
        assert after.closed_ns > before.closed_ns
