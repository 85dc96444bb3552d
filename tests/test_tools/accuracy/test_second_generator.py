"""The detector on motions of families that the product's own simulator does not have."""

import numpy as np
import pytest

from tests.tools.accuracy.figures.summary import Tally
from tests.tools.accuracy.run import judge

SEEDS = range(3)

NAMES = ("beta", "logistic", "tailed", "uneven", "warped", "s_curve", "two_strokes")

# A crossing can be measured whatever the family of the motion, so one bound holds for them all;
# while the boundaries were onsets, the hold's ranged from 80 to 500 ms.
BOUNDS = {
    "start_p95_s": 0.03,
    "hold_p50_s": 0.01,
    "hold_p95_s": 0.03,
    "rom_p95_m": 0.003,
    "mean_velocity_p95_m_s": 0.04,
    "peak_velocity_p95": 0.035,
}


@pytest.mark.parametrize("name", NAMES)
def test_the_second_generator_is_consistent_with_itself(second_generator, name):
    made = second_generator.make(name, 1)
    t = np.array([reading.t_ns for reading in made.readings]) / 1e9
    x = np.array([reading.encoder_count for reading in made.readings])
    x = x / made.header["counts_per_metre"]
    for rep in made.truth.reps:
        times = (rep.start_s, rep.top_s, rep.release_s, rep.end_s)
        start, top, release, end = np.interp(times, t, x)
        near_m = max(0.003, 0.01 * rep.rom_m)
        assert top - start == pytest.approx(rep.rom_m - 2 * near_m, abs=0.004)
        assert release == pytest.approx(top, abs=0.003)
        assert end < start + 0.02
        assert rep.mean_velocity_m_s < rep.peak_velocity_m_s < 4 * rep.mean_velocity_m_s


@pytest.mark.parametrize("name", NAMES)
def test_foreign_motions_are_found_and_scored(second_generator, name):
    tally = Tally()
    for seed in SEEDS:
        tally.add(judge(second_generator.make(name, seed), "detector"))
    figures = tally.figures()
    assert (tally.true, tally.missed, tally.invented) == (8 * len(SEEDS), 0, 0)
    for key, bound in BOUNDS.items():
        assert figures[key] <= bound, key
    assert figures["verdict_right"] == 1.0
    assert figures["force_right"] == 1.0
