"""The detector on motions of families that the product's own simulator does not have."""

import numpy as np
import pytest

from tests.tools.accuracy.figures.summary import Tally
from tests.tools.accuracy.run import judge

SEEDS = range(3)

# Where a motion fades in or out more slowly than any family that the detector fits, its true
# beginning cannot be seen to a few milliseconds: there the bounds are wide. Hold errors in s.
BOUNDS = {
    "beta": {"hold_p50_s": 0.02, "hold_p95_s": 0.10, "peak_velocity_p95": 0.03},
    "logistic": {"hold_p50_s": 0.08, "hold_p95_s": 0.18, "peak_velocity_p95": 0.03},
    "tailed": {"hold_p50_s": 0.12, "hold_p95_s": 0.20, "peak_velocity_p95": 0.05},
    "uneven": {"hold_p50_s": 0.12, "hold_p95_s": 0.40, "peak_velocity_p95": 0.16},
    "warped": {"hold_p50_s": 0.03, "hold_p95_s": 0.12, "peak_velocity_p95": 0.03},
    "s_curve": {"hold_p50_s": 0.03, "hold_p95_s": 0.08, "peak_velocity_p95": 0.03},
    "two_strokes": {"hold_p50_s": 0.18, "hold_p95_s": 0.50, "peak_velocity_p95": 0.08},
}


@pytest.mark.parametrize("name", BOUNDS)
def test_the_second_generator_is_consistent_with_itself(second_generator, name):
    made = second_generator.make(name, 1)
    t = np.array([reading.t_ns for reading in made.readings]) / 1e9
    x = np.array([reading.encoder_count for reading in made.readings])
    x = x / made.header["counts_per_metre"]
    for rep in made.truth.reps:
        times = (rep.start_s, rep.top_s, rep.release_s, rep.end_s)
        start, top, release, end = np.interp(times, t, x)
        assert top - start == pytest.approx(rep.rom_m, abs=0.004)
        assert release == pytest.approx(top, abs=0.003)
        assert end < start + 0.02
        assert rep.mean_velocity_m_s < rep.peak_velocity_m_s < 4 * rep.mean_velocity_m_s


@pytest.mark.parametrize("name", BOUNDS)
def test_foreign_motions_are_found_and_scored(second_generator, name):
    tally = Tally()
    for seed in SEEDS:
        tally.add(judge(second_generator.make(name, seed), "detector"))
    figures = tally.figures()
    assert (tally.true, tally.missed, tally.invented) == (8 * len(SEEDS), 0, 0)
    for key, bound in BOUNDS[name].items():
        assert figures[key] <= bound, key
    assert figures["verdict_right"] >= 0.85
    assert figures["rom_p95_m"] <= 0.005
    assert figures["mean_velocity_p95_m_s"] <= 0.2
    assert figures["force_right"] == 1.0
