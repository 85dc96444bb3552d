from dataclasses import replace

import numpy as np
import pytest
from shapes import MINIMUM_JERK

from device.motion.wrong_conversions import wrong_conversions
from device.reps.measuring.course import make_course
from device.reps.rep import RepFlag
from device.reps.scoring.kinetics import measure
from device.sensors.simulated.load_cell import LoadCell

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
    assert set(np.flatnonzero(wrong_conversions(t, force))) == set(hit.tolist())
    found = measure(t, force, course, START_S, TOP_S)
    assert found.peak_force_n == pytest.approx(clean.peak_force_n, rel=0.01)
    assert found.work_j == pytest.approx(clean.work_j, rel=0.01)


@pytest.mark.parametrize("length", [1, 2, 3, 5, 7])
@pytest.mark.parametrize("wrong", [lambda f: 6715.0, lambda f: 2 * f, lambda f: -f, lambda f: 0.0])
def test_runs_of_wrong_conversions_up_to_a_tenth_of_a_second_leave_no_trace(course, length, wrong):
    rng = np.random.default_rng(length)
    t, force = conversions(lambda s: 100.0 + 20.0 * position(s))
    force += rng.normal(0.0, 0.1, force.size)
    clean = measure(t, force, course, START_S, TOP_S)
    for first in (70, 105, 140):
        force[first : first + length] = wrong(force[first : first + length])
    found = measure(t, force, course, START_S, TOP_S)
    assert found.peak_force_n == pytest.approx(clean.peak_force_n, rel=0.02)
    assert found.work_j == pytest.approx(clean.work_j, rel=0.02)
    assert (RepFlag.LOAD_NOISY in found.flags) == (length > 1)


def test_a_slow_converter_has_no_peaks(course):
    t, force = conversions(lambda s: 100.0 + 20.0 * position(s), rate_hz=10.0)
    found = measure(t, force, course, START_S, TOP_S)
    assert found.mean_force_n == pytest.approx(100.0 + 20.0 * WAY_M / 2, rel=0.02)
    assert (found.peak_force_n, found.peak_power_w, found.rfd_n_s) == (None, None, None)
    assert found.flags == (RepFlag.LOAD_RATE_LOW,)


@pytest.mark.parametrize("pull_s", [0.4, 0.5, 0.6])
@pytest.mark.parametrize("seed", range(4))
def test_peaks_of_a_quick_pull_are_those_of_its_closed_form(pull_s, seed):
    """Ten kilograms moved by minimum jerk, read by a converter that averages over four."""
    rng = np.random.default_rng(seed)
    mass_kg, gravity = 10.0, 9.81
    start_s = 1.0 + rng.uniform(0.0, 0.02)

    def moved(t_s):
        tau = np.clip((t_s - start_s) / pull_s, 0.0, 1.0)
        way = WAY_M * (10 * tau**3 - 15 * tau**4 + 6 * tau**5)
        speed = WAY_M / pull_s * 30 * tau**2 * (1 - tau) ** 2
        force = mass_kg * (gravity + WAY_M / pull_s**2 * (60 * tau - 180 * tau**2 + 120 * tau**3))
        return way, speed, force

    cell = LoadCell(rate_error=0.0)
    grid = cell.grid_s(4.0)
    load_t, raw = cell.convert(grid, moved(grid)[2], rng)
    load_n = (raw - cell.zero_counts) * cell.newtons_per_count
    t = np.arange(0.0, 4.0, 0.005)
    course = make_course(t, moved(t)[0], 1e-4)
    course = replace(course, v_m_s=moved(course.t_s)[1])  # the velocity's own error is not judged
    found = measure(load_t - cell.delay_s, load_n, course, start_s, start_s + pull_s)
    fine = np.linspace(start_s, start_s + pull_s, 4001)
    _, speed, force = moved(fine)
    rise = force.max() - force[0]
    low, high = (float(fine[np.argmax(force >= force[0] + share * rise)]) for share in (0.2, 0.8))
    assert found.peak_power_w == pytest.approx(float((force * speed).max()), rel=0.02)
    assert found.peak_force_n == pytest.approx(float(force.max()), rel=0.01)
    assert found.rfd_n_s == pytest.approx(0.6 * rise / (high - low), rel=0.03)
    assert found.mean_power_w == pytest.approx(found.work_j / pull_s, rel=0.03)


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
