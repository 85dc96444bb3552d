"""What is a hold, and from when to when: the definition, word for word, in closed form."""

import numpy as np
import pytest
from courses import course_of, phases_in
from shapes import SINE

TURN_S = 0.15


def held_of(handle, extra=lambda t: 0.0 * t, **options):
    return phases_in(course_of(lambda t: handle.position_m(t) + extra(t), handle.t_s, **options))


def top_until(handle, hold_s, rom_m=0.5):
    """A pull of 0.5 m, a hold, and a return; when the handle was within 1 % of the top."""
    handle.wait(0.8).move(0.8, rom_m)
    top_s = handle.t_s
    handle.wait(hold_s).move(1.5, -rom_m).wait(0.8)
    away_m = max(0.003, 0.01 * rom_m)
    return handle.passes_s(rom_m - away_m, 0.9), handle.passes_s(rom_m - away_m, top_s + 0.01)


def burst(begin_s, seconds, by_m):
    """Out of the band and back within so many seconds, at once."""
    return lambda t: np.where((t >= begin_s) & (t < begin_s + seconds), by_m, 0.0)


@pytest.mark.parametrize("rom_m", [0.2, 0.5, 0.9])
@pytest.mark.parametrize("hold_s", [0.3, 1.0, 2.5])
def test_a_hold_is_the_time_within_1_percent_less_what_a_turn_takes(handle, hold_s, rom_m):
    came_s, gone_s = top_until(handle, hold_s, rom_m)
    phases = held_of(handle)
    assert phases.hold_s == pytest.approx(gone_s - came_s - TURN_S, abs=0.02)
    assert phases.held.top.t_s == pytest.approx(came_s, abs=0.012)
    assert phases.held.release.t_s == pytest.approx(gone_s, abs=0.012)
    assert phases.held.level_m == pytest.approx(rom_m, abs=0.001)
    assert not phases.held.cut
    assert phases.held.steadiness_m < 0.001, "the rounded ends of a hold are no shaking"


@pytest.mark.parametrize("turn_s", [0.3, 0.5, 0.8])
def test_a_turn_without_a_hold_reads_nothing(handle, turn_s):
    handle.wait(0.8).move(turn_s, 0.5, SINE).move(turn_s, -0.5, SINE).wait(0.8)
    assert held_of(handle).hold_s < 0.03


@pytest.mark.parametrize("by_m", [-0.025, 0.025])
@pytest.mark.parametrize(
    ("after_s", "seconds", "one_hold"),
    [
        (0.15, 0.06, True),
        (0.15, 0.18, False),
        (0.8, 0.06, True),
        (0.8, 0.11, True),
        (0.8, 0.24, False),
    ],
)
def test_short_absences_are_forgiven_and_longer_later(handle, after_s, seconds, one_hold, by_m):
    """At most 100 ms in the first 0.3 s, 150 ms later; a mean over 50 ms blurs both ends."""
    came_s, gone_s = top_until(handle, 2.4)
    phases = held_of(handle, burst(came_s + after_s, seconds, by_m))
    whole_s = gone_s - came_s - TURN_S
    if one_hold:
        assert phases.hold_s == pytest.approx(whole_s, abs=0.03)
    else:
        # The longest stay is what comes after.
        assert phases.hold_s == pytest.approx(whole_s - after_s - seconds, abs=0.06)


def test_only_an_overshoot_longer_than_100_ms_ends_before_the_top(handle):
    handle.wait(0.8).move(0.6, 0.54).wait(0.1).move(0.2, -0.04)
    settled_s = handle.t_s
    handle.wait(1.2).move(1.5, -0.5).wait(0.8)
    phases = held_of(handle)
    came_s = handle.passes_s(0.5 + 0.02 * 0.54, 1.4)
    assert came_s < settled_s
    assert phases.held.top.t_s == pytest.approx(came_s, abs=0.02)
    gone_s = handle.passes_s(0.5 - 0.0054, settled_s + 0.05)
    assert phases.hold_s == pytest.approx(gone_s - came_s - TURN_S, abs=0.03)
    assert phases.range_m == pytest.approx(0.54, abs=0.003), "the range is its farthest place"


def test_a_bounce_of_16_mm_belongs_to_its_hold(handle):
    came_s, gone_s = top_until(handle, 1.3)

    def bounce(t):
        since = np.clip(t - came_s, 0.0, None)
        return 0.016 * np.exp(-since / 0.12) * np.sin(2 * np.pi * 6.0 * since)

    phases = held_of(handle, bounce)
    assert phases.hold_s == pytest.approx(gone_s - came_s - TURN_S, abs=0.06)


@pytest.mark.parametrize("hz", [1.0, 3.0, 6.0])
def test_a_hand_that_shakes_by_8_mm_holds(handle, hz):
    came_s, gone_s = top_until(handle, 1.3)

    def inside(t):
        return np.clip((t - came_s) / 0.1, 0.0, 1.0) * np.clip((gone_s - t) / 0.1, 0.0, 1.0)

    phases = held_of(handle, lambda t: 0.008 * inside(t) * np.sin(2 * np.pi * hz * (t - came_s)))
    assert phases.hold_s == pytest.approx(gone_s - came_s - TURN_S, abs=0.12)
    assert phases.hold_s >= 1.0
    assert phases.held.steadiness_m > 0.003


@pytest.mark.parametrize("creep_m_s", [0.006, 0.012])
def test_a_level_that_creeps_on_is_followed_from_its_begin(handle, creep_m_s):
    handle.wait(0.8).move(0.8, 0.5)
    top_s, seconds = handle.t_s, 3.0
    handle.wait(seconds).move(1.5, -0.5 - creep_m_s * seconds).wait(0.8)
    phases = held_of(handle, lambda t: creep_m_s * np.clip(t - top_s, 0.0, seconds))
    held_s = phases.held.release.t_s - phases.held.top.t_s
    assert held_s == pytest.approx(seconds + 0.3, abs=0.2)
    assert phases.held.creep_m_s == pytest.approx(creep_m_s, abs=0.002)


@pytest.mark.parametrize(("creep_m_s", "follows"), [(-0.01, True), (-0.02, True), (-0.06, False)])
def test_a_level_creeps_back_by_25_mm_a_second_and_a_faster_one_is_a_release(
    handle, creep_m_s, follows
):
    handle.wait(0.8).move(0.8, 0.5)
    top_s, seconds = handle.t_s, 1.6
    way_m = creep_m_s * seconds
    handle.wait(seconds).move(1.2, -0.5 - way_m).wait(0.8)
    creeping = lambda t: creep_m_s * np.clip(t - top_s, 0.0, seconds)  # noqa: E731
    phases = held_of(handle, creeping)
    held_s = phases.held.release.t_s - phases.held.top.t_s
    if follows:
        assert phases.held.creep_m_s == pytest.approx(creep_m_s, abs=0.003)
        assert held_s == pytest.approx(seconds + 0.2, abs=0.15)
    else:
        assert held_s < 0.75
        assert phases.held.creep_m_s >= -0.025


def test_the_longest_of_two_stays_is_the_hold(handle):
    handle.wait(0.8).move(0.8, 0.5).wait(0.4).move(0.3, -0.05).move(0.3, 0.05)
    again_s = handle.t_s
    handle.wait(1.2).move(1.5, -0.5).wait(0.8)
    phases = held_of(handle)
    assert phases.held.top.t_s == pytest.approx(again_s, abs=0.1)
    assert phases.hold_s == pytest.approx(1.2 + 0.1, abs=0.15)


@pytest.mark.parametrize(("gap_s", "cut"), [(0.1, False), (0.29, False), (0.35, True)])
def test_a_gap_in_a_hold_is_taken_off_it_or_cuts_it(handle, gap_s, cut):
    came_s, gone_s = top_until(handle, 1.5)
    gap = (came_s + 0.7, came_s + 0.7 + gap_s)
    phases = held_of(handle, gaps_s=[gap])
    assert phases.held.cut is cut
    whole_s = gone_s - came_s
    if cut:
        assert phases.hold_s + TURN_S < whole_s - gap_s
    else:
        assert phases.hold_s == pytest.approx(whole_s - gap_s - TURN_S, abs=0.03)
