"""Whether a hold goes on, told as it happens, by the definition of the score."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.reps.detection.live_hold import LiveHold
from device.reps.detection.smoothed import SmoothedPosition

MS = 1_000_000
LEVEL_M = 0.5
CAME_MS = 300


def path_of(after, from_ms=CAME_MS):
    """A rise at 1 m/s to 0.5 m, then a level with something on it, by ms since it came there."""

    def x_m(ms):
        if ms < from_ms:
            return LEVEL_M - 0.001 * (from_ms - ms)
        return LEVEL_M + after(ms - from_ms)

    return x_m


def follow(after, ms_in_all, away_m=0.005, band_m=0.01):
    """The hold, and the ms since the arrival at which it was over; ``None`` while it goes on."""
    smoothed, hold, x_m = SmoothedPosition(), None, path_of(after)
    for ms in range(0, CAME_MS + ms_in_all, 5):
        place = smoothed.update(ms * MS, x_m(ms))
        if place is None or ms < CAME_MS + 60:
            continue
        if hold is None:
            since_ns = smoothed.last_below(LEVEL_M - away_m)
            hold = LiveHold(smoothed, since_ns, place, away_m=away_m, band_m=band_m)
        elif not hold.update(place):
            return hold, ms - CAME_MS
    return hold, None


def held_s(hold):
    return (hold.held_until_ns - hold.since_ns) * 1e-9


def burst(begin_ms, ms_long, by_m):
    return lambda ms: by_m if begin_ms <= ms < begin_ms + ms_long else 0.0


def test_a_still_hand_is_held_from_its_crossing_on():
    hold, over = follow(lambda _: 0.0, 1500)
    assert over is None
    assert held_s(hold) == pytest.approx(1.5, abs=0.05)
    assert hold.level_m == pytest.approx(LEVEL_M, abs=0.001)


@pytest.mark.parametrize("speed_m_s", [0.1, 0.3, 1.0])
def test_a_release_ends_it_where_it_left_the_level(speed_m_s):
    hold, over = follow(lambda ms: -max(0.0, ms - 800) * 1e-3 * speed_m_s, 2500)
    assert over is not None
    assert held_s(hold) == pytest.approx(0.8 + 0.005 / speed_m_s, abs=0.06)
    assert over - 800 < 60 + 60 / speed_m_s, "it is seen at once"


@pytest.mark.parametrize(
    ("begin_ms", "ms_long", "by_m", "goes_on"),
    [
        (150, 70, -0.02, True),
        (700, 100, -0.014, True),
        (700, 300, -0.014, False),
        (700, 80, -0.06, False),
    ],
)
def test_a_bounce_and_a_shake_are_forgiven_and_a_dip_too_long_or_deep_is_not(
    begin_ms, ms_long, by_m, goes_on
):
    hold, over = follow(burst(begin_ms, ms_long, by_m), 1500)
    assert (over is None) is goes_on
    if goes_on:
        assert held_s(hold) == pytest.approx(1.5, abs=0.06)
    else:
        assert held_s(hold) == pytest.approx(begin_ms * 1e-3, abs=0.06)


@pytest.mark.parametrize("hz", [3.0, 6.0, 9.0])
def test_a_hand_that_shakes_by_8_mm_holds(hz):
    hold, over = follow(lambda ms: 0.008 * math.sin(2 * math.pi * hz * ms * 1e-3), 1600)
    assert over is None
    assert held_s(hold) == pytest.approx(1.6, abs=0.15)


@pytest.mark.parametrize(("creep_m_s", "most_s"), [(0.01, 1.6), (0.02, 1.6), (0.08, 0.7)])
def test_a_slow_creep_goes_on_and_a_fall_does_not(creep_m_s, most_s):
    hold, over = follow(lambda ms: -creep_m_s * ms * 1e-3, 1600)
    if most_s > 1.0:
        assert held_s(hold) > 1.1
    else:
        assert over is not None
        assert held_s(hold) < most_s


def test_nothing_is_shown_of_an_absence_until_it_is_over():
    """The ring neither counts the time of a release nor jumps back."""
    shown, x_m = [], path_of(lambda ms: -0.3e-3 * max(0, ms - 900))
    smoothed, hold = SmoothedPosition(), None
    for ms in range(0, 2500, 5):
        place = smoothed.update(ms * MS, x_m(ms))
        if place is None or ms < CAME_MS + 60:
            continue
        if hold is None:
            hold = LiveHold(smoothed, CAME_MS * MS, place, away_m=0.005, band_m=0.01)
        elif not hold.update(place):
            break
        shown.append(held_s(hold))
    assert max(shown) < 0.95


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.tuples(st.integers(1, 400), st.floats(-0.05, 0.05)), min_size=1, max_size=20),
    st.integers(1, 3),
)
def test_a_hold_is_never_longer_than_the_time_that_passed(steps, every):
    smoothed = SmoothedPosition()
    place = smoothed.update(0, LEVEL_M)
    hold, t_ns = LiveHold(smoothed, 0, place, away_m=0.005, band_m=0.01), 0
    for ms_long, by_m in steps:
        for _ in range(0, ms_long, 5 * every):
            t_ns += 5 * every * MS
            place = smoothed.update(t_ns, LEVEL_M + by_m)
            if place is not None and not hold.update(place):
                assert 0.0 <= held_s(hold) <= t_ns * 1e-9
                return
            assert 0.0 <= held_s(hold) <= t_ns * 1e-9
            assert math.isfinite(hold.level_m)
