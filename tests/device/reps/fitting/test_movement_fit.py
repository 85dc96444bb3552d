import numpy as np
import pytest

from device.reps.fitting import shapes
from device.reps.fitting.movement_fit import Drift, fit_movement

ONSET_S, DURATION_S, WAY_M = 0.5, 1.6, 0.45

FAMILIES = [
    (shapes.MINIMUM_JERK, ()),
    (shapes.SINE, ()),
    (shapes.TRAPEZOID, (0.2, 0.35)),
    (shapes.ROUNDED, (0.2, 0.3, 0.12)),
    (shapes.SPLIT_MINIMUM_JERK, (0.35,)),
    (shapes.SPLIT_SINE, (0.6,)),
    (shapes.LOGISTIC, (8.0,)),
    (shapes.BETA, (1.7, 2.6)),
]


def movement(shape, parameters, counts_per_metre=12000.0, drift_m_s=0.0):
    t = np.arange(0.0, ONSET_S + DURATION_S + 0.5, 0.02)
    tau = np.clip((t - ONSET_S) / DURATION_S, 0.0, 1.0)
    x = WAY_M * shape.function(tau, parameters)[0] + drift_m_s * np.minimum(t - ONSET_S, 0.0)
    return t, np.floor(x * counts_per_metre) / counts_per_metre


@pytest.mark.parametrize(("shape", "parameters"), FAMILIES, ids=lambda p: getattr(p, "name", ""))
def test_ends_of_every_family_are_found(shape, parameters):
    t, x = movement(shape, parameters)
    fit = fit_movement(t, x, ONSET_S + 0.2, ONSET_S + DURATION_S - 0.2, 2.5e-5)
    assert fit is not None
    assert fit.onset_s == pytest.approx(ONSET_S, abs=0.010)
    assert fit.end_s == pytest.approx(ONSET_S + DURATION_S, abs=0.010)
    assert fit.amplitude_m == pytest.approx(WAY_M, abs=5e-4)
    tau = np.linspace(0.0, 1.0, 2001)
    peak = WAY_M / DURATION_S * shape.function(tau, parameters)[1].max()
    assert fit.peak_velocity_m_s == pytest.approx(peak, rel=0.02)


def test_creep_before_the_onset_is_not_the_movement():
    t, x = movement(shapes.MINIMUM_JERK, (), drift_m_s=0.02)
    fit = fit_movement(t, x, 0.7, 1.9, 2.5e-5, drift=Drift.BEFORE)
    assert fit is not None
    assert fit.onset_s == pytest.approx(ONSET_S, abs=0.010)
    assert fit.drift_m_s == pytest.approx(0.02, abs=0.003)


def test_too_few_points_give_nothing():
    t, x = movement(shapes.SINE, ())
    assert fit_movement(t[:7], x[:7], 0.0, 0.1, 1e-4) is None


@pytest.mark.parametrize(("shape", "parameters"), FAMILIES, ids=lambda p: getattr(p, "name", ""))
def test_way_is_the_integral_of_velocity(shape, parameters):
    tau = np.linspace(0.0, 1.0, 4001)
    way, velocity = shape.function(tau, parameters)
    assert way[0] == pytest.approx(0.0, abs=1e-9)
    assert way[-1] == pytest.approx(1.0, abs=1e-9)
    assert np.trapezoid(velocity, tau) == pytest.approx(1.0, abs=1e-3)
    assert np.gradient(way, tau)[1000] == pytest.approx(velocity[1000], rel=0.01)
