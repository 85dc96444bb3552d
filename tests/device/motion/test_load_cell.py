"""Which conversions are believed; rows 1 to 5 of the fault table, as samples."""

import random

import pytest

from device.calibration.factors import Factors
from device.motion.estimator import MotionEstimator
from device.motion.faults import FaultBoard, FaultCleared, FaultKind, FaultRaised
from device.sensors.reading import Fault, Reading

MS = 1_000_000
FACTORS = Factors(newtons_per_count=0.0025, load_zero=1000.0)


class Station:
    """Feeds readings every 5 ms with a conversion in every third of them."""

    def __init__(self):
        self.board = FaultBoard()
        self.motion = MotionEstimator(self.board, 1 / 2000)
        self.events = []
        self.t_ns = 0
        self._n = 0

    def feed(self, seconds, raw, *, speed_m_s=0.0, faults=0):
        """``raw`` is a function of nothing, or ``None`` for silence."""
        samples = []
        for _ in range(int(seconds * 200)):
            self._n += 1
            self.t_ns += 5 * MS
            value = raw() if raw is not None and self._n % 3 == 0 else None
            count = round(speed_m_s * self.t_ns * 1e-9 * 2000)
            reading = Reading(self.t_ns, count, value, faults if value is not None else 0)
            samples.append(self.motion.update(FACTORS.apply(reading)))
            self.events += self.board.take_events()
        return samples

    def raised(self, kind):
        return [e for e in self.events if isinstance(e, FaultRaised) and e.kind is kind]

    def cleared(self, kind):
        return [e for e in self.events if isinstance(e, FaultCleared) and e.kind is kind]


@pytest.fixture
def station():
    return Station()


def around(raw, noise=40):
    rng = random.Random(3)
    return lambda: round(rng.gauss(raw, noise))


def test_force_and_power_of_a_steady_pull(station):
    last = station.feed(1.0, around(41_000), speed_m_s=0.5)[-1]
    assert last.force_n == pytest.approx(100.0, abs=0.5)
    assert last.power_w == pytest.approx(50.0, abs=0.6)
    assert station.events == []


def test_silence_is_known_within_a_quarter_second_and_so_is_the_return(station):
    station.feed(1.0, around(41_000))
    silent_from_ns = station.t_ns
    samples = station.feed(1.0, None)
    [lost] = station.raised(FaultKind.LOAD_CELL_LOST)
    assert lost.t_ns - silent_from_ns <= 255 * MS
    assert samples[-1].force_n is None
    assert samples[-1].power_w is None
    station.feed(0.2, around(41_000))
    assert len(station.cleared(FaultKind.LOAD_CELL_LOST)) == 1


def test_a_cell_that_never_spoke_is_lost_once(station):
    station.feed(3.0, None)
    assert len(station.raised(FaultKind.LOAD_CELL_LOST)) == 1


@pytest.mark.parametrize("raw", [2**23 - 1, -(2**23)])
def test_saturation_is_no_force(station, raw):
    station.feed(0.5, around(41_000))
    samples = station.feed(0.5, lambda: raw)
    assert samples[-1].force_n is None
    assert any(sample.faults & Fault.LOAD_SATURATED for sample in samples)
    assert len(station.raised(FaultKind.LOAD_CELL_SATURATED)) == 1
    station.feed(0.5, around(41_000))
    assert len(station.cleared(FaultKind.LOAD_CELL_SATURATED)) == 1


@pytest.mark.parametrize("spike", [-1, 2**23 - 1, -(2**23), 2**17 - 1, 2**20 - 1])
def test_a_lone_wrong_conversion_never_shows(station, spike):
    rng = random.Random(5)
    good = around(41_000)
    samples = station.feed(5.0, lambda: spike if rng.random() < 0.01 else good())
    settled = [sample.force_n for sample in samples[40:]]
    assert max(settled) < 101.0
    assert min(settled) > 99.0
    assert station.raised(FaultKind.LOAD_CELL_SATURATED) == []


def test_many_wrong_conversions_are_called_noise(station):
    rng = random.Random(5)
    good = around(41_000)
    station.feed(8.0, lambda: 131_071 if rng.random() < 0.06 else good())
    assert station.raised(FaultKind.LOAD_CELL_NOISY)


def test_a_frozen_value_is_known_within_a_second_of_motion(station):
    station.feed(1.0, around(41_000))
    samples = station.feed(2.0, lambda: 41_000, speed_m_s=0.3)
    [frozen] = station.raised(FaultKind.LOAD_CELL_FROZEN)
    assert frozen.t_ns <= 2_050 * MS
    assert samples[-1].force_n is None


def test_one_value_at_rest_is_not_frozen(station):
    station.feed(30.0, lambda: 41_000)
    assert station.raised(FaultKind.LOAD_CELL_FROZEN) == []


def test_flags_of_the_chip_void_the_conversion(station):
    station.feed(0.5, around(41_000))
    station.feed(0.1, around(3_000_000), faults=int(Fault.LOAD_DESYNC))
    assert station.motion._load.force_n() == pytest.approx(100.0, abs=1.0)
    assert station.raised(FaultKind.LOAD_CELL_DESYNC)
