import numpy as np
import pytest

from device.sensors.simulated.machine import GRAVITY_M_S2, Machine
from device.sensors.simulated.profile import HandleState, Move, handle_state


def state(x, v, a):
    return HandleState(*(np.array([float(value)]) for value in (x, v, a)))


@pytest.mark.parametrize("ratio", [1.0, 0.5])
def test_force_is_weight_inertia_and_friction(ratio):
    machine = Machine(stack_kg=20.0, ratio=ratio, friction=0.05, lift_off_m=0.0)
    weight = ratio * 20.0 * GRAVITY_M_S2
    assert machine.force_n(state(0.5, 0.0, 0.0))[0] == pytest.approx(weight)
    assert machine.force_n(state(0.5, 1.0, 0.0))[0] == pytest.approx(1.05 * weight)
    assert machine.force_n(state(0.5, -1.0, 0.0))[0] == pytest.approx(0.95 * weight)
    pulled = machine.force_n(state(0.5, 0.0, 4.0))[0]
    assert pulled - weight == pytest.approx(20.0 * ratio**2 * 4.0)


def test_a_cable_cannot_push():
    assert Machine().force_n(state(0.5, -1.0, -20.0))[0] == 0.0


def test_the_tension_before_lift_off_rises_to_the_weight():
    machine = Machine(stack_kg=20.0, tension_n=15.0, lift_off_m=0.3)
    x = np.linspace(0.2, 0.5, 301)
    force = machine.force_n(HandleState(x, np.zeros_like(x), np.zeros_like(x)))
    assert force[0] == 15.0
    assert force[-1] == pytest.approx(20.0 * GRAVITY_M_S2)
    rising = (force > 15.5) & (force < 190.0)
    np.testing.assert_allclose(np.gradient(force, x)[rising], machine.give_n_per_m, rtol=0.1)


def test_the_work_of_a_pull_is_what_was_lifted_and_rubbed():
    machine = Machine(stack_kg=20.0, ratio=0.5, friction=0.06, lift_off_m=-1.0)
    t = np.linspace(0.0, 1.0, 20_001)
    pull = handle_state([Move(0.0, 1.0, 0.6, "minimum_jerk")], t)
    force = machine.force_n(pull)
    work = np.sum(force[:-1] * np.diff(pull.x_m))
    # At rest at both ends, so inertia gives back all that it took; stiction costs a little less.
    assert work == pytest.approx(0.5 * 20.0 * GRAVITY_M_S2 * 0.6 * 1.06, rel=2e-3)
