"""The truth's boundaries, by their definitions, on paths in closed form."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.sensors.simulated.crossing import (
    BAND_M,
    CREEP_M_S,
    TURN_S,
    Levels,
    Onsets,
    band_m,
    crossings,
    near_m,
)
from device.sensors.simulated.profile import PROFILES, Move, handle_state

STEP_S = 0.001
SMOOTH = sorted(set(PROFILES) - {"fall", "throw"})


def moved(moves, until_s):
    """A path from 0 s on, on the grid that truth is measured on."""
    t = np.arange(0.0, until_s + STEP_S / 2, STEP_S)
    return t, handle_state(moves, t).x_m


def stroke(range_m, pull_s, hold_s, release_s, pull="sine", release="sine"):
    """A pull, a hold and a return, back to back, with their onsets."""
    onsets = Onsets(0.0, pull_s, pull_s + hold_s, pull_s + hold_s + release_s)
    moves = [
        Move(0.0, pull_s, range_m, pull),
        Move(onsets.release_s, release_s, -range_m, release),
    ]
    return *moved(moves, onsets.end_s), onsets


def half_cosine_s(duration_s, share):
    """When half a cosine has covered a share of its way."""
    return duration_s / np.pi * np.arccos(1.0 - 2.0 * share)


@pytest.mark.parametrize("range_m", [0.2, 0.5, 1.2])
def test_the_crossings_of_half_cosines_are_those_of_the_closed_form(range_m):
    t, x, onsets = stroke(range_m, 0.8, 1.3, 2.4)
    found = crossings(t, x, onsets)
    share = max(0.003 / range_m, 0.01)
    assert found.start_s == pytest.approx(half_cosine_s(0.8, share), abs=1e-4)
    assert found.top_s == pytest.approx(0.8 - half_cosine_s(0.8, share), abs=1e-4)
    assert found.release_s == pytest.approx(2.1 + half_cosine_s(2.4, share), abs=1e-4)
    assert found.end_s == pytest.approx(4.5 - half_cosine_s(2.4, share), abs=1e-4)
    assert found.rom_m == pytest.approx(range_m)
    assert found.hold_s == pytest.approx(found.release_s - found.top_s - 0.15)


strokes = st.builds(
    stroke,
    range_m=st.floats(0.15, 1.2),
    pull_s=st.floats(0.3, 3.0),
    hold_s=st.floats(0.2, 3.0),
    release_s=st.floats(0.4, 7.0),
    pull=st.sampled_from(SMOOTH),
    release=st.sampled_from(SMOOTH),
)


@given(strokes)
def test_each_crossing_is_where_the_definition_says(made):
    t, x, onsets = made
    found = crossings(t, x, onsets)
    d_m = near_m(found.rom_m)
    top_m = x.max()
    assert (0.0, onsets.release_s) < (found.start_s, found.release_s)
    assert found.start_s < found.top_s < onsets.top_s
    assert found.release_s < found.end_s < onsets.end_s
    pull, back = t < onsets.top_s, t > onsets.release_s
    assert np.all(x[pull & (t > found.start_s + STEP_S)] > d_m - 1e-9)
    assert np.all(x[pull & (t < found.start_s - STEP_S)] < d_m + 1e-9)
    assert np.all(x[pull & (t < found.top_s - STEP_S)] < top_m - d_m + 1e-9)
    assert np.all(x[(t > found.top_s + STEP_S) & (t < found.release_s)] > top_m - d_m - 1e-4)
    assert np.all(x[t > found.release_s + STEP_S] < top_m - d_m + 1e-4)
    assert np.all(x[back & (t < found.end_s - STEP_S)] > d_m - 1e-9)


@given(strokes, st.floats(-3.0, 3.0), st.floats(0.0, 1000.0))
def test_place_and_time_of_a_stroke_do_not_matter(made, shift_m, shift_s):
    t, x, onsets = made
    here = crossings(t, x, onsets)
    later = Onsets(*(at + shift_s for at in onsets))
    there = crossings(t + shift_s, x + shift_m, later)
    assert there.rom_m == pytest.approx(here.rom_m, abs=1e-9)
    np.testing.assert_allclose(np.array(there[:4]) - shift_s, here[:4], atol=2e-3)


@given(strokes, st.floats(0.2, 2.0))
def test_a_longer_hold_is_longer_by_just_that(made, more_s):
    t, x, onsets = made
    place = int(np.searchsorted(t, onsets.top_s + 0.1))
    more = round(more_s / STEP_S)
    t_long = np.arange(len(t) + more) * STEP_S
    x_long = np.concatenate((x[:place], np.full(more, x[place]), x[place:]))
    moved_s = more * STEP_S
    after = Onsets(onsets.start_s, onsets.top_s, onsets.release_s + moved_s, onsets.end_s + moved_s)
    longer = crossings(t_long, x_long, after)
    assert longer.hold_s - crossings(t, x, onsets).hold_s == pytest.approx(moved_s, abs=3e-3)


def test_a_plain_turn_is_no_hold_and_its_level_is_the_turn():
    t, x, onsets = stroke(0.5, 0.5, 0.0, 0.5)
    found = crossings(t, x, onsets)
    assert 0.0 < found.release_s - found.top_s < TURN_S
    assert found.hold_s == 0.0
    beyond = [Move(0.0, 0.6, 0.55, "sine"), Move(0.6, 0.3, -0.05, "sine")]
    t, x = moved([*beyond, Move(0.9, 1.0, -0.5, "sine")], 1.9)
    assert crossings(t, x, Onsets(0.0, 0.9, 0.9, 1.9)).top_s < 0.6


def overshot(over_m, settle_s):
    """Too far by ``over_m`` after 0.6 s, settled ``settle_s`` later, then held for a second."""
    onsets = Onsets(0.0, 0.6 + settle_s, 1.6 + settle_s, 3.0 + settle_s)
    moves = [
        Move(0.0, 0.6, 0.5 + over_m, "sine"),
        Move(0.6, settle_s, -over_m, "sine"),
        Move(onsets.release_s, 1.4, -0.5, "sine"),
    ]
    return *moved(moves, onsets.end_s), onsets


def test_after_an_overshoot_the_top_is_when_it_is_back_in_the_band():
    t, x, onsets = overshot(0.04, 0.4)
    found = crossings(t, x, onsets)
    back_s = 0.6 + half_cosine_s(0.4, 1.0 - band_m(found.rom_m) / 0.04)
    assert found.top_s == pytest.approx(back_s, abs=1e-3)
    assert found.rom_m == pytest.approx(0.54)


@pytest.mark.parametrize(("over_m", "settle_s"), [(0.009, 0.4), (0.016, 0.05)])
def test_an_overshoot_within_the_band_or_a_tenth_of_a_second_is_none(over_m, settle_s):
    t, x, onsets = overshot(over_m, settle_s)
    found = crossings(t, x, onsets)
    reached = (0.5 - near_m(found.rom_m)) / (0.5 + over_m)
    assert found.top_s == pytest.approx(half_cosine_s(0.6, reached), abs=1e-3)


@pytest.mark.parametrize("speed_m_s", [0.005, 0.015, 0.024])
def test_a_creep_is_followed(speed_m_s):
    crept_m = speed_m_s * 2.0
    onsets = Onsets(0.0, 0.6, 2.6, 4.0)
    moves = [
        Move(0.0, 0.6, 0.5, "sine"),
        Move(0.6, 2.0, -crept_m, "ramp"),
        Move(2.6, 1.4, crept_m - 0.5, "sine"),
    ]
    found = crossings(*moved(moves, 4.0), onsets)
    assert found.release_s > 2.6
    assert found.hold_s > 1.9


def test_a_faster_creep_is_a_release():
    onsets = Onsets(0.0, 0.6, 2.6, 4.0)
    moves = [
        Move(0.0, 0.6, 0.5, "sine"),
        Move(0.6, 2.0, -4 * CREEP_M_S * 2.0, "ramp"),
        Move(2.6, 1.4, -0.3, "sine"),
    ]
    found = crossings(*moved(moves, 4.0), onsets)
    assert found.release_s < 0.9


def dipped(at_s, for_s, depth_m):
    """A hold from 0.6 to 2.6 s with one dip, whose sides are steep."""
    t, x, onsets = stroke(0.5, 0.6, 2.0, 1.4)
    x[(t >= 0.6 + at_s) & (t < 0.6 + at_s + for_s)] -= depth_m
    return t, x, onsets


@pytest.mark.parametrize(
    ("at_s", "for_s", "goes_on"),
    [(0.1, 0.09, True), (0.1, 0.12, False), (1.0, 0.12, True), (1.0, 0.17, False)],
)
def test_a_bounce_is_forgiven_for_100_ms_and_a_shake_for_150(at_s, for_s, goes_on):
    t, x, onsets = dipped(at_s, for_s, 0.03)
    found = crossings(t, x, onsets)
    whole = crossings(*stroke(0.5, 0.6, 2.0, 1.4))
    if goes_on:
        assert found == whole
    elif at_s == 0.1:  # the longer part comes after the dip
        assert found.top_s == pytest.approx(0.6 + at_s + for_s, abs=2e-3)
        assert found.release_s == whole.release_s
    else:
        assert found.top_s == whole.top_s
        assert found.release_s == pytest.approx(0.6 + at_s, abs=2e-3)


def test_within_the_band_nothing_ends_a_hold():
    found = crossings(*dipped(0.5, 1.0, BAND_M - 0.0005))
    assert found.hold_s == crossings(*stroke(0.5, 0.6, 2.0, 1.4)).hold_s


@given(
    amplitude_m=st.floats(0.002, 0.016),
    frequency_hz=st.floats(4.0, 9.0),
    damping=st.floats(0.05, 0.2),
)
def test_a_bounce_on_an_elastic_cable_ends_no_hold(amplitude_m, frequency_hz, damping):
    t, x, onsets = stroke(0.5, 0.6, 1.3, 1.6)
    since_s = np.maximum(t - onsets.top_s, 0.0)
    omega = 2.0 * np.pi * frequency_hz
    decay = np.exp(-damping * omega * since_s)
    x += amplitude_m * decay * np.sin(omega * since_s) * (t < onsets.release_s)
    found = crossings(t, x, onsets, Levels(0.0, 0.5, 0.5, 0.0))
    assert found.hold_s == pytest.approx(crossings(*stroke(0.5, 0.6, 1.3, 1.6)).hold_s, abs=0.04)


def test_of_a_hold_in_two_the_longer_counts():
    t, x, onsets = dipped(0.5, 0.4, 0.05)
    found = crossings(t, x, onsets)
    assert found.top_s == pytest.approx(1.5, abs=2e-3)
    assert found.release_s - found.top_s > 1.1


def test_it_starts_where_it_left_last_and_ends_where_it_came_first():
    moves = [
        Move(0.0, 0.3, 0.02, "sine"),  # a twitch out of the level it stood at, and back
        Move(0.3, 0.3, -0.02, "sine"),
        Move(0.6, 0.6, 0.5, "sine"),
        Move(2.2, 1.4, -0.5, "sine"),
    ]
    t, x = moved(moves, 4.6)
    x[t > 3.6] += 0.02 * np.sin(2 * np.pi * (t[t > 3.6] - 3.6))  # a rebound after it has come
    found = crossings(t, x, Onsets(0.0, 1.2, 2.2, 4.6), Levels(0.0, 0.5, 0.5, 0.0))
    assert found.start_s == pytest.approx(0.6 + half_cosine_s(0.6, 0.01), abs=2e-3)
    assert found.end_s == pytest.approx(3.6 - half_cosine_s(1.4, 0.01), abs=2e-3)


def test_what_never_comes_back_ends_with_the_path():
    t, x = moved([Move(0.0, 0.6, 0.5, "sine")], 3.0)
    found = crossings(t, x, Onsets(0.0, 0.6, 3.0, 3.0))
    assert found.release_s == found.end_s == pytest.approx(3.0)
