"""The fastest moment of a pull, against closed forms."""

import numpy as np
import pytest
from courses import course_of
from shapes import SINE, TRAPEZOID

from device.reps.measuring.velocity import peak_velocity_m_s


@pytest.mark.parametrize("count_m", [1e-6, 0.0005, 0.002])
@pytest.mark.parametrize("pull_s", [0.3, 0.8, 2.0])
def test_the_peak_of_a_minimum_jerk_pull(handle, pull_s, count_m):
    handle.wait(0.5).move(pull_s, 0.6).wait(0.5)
    course = course_of(handle.position_m, handle.t_s, count_m=count_m)
    found = peak_velocity_m_s(course, 0.5, 0.5 + pull_s)
    assert found == pytest.approx(1.875 * 0.6 / pull_s, rel=0.03)


@pytest.mark.parametrize(("shape", "peak"), [(SINE, 0.5 * np.pi), (TRAPEZOID, 1.25)])
def test_the_peak_of_other_pulls(handle, shape, peak):
    parameters = (0.2, 0.2) if shape is TRAPEZOID else ()
    handle.wait(0.5).move(0.8, 0.6, shape, *parameters).wait(0.5)
    course = course_of(handle.position_m, handle.t_s)
    assert peak_velocity_m_s(course, 0.5, 1.3) == pytest.approx(peak * 0.6 / 0.8, rel=0.03)


def test_a_cubic_has_its_own_slope_to_the_last_digit():
    t_s = np.arange(0.0, 1.0, 0.005)
    course = course_of(lambda t: 0.3 * t + 0.2 * t**3, 1.0, count_m=1e-9)
    found = peak_velocity_m_s(course, 0.2, 0.8)
    assert found == pytest.approx(0.3 + 0.6 * 0.8**2, abs=0.01)
    assert t_s.size == course.raw_t_s.size


def test_no_time_is_no_pull(handle):
    handle.wait(2.0)
    course = course_of(handle.position_m, handle.t_s)
    assert peak_velocity_m_s(course, 1.0, 1.0) == pytest.approx(0.0, abs=1e-6)
    assert peak_velocity_m_s(course, 1.0, 0.5) is None
