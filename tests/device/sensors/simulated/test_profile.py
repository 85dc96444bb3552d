import numpy as np
import pytest

from device.sensors.simulated.profile import PROFILES, Move, bell, handle_state, trapezoid

U = np.linspace(0.0, 1.0, 20_001)
PROFILE = pytest.mark.parametrize("profile", PROFILES.values(), ids=PROFILES)


@PROFILE
def test_a_profile_begins_at_0_and_ends_at_1(profile):
    assert profile.position(U)[0] == pytest.approx(0.0, abs=1e-12)
    assert profile.position(U)[-1] == pytest.approx(1.0)
    assert np.all(np.diff(profile.position(U)) >= -1e-12)


@PROFILE
def test_velocity_and_acceleration_are_the_derivatives(profile):
    np.testing.assert_allclose(
        np.gradient(profile.position(U), U)[1:-1], profile.velocity(U)[1:-1], atol=2e-3
    )
    gradient = np.gradient(profile.velocity(U), U)[1:-1]
    differs = np.abs(gradient - profile.acceleration(U)[1:-1]) > 2e-2
    assert differs.sum() <= 4  # beside the corners of the trapezoids


@PROFILE
def test_peak_is_the_highest_velocity(profile):
    assert profile.velocity(U).max() == pytest.approx(profile.peak, rel=1e-6)


def test_minimum_jerk_is_the_polynomial_of_the_literature():
    np.testing.assert_allclose(bell(2, 2).position(U), 10 * U**3 - 15 * U**4 + 6 * U**5, atol=1e-12)
    assert bell(2, 2).peak == pytest.approx(1.875)


def test_the_trapezoid_is_level_between_its_ramps():
    velocity = trapezoid(0.25).velocity(U)
    assert np.ptp(velocity[(U > 0.26) & (U < 0.74)]) == 0.0


def test_moves_add_up_and_stay():
    t = np.arange(0.0, 6.0, 0.001)
    moves = [
        Move(1.0, 1.0, 0.5, "minimum_jerk"),
        Move(1.5, 1.0, 0.2, "sine"),  # overlaps
        Move(4.0, 0.5, -0.7, "trapezoid"),
    ]
    x, v, a = handle_state(moves, t, origin_m=0.1)
    assert np.all(x[t < 1.0] == 0.1)
    np.testing.assert_allclose(x[(t > 2.6) & (t < 4.0)], 0.8)
    np.testing.assert_allclose(x[t > 4.6], 0.1)
    np.testing.assert_allclose(np.cumsum(v) * 0.001 + 0.1, x, atol=2e-3)
    np.testing.assert_allclose(np.cumsum(a) * 0.001, v, atol=2e-2)
    assert v[(t > 3.0) & (t < 4.0)].max() == 0.0
