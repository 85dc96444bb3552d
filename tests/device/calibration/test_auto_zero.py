import random
from dataclasses import replace

import pytest

from device.calibration.auto_zero import MAX_DRIFT_N, AutoZero
from device.calibration.factors import Factors
from device.sensors.reading import Fault, Reading

FACTORS = Factors(2000.0, 0.0025, 1000.0)


class Feeder:
    def __init__(self, factors=FACTORS):
        self.auto = AutoZero(factors)
        self.t_ns = 0
        self.random = random.Random(3)

    def feed(self, force_n, seconds, count=lambda k: 0, faults=0, noise_n=0.2):
        found = []
        for k in range(round(seconds * 100)):
            self.t_ns += 10_000_000
            noisy = force_n + self.random.gauss(0, noise_n)
            raw = round(FACTORS.load_zero + noisy / FACTORS.newtons_per_count)
            drift = self.auto.feed(Reading(self.t_ns, count(k), raw, faults))
            if drift is not None:
                found.append(drift)
        return found


def test_a_rest_near_zero_moves_the_zero_once():
    feeder = Feeder()
    drifts = feeder.feed(1.5, 20)
    assert len(drifts) == 1
    assert drifts[0].drift_n == pytest.approx(1.5, abs=0.05)
    assert drifts[0].factors == replace(FACTORS, load_zero=drifts[0].factors.load_zero)
    assert drifts[0].factors.load_zero == pytest.approx(1000 + 1.5 / 0.0025, abs=20)


@pytest.mark.parametrize(
    "conditions",
    [
        {"force_n": 6.0, "seconds": 20},
        {"force_n": 1.5, "seconds": 2.5},
        {"force_n": 1.5, "seconds": 20, "count": lambda k: k * 2},
        {"force_n": 1.5, "seconds": 20, "noise_n": 2.0},
        {"force_n": 1.5, "seconds": 20, "faults": int(Fault.LOAD_SATURATED)},
        {"force_n": 1.5, "seconds": 20, "faults": int(Fault.ENCODER_OVERRUN)},
        {"force_n": 0.02, "seconds": 20},
    ],
    ids=["tension", "short", "moving", "unsteady", "saturated", "overrun", "nothing to do"],
)
def test_everything_else_leaves_it(conditions):
    assert Feeder().feed(**conditions) == []


def test_the_total_is_bounded():
    feeder = Feeder()
    total = 0.0
    for step in range(1, 12):
        for drift in feeder.feed(step * 1.5, 5):
            total = drift.total_n
    assert 8.0 < total <= MAX_DRIFT_N


def test_a_tare_by_hand_begins_anew():
    feeder = Feeder()
    feeder.feed(3.0, 10)
    feeder.auto.calibrated(replace(FACTORS, load_zero=FACTORS.load_zero + 3.0 / 0.0025))
    [drift] = feeder.feed(4.0, 10)
    assert drift.total_n == pytest.approx(1.0, abs=0.1)
