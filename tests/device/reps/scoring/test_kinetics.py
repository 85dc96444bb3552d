import numpy as np
import pytest
from shapes import MINIMUM_JERK

from device.reps.measuring.course import make_course
from device.reps.rep import RepFlag
from device.reps.scoring.kinetics import measure, spikes

START_S, TOP_S, WAY_M = 1.0, 2.0, 0.5


@pytest.fixture
def course():
    t = np.arange(0.0, 4.0, 0.005)
    way = MINIMUM_JERK.function(np.clip((t - START_S) / (TOP_S - START_S), 0.0, 1.0), ())[0]
    return make_course(t, WAY_M * way, 1e-4)


def conversions(force, rate_hz=80.0):
    t = np.arange(0.0, 4.0, 1.0 / rate_hz)
    return t, np.array([force(s) for s in t])


def position(t_s):
    tau = np.clip((t_s - START_S) / (TOP_S - START_S), 0.0, 1.0)
    return WAY_M * float(MINIMUM_JERK.function(np.array([tau]), ())[0][0])


def test_a_spring_stores_half_k_x_squared(course):
    stiffness = 400.0
    t, force = conversions(lambda s: stiffness * position(s))
    found = measure(t, force, course, START_S, TOP_S)
    assert found.work_j == pytest.approx(0.5 * stiffness * WAY_M**2, rel=0.01)
    assert found.peak_force_n == pytest.approx(stiffness * WAY_M, rel=0.01)
    assert found.flags == ()


def test_a_weight_has_the_power_of_force_times_velocity(course):
    t, force = conversions(lambda s: 120.0 + 1e-6 * s)
    found = measure(t, force, course, START_S, TOP_S)
    assert found.mean_force_n == pytest.approx(120.0, rel=1e-3)
    assert found.work_j == pytest.approx(120.0 * WAY_M, rel=0.01)
    assert found.mean_power_w == pytest.approx(120.0 * WAY_M / (TOP_S - START_S), rel=0.02)
    peak_velocity = 1.875 * WAY_M / (TOP_S - START_S)
    assert found.peak_power_w == pytest.approx(120.0 * peak_velocity, rel=0.03)


def test_rate_of_force_development_is_the_slope_of_a_ramp(course):
    t, force = conversions(lambda s: 50.0 + 300.0 * float(np.clip(s - 1.1, 0.0, 0.5)))
    found = measure(t, force, course, START_S, TOP_S)
    assert found.rfd_n_s == pytest.approx(300.0, rel=0.05)


@pytest.mark.parametrize("value", [-210.0, 20_000.0, -20_000.0, 118.0])
def test_spikes_leave_no_trace(course, value):
    rng = np.random.default_rng(1)
    t, force = conversions(lambda s: 100.0 + 20.0 * position(s))
    clean = measure(t, force, course, START_S, TOP_S)
    hit = rng.choice(np.arange(60, 200), 3, replace=False)
    force[hit] = force[hit] + value
    assert set(np.flatnonzero(spikes(force))) == set(hit.tolist())
    found = measure(t, force, course, START_S, TOP_S)
    assert found.peak_force_n == pytest.approx(clean.peak_force_n, rel=0.01)
    assert found.work_j == pytest.approx(clean.work_j, rel=0.01)


def test_a_silent_load_cell_measures_nothing(course):
    t, force = conversions(lambda s: 100.0 + s)
    early = t < 0.9
    found = measure(t[early], force[early], course, START_S, TOP_S)
    assert found.mean_force_n is None
    assert found.work_j is None
    assert found.flags == (RepFlag.LOAD_LOST,)


def test_a_frozen_load_cell_measures_nothing(course):
    t, force = conversions(lambda _: 123.0)
    found = measure(t, force, course, START_S, TOP_S)
    assert found.peak_force_n is None
    assert found.flags == (RepFlag.LOAD_FROZEN,)
