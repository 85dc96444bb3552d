import numpy as np
import pytest

from device.sensors.reading import Fault
from device.sensors.simulated.clock import SampleClock
from device.sensors.simulated.encoder import Encoder
from device.sensors.simulated.load_cell import RAW_MAX, RAW_MIN, SPIKES, LoadCell
from device.sensors.simulated.mishap import Mishaps


def rng(seed=0):
    return np.random.default_rng(seed)


RAMP = np.linspace(-0.3, 0.7, 5001)


@pytest.mark.parametrize("per_metre", [500.0, 2000.0, 12_000.0])
def test_counts_are_the_floor_of_the_turned_distance(per_metre):
    encoder = Encoder(per_metre, offset_counts=12.25)
    counts = encoder.counts(RAMP)
    error = RAMP * per_metre + 12.25 - counts
    assert error.min() >= 0.0
    assert error.max() < 1.0
    assert np.all(np.diff(counts) >= 0)
    assert np.all(np.diff(Encoder(-per_metre).counts(RAMP)) <= 0)


def test_a_slipping_wheel_misses_its_share_and_does_not_come_back_to_0():
    there_and_back = np.concatenate((RAMP, RAMP[::-1]))
    counts = Encoder(2000.0, slip=0.02).counts(there_and_back)
    assert counts[5000] - counts[0] == pytest.approx(2000 * 0.98, abs=2)
    assert counts[-1] - counts[0] == pytest.approx(-2000 * 0.01, abs=2)


def convert(cell, force, duration_s=20.0):
    grid = cell.grid_s(duration_s)
    return cell.convert(grid, force(grid), rng())


def constant(grid):
    return np.full(len(grid), 100.0)


@pytest.mark.parametrize("rate_hz", [10.0, 80.0])
def test_a_step_of_force_arrives_after_the_group_delay(rate_hz):
    cell = LoadCell(rate_hz=rate_hz, rate_error=0.0, noise_counts=0.0)
    times, raw = convert(cell, lambda grid: np.where(grid < 5.0, 0.0, 200.0))
    force = (raw - cell.zero_counts) * cell.newtons_per_count
    assert len(times) == pytest.approx(20 * rate_hz, abs=1)
    half = np.interp(100.0, force, times)
    assert half - 5.0 == pytest.approx(cell.delay_s, abs=0.3 / rate_hz)
    settled = times > 5.0 + 4 / rate_hz
    np.testing.assert_allclose(force[settled], 200.0, atol=0.002)


def test_noise_and_drift():
    quiet = LoadCell(noise_counts=0.0, drift_n=20.0)
    times, raw = convert(quiet, constant)
    force = (raw - quiet.zero_counts) * quiet.newtons_per_count
    np.testing.assert_allclose(force, 100.0 + times, atol=0.02)
    _, raw = convert(LoadCell(noise_counts=400.0), constant)
    assert raw.std() == pytest.approx(400.0, rel=0.1)


def test_spikes_are_as_frequent_as_asked_and_all_kinds_occur():
    _, raw = convert(LoadCell(spikes=0.02), constant, duration_s=600.0)
    spiked = np.isin(raw, SPIKES)
    assert spiked.mean() == pytest.approx(0.02, abs=0.003)
    assert set(raw[spiked]) == set(SPIKES)
    assert {-1, RAW_MAX, RAW_MIN, 2**17 - 1} <= set(SPIKES)


def test_frozen_and_dead():
    cell = LoadCell(frozen_from=0.5)
    times, raw = convert(cell, constant)
    assert len(set(raw[times > 10.01].tolist())) == 1
    assert len(set(raw[times < 9.99].tolist())) > 50
    assert cell.lost_s(20.0) == ((10.0, 20.0),)
    cell = LoadCell(dead=(0.0, 0.5))
    times, _ = convert(cell, constant)
    assert times.min() > 9.9
    assert cell.lost_s(20.0) == ((0.0, 10.0),)
    assert LoadCell(rate_hz=0.0).lost_s(20.0) == ((0.0, 20.0),)


def test_a_force_beyond_the_range_saturates():
    _, raw = convert(LoadCell(), lambda grid: np.full(len(grid), 1e9))
    assert set(raw.tolist()) == {RAW_MAX}


def test_illegal_transitions_are_flagged_where_they_cost_counts():
    still = np.full(20_000, 77)
    broken = Mishaps(illegal=0.01).strike(np.arange(20_000) / 200, still, 100.0, rng())
    flagged = broken.faults == Fault.ENCODER_ILLEGAL
    assert flagged.mean() == pytest.approx(0.01, abs=0.003)
    np.testing.assert_array_equal(np.diff(broken.counts) != 0, flagged[1:])
    assert np.abs(np.diff(broken.counts)).max() == 2
    assert still.min() == still.max() == 77


def test_a_plain_clock_is_even_and_exact():
    taken, stamp = SampleClock().instants(10.0, rng())
    assert stamp.tolist() == [k * 5_000_000 for k in range(2000)]
    np.testing.assert_allclose(taken, stamp / 1e9)


def test_jitter_is_stamped_and_never_goes_back():
    taken, stamp = SampleClock(rate_hz=500.0, jitter=0.3).instants(20.0, rng())
    assert np.all(np.diff(stamp) >= 0)
    assert np.diff(taken).std() == pytest.approx(0.002 * 0.3 * 2**0.5, rel=0.15)
    assert (stamp / 1e9 - taken).std() == pytest.approx(0.002 * 0.03, rel=0.15)


def test_duplicates_gaps_and_loss():
    _, stamp = SampleClock(duplicates=0.02).instants(100.0, rng())
    assert np.mean(np.diff(stamp) == 0) == pytest.approx(0.02, abs=0.004)
    taken, _ = SampleClock(gaps_per_minute=20.0).instants(300.0, rng())
    gaps = np.diff(taken)[np.diff(taken) > 0.05]
    assert 70 < len(gaps) < 130
    assert np.median(gaps) == pytest.approx(0.105, abs=0.006)
    taken, _ = SampleClock(loss=0.15).instants(100.0, rng())
    assert len(taken) == pytest.approx(17_000, rel=0.02)
