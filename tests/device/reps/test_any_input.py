"""Whatever the sensors say, the pipeline neither fails nor contradicts itself."""

from itertools import accumulate

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.calibration.factors import Factors
from device.calibration.recorded import factors_from_header
from device.pipeline import Pipeline
from device.reps.events import RepConfirmed, SetEnded, SetStarted
from device.reps.exercises import Exercise
from device.sensors.reading import Reading
from device.sensors.simulated.generate import generate

ALL_FAULTS = 0xFF

STRETCH = st.tuples(
    st.floats(0.02, 3.0),  # seconds
    st.floats(-1.2, 1.2),  # metres
    st.sampled_from(("smooth", "jump", "noise", "still", "still")),
)
STREAM = st.tuples(
    st.lists(STRETCH, min_size=1, max_size=12),
    st.sampled_from((500.0, 2000.0, -12000.0)),
    st.sampled_from((20.0, 50.0, 200.0)),
    st.integers(0, 2**32 - 1),
)


def positions(stretches, rate_hz, rng):
    parts, x_m = [], 0.0
    for seconds, way_m, kind in stretches:
        tau = np.arange(0.0, 1.0, 1.0 / max(2.0, seconds * rate_hz))
        if kind == "smooth":
            parts.append(x_m + way_m * (3 * tau**2 - 2 * tau**3))
        elif kind == "jump":
            parts.append(np.full(tau.size, x_m + way_m))
        elif kind == "noise":
            parts.append(x_m + rng.normal(0.0, 0.05, tau.size))
            way_m = 0.0
        else:
            way_m = 0.0
            parts.append(np.full(tau.size, x_m))
        x_m += way_m
    return np.concatenate(parts)


def readings(stream):
    stretches, counts_per_metre, rate_hz, seed = stream
    rng = np.random.default_rng(seed)
    x = positions(stretches, rate_hz, rng)
    steps = rng.choice((0, 1, 1, 1, 1, 1, 30), x.size)  # equal stamps and gaps, too
    t_ns = accumulate(int(step * 1e9 / rate_hz) for step in steps)
    loads = rng.integers(-(2**23), 2**23, x.size)
    faults = np.where(rng.random(x.size) < 0.01, rng.integers(0, ALL_FAULTS + 1, x.size), 0)
    for t, position, load, fault in zip(t_ns, x, loads, faults, strict=True):
        raw = None if load % 3 else int(load)
        yield Reading(t, int(position * counts_per_metre), raw, int(fault))


@settings(max_examples=25, deadline=None)
@given(STREAM)
def test_no_stream_of_readings_breaks_the_pipeline(stream):
    pipeline = Pipeline(Factors(counts_per_metre=stream[1]))
    events = []
    for reading in readings(stream):
        events += pipeline.feed(reading)
        pipeline.live()
    events += pipeline.finish()
    is_open, number, last_top_ns = False, 0, -1
    for event in events:
        if isinstance(event, SetStarted):
            assert not is_open
            is_open, number = True, 0
        elif isinstance(event, SetEnded):
            assert is_open
            is_open = False
        elif isinstance(event, RepConfirmed):
            rep = event.rep
            number += 1
            assert is_open
            assert rep.number == number
            assert rep.start_ns < rep.top_ns <= rep.release_ns <= rep.end_ns <= rep.detected_ns
            assert rep.top_ns > last_top_ns
            assert rep.rom_m is None or rep.rom_m >= Exercise.ROW.spec.min_rom_m
            for figure in (rep.hold_s, rep.mean_velocity_m_s, rep.peak_velocity_m_s):
                assert figure is None or np.isfinite(figure)
            assert rep.verdict != "good" or None not in (rep.hold_s, rep.rom_m)
            last_top_ns = rep.top_ns
    assert not is_open


@pytest.mark.parametrize("seed", [1, 2])
def test_a_count_that_leaps_by_thousands_of_kilometres_costs_no_more_than_another(seed):
    made = generate("count_wraps_32", seed)
    pipeline = Pipeline(factors_from_header(made.header))
    for reading in made.readings:
        pipeline.feed(reading)
    assert pipeline.finish()
