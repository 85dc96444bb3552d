"""Power, propulsive velocity and rate of force of a pull, against closed forms."""

import numpy as np
import pytest

from device.sensors.simulated.generate import generate
from device.sensors.simulated.kinetics import (
    Path,
    integral,
    mean_propulsive_velocity_m_s,
    peak_power_w,
    rfd_n_s,
)
from device.sensors.simulated.machine import Machine
from device.sensors.simulated.profile import Move, handle_state

G = 9.80665


def pull(duration_s=0.5, range_m=0.6, friction=0.0, profile="minimum_jerk"):
    """Ten kilograms hanging, pulled in closed form."""
    machine = Machine(stack_kg=10.0, friction=friction, lift_off_m=-1.0)
    t = np.linspace(0.0, duration_s, 2001)
    handle = handle_state([Move(0.0, duration_s, range_m, profile)], t)
    return Path(t, handle.x_m, handle.v_m_s, machine.force_n(handle)), machine


def test_the_power_of_a_pull_from_rest_to_rest_is_its_potential_energy_over_time():
    path, _ = pull(duration_s=0.7)  # a shorter one would throw the stack
    assert integral(path.force_n, path.x_m) == pytest.approx(10 * G * 0.6, rel=1e-4)


def test_peak_power_and_propulsive_velocity_of_minimum_jerk():
    path, machine = pull()
    u = np.linspace(0.0, 1.0, 100_001)
    v = 0.6 / 0.5 * 30 * u**2 * (1 - u) ** 2
    a = 0.6 / 0.25 * 60 * u * (1 - u) * (1 - 2 * u)
    assert peak_power_w(path) == pytest.approx((10 * (G + a) * v).max(), rel=1e-4)
    # Without friction the force falls below the weight where the handle begins to brake.
    half_m_s = 0.3 / 0.25
    found = mean_propulsive_velocity_m_s(path, machine.weight_n)
    assert found == pytest.approx(half_m_s, rel=2e-3)


def test_a_pull_that_never_brakes_below_the_weight_is_propulsive_from_first_to_last():
    path, machine = pull(duration_s=3.0, friction=0.08)
    inner = path.between(0.1, 2.9)
    whole_m_s = (inner.x_m[-1] - inner.x_m[0]) / 2.8
    assert mean_propulsive_velocity_m_s(inner, machine.weight_n) == pytest.approx(whole_m_s)


def test_the_rate_of_force_is_the_slope_of_a_ramp():
    t = np.linspace(0.0, 1.0, 101)
    ramp = np.minimum(100.0 + 800.0 * t, 420.0)
    path = Path(t, t, np.ones(101), ramp)
    assert rfd_n_s(path) == pytest.approx(800.0)
    assert rfd_n_s(path._replace(force_n=ramp[::-1])) is None


def test_a_stretch_has_its_very_ends():
    path, _ = pull()
    part = path.between(0.1003, 0.3001)
    assert part.t_s[0] == 0.1003
    assert part.t_s[-1] == 0.3001
    assert part.x_m[0] == pytest.approx(np.interp(0.1003, path.t_s, path.x_m))


def test_every_repetition_has_them():
    for name in ("plain", "natural", "lands_stack", "throws_stack"):
        for rep in generate(name, 3).truth.reps:
            duration_s = rep.top_s - rep.start_s
            assert rep.mean_power_w == pytest.approx(rep.work_j / duration_s)
            assert rep.peak_power_w > rep.mean_power_w
            assert rep.mean_propulsive_velocity_m_s >= 0.9 * rep.mean_velocity_m_s
            assert rep.rfd_n_s is None or rep.rfd_n_s > 0.0
