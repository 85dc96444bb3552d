import math

import pytest

from device.motion.velocity import VelocityEstimator


def run(position, seconds=2.0, rate_hz=200.0, counts_per_metre=None):
    estimator = VelocityEstimator()
    for i in range(int(seconds * rate_hz)):
        t_s = i / rate_hz
        x = position(t_s)
        if counts_per_metre:
            x = math.floor(x * counts_per_metre) / counts_per_metre
        estimator.update(round(t_s * 1e9), x)
    return estimator


@pytest.mark.parametrize("rate_hz", [50.0, 200.0, 1000.0])
@pytest.mark.parametrize("velocity_m_s", [-1.5, 0.0, 0.3])
def test_constant_velocity_is_exact(rate_hz, velocity_m_s):
    estimator = run(lambda t: 0.2 + velocity_m_s * t, rate_hz=rate_hz)
    assert estimator.fast_m_s == pytest.approx(velocity_m_s, abs=1e-6)
    assert estimator.slow_m_s == pytest.approx(velocity_m_s, abs=1e-6)


@pytest.mark.parametrize("tremor_hz", [9.0, 10.0, 11.0])
def test_tremor_cancels_in_the_slow_velocity(tremor_hz):
    tremor_m = 0.002
    speed = 2 * math.pi * tremor_hz * tremor_m
    worst = max(
        abs(run(lambda t, p=p: tremor_m * math.sin(2 * math.pi * tremor_hz * t + p)).slow_m_s)
        for p in (0.0, 0.7, 1.4, 2.1, 2.8)
    )
    assert worst < 0.15 * speed


def test_a_coarse_encoder_at_rest_moves_by_less_than_a_count_a_window():
    assert abs(run(lambda _: 0.123, counts_per_metre=500).slow_m_s) == 0.0


def test_equal_and_missing_stamps_do_no_harm():
    estimator = VelocityEstimator()
    for t_ms in (0, 5, 5, 5, 10, 150, 155, 160, 165, 170, 175):
        estimator.update(t_ms * 1_000_000, 0.4 * t_ms * 1e-3)
    assert estimator.fast_m_s == pytest.approx(0.4, rel=0.15)


def test_after_a_reset_the_past_does_not_count():
    estimator = run(lambda t: t)
    estimator.reset()
    estimator.update(2_000_000_000, -500.0)
    estimator.update(2_005_000_000, -500.0)
    assert estimator.slow_m_s == 0.0
