"""What a plug that was out for a moment leaves in the count."""

import numpy as np
import pytest

from device.reps.detection.outage import lost_a_return, stood_high, stops_dead

QUANTUM_M = 1 / 2000


def counted(x_m):
    return np.floor(x_m / QUANTUM_M) * QUANTUM_M


def stroke(t_s, start_s, lasts_s, way_m):
    tau = np.clip((t_s - start_s) / lasts_s, 0.0, 1.0)
    return way_m * (10 * tau**3 - 15 * tau**4 + 6 * tau**5)


@pytest.fixture
def t():
    return np.arange(0.0, 6.0, 0.005)


@pytest.fixture
def rep(t):
    """Out in 0.7 s, held for a second, back in 1.5 s."""
    return stroke(t, 1.0, 0.7, 0.5) - stroke(t, 2.7, 1.5, 0.5)


def out_between(t, x_m, from_s, to_s):
    """The count with the plug out for a while: it stands, and goes on from there."""
    first, last = np.searchsorted(t, (from_s, to_s))
    seen = x_m.copy()
    seen[first:last] = x_m[first]
    seen[last:] += x_m[first] - x_m[last]
    return seen


def test_a_sound_repetition_neither_stops_dead_nor_leaps(t, rep):
    assert not stops_dead(t, counted(rep), QUANTUM_M)


@pytest.mark.parametrize("from_s", [1.25, 1.35, 1.45])
def test_a_plug_that_comes_off_in_the_pull_is_seen(t, rep, from_s):
    assert stops_dead(t, counted(out_between(t, rep, from_s, 2.2)), QUANTUM_M)


def test_a_plug_that_is_put_back_in_the_pull_is_seen(t, rep):
    assert stops_dead(t, counted(out_between(t, rep, 0.5, 1.35)), QUANTUM_M)


def test_a_handle_that_lands_hard_is_no_outage(t):
    x = stroke(t, 1.0, 0.7, 0.5) - np.minimum(0.5, 3.5 * np.maximum(0.0, t - 3.0) ** 2)
    assert not stops_dead(t, counted(x), QUANTUM_M)


def test_a_return_that_was_lost_is_a_stand_at_the_usual_height(t):
    two = counted(stroke(t, 1.0, 0.7, 0.5) + stroke(t, 4.0, 0.7, 0.5))
    from_s, until_s = stood_high(t, two, 0.5)
    assert from_s == pytest.approx(1.7, abs=0.1)
    assert until_s == pytest.approx(4.0, abs=0.1)
    assert stood_high(t, two, 0.9) is None
    between = (t > 0.5) & (t < 4.0)
    assert lost_a_return(t[between], two[between], 0.0, 0.5, 0.5)


def test_somebody_who_steps_back_and_sways_has_lost_no_return(t):
    sway = 0.002 * np.sin(2 * np.pi * 0.4 * t)
    walked = counted(stroke(t, 1.0, 0.7, 0.5) + sway)
    assert not lost_a_return(t, walked, 0.0, 0.5, 0.5)
