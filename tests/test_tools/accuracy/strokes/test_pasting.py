import numpy as np
import pytest

from tests.tools.accuracy.strokes.cable import Stretch, stretched, thrown
from tests.tools.accuracy.strokes.conditions import PASTED
from tests.tools.accuracy.strokes.cutting import Library
from tests.tools.accuracy.strokes.pasting import paste
from tests.tools.accuracy.strokes.path import STEP_S, shares


def position(made):
    t = np.array([reading.t_ns for reading in made.readings]) / 1e9
    x = np.array([reading.encoder_count for reading in made.readings], dtype=float)
    return t, x / made.header["counts_per_metre"]


@pytest.mark.parametrize("name", PASTED)
def test_every_condition_gives_a_set_with_its_truth(strokes, name):
    made = paste(name, 3, strokes)
    manner = PASTED[name].manner
    assert manner.reps[0] <= len(made.truth.reps) <= manner.reps[1]
    ends = 0.0
    for rep in made.truth.reps:
        assert ends <= rep.start_s < rep.top_s <= rep.release_s < rep.end_s
        assert 0.8 * manner.range_m[0] < rep.rom_m < 1.2 * manner.range_m[1]
        assert rep.hold_s == pytest.approx(max(0.0, rep.release_s - rep.top_s - 0.15))
        ends = rep.end_s


@pytest.mark.parametrize("seed", range(4))
def test_boundaries_are_where_the_recorded_path_crosses_them(strokes, seed):
    made = paste("strokes", seed, strokes)
    t, x = position(made)
    for rep in made.truth.reps:
        near = max(0.003, 0.01 * rep.rom_m)
        before = x[(t > rep.start_s - 0.25) & (t < rep.start_s - 0.1)].mean()
        start, top, release = np.interp((rep.start_s, rep.top_s, rep.release_s), t, x)
        # Sway of about a millimetre, and the count's own half, lie over the path.
        assert start - before == pytest.approx(near, abs=0.006)
        assert top - before == pytest.approx(rep.rom_m - near, abs=0.008)
        assert release == pytest.approx(top, abs=0.008)


def test_the_same_seed_gives_the_same_set_and_another_one_another(strokes):
    once, again = (paste("strokes_walk", 5, strokes) for _ in range(2))
    assert once.readings == again.readings
    assert once.readings != paste("strokes_walk", 6, strokes).readings


def test_a_walk_out_is_an_excursion_before_the_first_repetition(strokes):
    made = paste("strokes_put_down", 2, strokes)
    walks = made.truth.excursions
    assert len(walks) == 4
    assert walks[0].end_s + 0.5 <= made.truth.reps[0].start_s
    t, x = position(made)
    out = np.interp(made.truth.reps[0].start_s, t, x) - x[0]
    assert 0.14 < out < 0.42


def test_without_strokes_there_is_nothing_to_paste():
    with pytest.raises(ValueError, match="no strokes"):
        paste("strokes", 1, Library((), ()))


def test_a_stroke_of_any_duration_ends_where_it_should(strokes):
    for seconds in (0.02, 0.4, 7.0):
        share = shares(strokes.pulls[0], seconds)
        assert share[-1] == 1.0
        assert np.diff(share).min() >= 0.0
        assert len(share) == max(8, round(seconds / STEP_S))


def test_a_cable_that_gives_rings_after_a_stop_and_comes_to_the_same_place(strokes):
    hand = 0.5 * np.concatenate((shares(strokes.pulls[0], 0.5), np.ones(4000)))
    seen = stretched(hand, Stretch(5.0, 0.1)).x_m
    assert seen.max() > 0.503
    assert seen[-1] == pytest.approx(0.5, abs=1e-4)
    swings = np.flatnonzero(np.diff(np.sign(seen[520:1500] - 0.5)))
    assert np.median(np.diff(swings)) * STEP_S == pytest.approx(0.1, abs=0.02)


def test_a_stack_flies_only_where_the_hand_brakes_harder_than_gravity(strokes):
    # Minimum jerk brakes with 5.77 times range over time squared: 36 and 5.8 m/s².
    u = np.linspace(0.0, 1.0, 300)
    hard = 0.56 * (10 * u**3 - 15 * u**4 + 6 * u**5)
    lead, after = np.zeros(100), np.full(1500, hard[-1])
    seen = thrown(np.concatenate((lead, hard, after)))
    assert seen.slack.any()
    assert seen.x_m.max() > 0.57
    assert seen.x_m[-1] == hard[-1]
    soft = np.interp(np.arange(750) / 750, np.linspace(0, 1, 300), hard)
    assert not thrown(np.concatenate((lead, soft, after))).slack[100:].any()
