"""The whole procedure on the simulator's own sensor models, which know nothing of it."""

import numpy as np
import pytest

from device.sensors.reading import Reading
from device.sensors.simulated.encoder import Encoder
from device.sensors.simulated.load_cell import LoadCell

READINGS_PER_S = 200
KG_N = 9.80665

# Until (s), force there (N), position there (m); then the step that is taken at that moment.
SCRIPT = (
    (3.0, 0.0, 0.30, "tare", {}),
    (4.0, 20 * KG_N, 0.30, None, {}),
    (7.0, 20 * KG_N, 0.30, "weight", {"kg": 20}),
    (8.0, 60 * KG_N, 0.30, None, {}),
    (11.0, 60 * KG_N, 0.30, "weight", {"kg": 60}),
    (12.0, 30.0, 0.30, None, {}),
    (14.0, 30.0, 0.30, "length", {"mark": True}),
    (15.5, 150.0, 1.30, None, {}),
    (18.0, 140.0, 1.30, "length", {"length_m": 1.0}),
    (18.0, 140.0, 1.30, "direction", {}),
    (20.0, 30.0, 0.30, None, {}),
    (22.0, 30.0, 0.30, "check", {"mark": True}),
    (23.5, 150.0, 1.10, None, {}),
    (25.0, 30.0, 0.30, None, {}),
    (27.0, 30.0, 0.30, "check", {}),
    (27.0, 30.0, 0.30, "accept", {}),
)


def play(session, load_cell, encoder, seed):
    rng = np.random.default_rng(seed)
    until_s = np.array([0.0] + [row[0] for row in SCRIPT])
    force_n = np.array([SCRIPT[0][1]] + [row[1] for row in SCRIPT])
    position_m = np.array([SCRIPT[0][2]] + [row[2] for row in SCRIPT])
    end_s = float(until_s[-1])
    grid_s = load_cell.grid_s(end_s)
    converted_s, raws = load_cell.convert(grid_s, np.interp(grid_s, until_s, force_n), rng)
    t_s = np.arange(0.0, end_s, 1 / READINGS_PER_S)
    counts = encoder.counts(np.interp(t_s, until_s, position_m))
    arrives_at = dict(zip(np.searchsorted(t_s, converted_s), raws, strict=True))
    session.handle("begin", {"operator": "simulated"})
    steps = list(SCRIPT)
    for k, now_s in enumerate(t_s):
        while steps and now_s >= steps[0][0]:
            take(session, steps.pop(0))
        raw = arrives_at.get(k)
        session.feed(Reading(int(now_s * 1e9), int(counts[k]), None if raw is None else int(raw)))
    for step in steps:
        take(session, step)
    return session.record


def take(session, row):
    *_, step, values = row
    if step is not None:
        session.handle(step, values)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("rate_hz", [10.0, 80.0])
def test_the_true_factors_come_back_within_a_thousandth(session, seed, rate_hz):
    load_cell = LoadCell(rate_hz=rate_hz, newtons_per_count=0.0025, zero_counts=83_880.0)
    encoder = Encoder(counts_per_metre=2000.0, offset_counts=seed / 6)
    found = play(session, load_cell, encoder, seed).factors
    assert found.newtons_per_count == pytest.approx(0.0025, rel=1e-3)
    assert found.counts_per_metre == pytest.approx(2000.0, rel=1e-3)
    assert found.load_zero == pytest.approx(83_880.0, abs=40)
    assert found.load_delay_s == pytest.approx(load_cell.delay_s, rel=0.02)


def test_forces_measured_with_them_are_right(session):
    record = play(session, LoadCell(), Encoder(), 1)
    reading = Reading(0, 3000, round(83_880 + 123.4 / 0.0025))
    measured = record.factors.apply(reading)
    assert measured.force_n == pytest.approx(123.4, abs=0.2)
    assert measured.position_m == pytest.approx(1.5, rel=1e-3)
