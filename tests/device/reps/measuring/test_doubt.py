"""The half widths: they grow with sway, gaps and slow crossings, and are never nothing."""

from dataclasses import replace

import numpy as np
import pytest
from courses import COUNT_M, course_of, phases_in
from hypothesis import given
from hypothesis import strategies as st

from device.reps.measuring import doubt
from device.reps.measuring.crossings import Crossing

FIGURES = (doubt.start_pm_s, doubt.hold_pm_s, doubt.mean_velocity_pm_m_s)


def swaying(handle, by_m):
    """A repetition of an athlete with a sway of some amplitude all the time."""
    return phases_in(
        course_of(lambda t: handle.position_m(t) + by_m * np.sin(2 * np.pi * 1.7 * t), handle.t_s)
    )


@given(
    st.floats(0.0, 0.05), st.floats(0.0, 3.0), st.sampled_from((0.0, 0.07, 0.15)), st.floats(0, 9)
)
def test_a_crossing_errs_by_sway_over_speed_and_by_half_of_its_gap(spread_m, speed, gap_s, t_s):
    sd_s = doubt.crossing_sd_s(spread_m, Crossing(t_s, 0.0, speed, gap_s))
    assert sd_s >= max(0.002, 0.5 * gap_s, min(spread_m / max(speed, 0.01), 5.0))
    assert sd_s <= 0.002 + 0.5 * gap_s + spread_m / max(speed, 0.01) + 1e-12


def test_every_half_width_grows_with_the_sway(handle):
    handle.wait(1.0).rep().wait(1.0)
    calm, unsteady = swaying(handle, 0.0005), swaying(handle, 0.004)
    for half_width in FIGURES:
        assert 0.0 < half_width(calm) < half_width(unsteady)
    assert 0.0 < doubt.range_pm_m(calm, COUNT_M) < doubt.range_pm_m(unsteady, COUNT_M)


def test_a_calm_repetition_is_known_to_milliseconds_and_millimetres(handle):
    handle.wait(1.0).rep().wait(1.0)
    phases = swaying(handle, 0.0)
    assert doubt.start_pm_s(phases) < 0.02
    assert doubt.hold_pm_s(phases) < 0.05
    assert doubt.range_pm_m(phases, COUNT_M) < 0.003
    assert doubt.mean_velocity_pm_m_s(phases) < 0.06


def test_a_coarse_count_widens_the_range(handle):
    handle.wait(1.0).rep().wait(1.0)
    phases = swaying(handle, 0.0)
    fine_m, coarse_m = doubt.range_pm_m(phases, 1e-4), doubt.range_pm_m(phases, 4e-3)
    assert coarse_m - fine_m == pytest.approx(0.5 * (4e-3 - 1e-4))


def test_a_boundary_in_a_gap_is_known_to_half_of_it(handle):
    handle.wait(1.0).rep().wait(1.0)
    phases = swaying(handle, 0.0)
    standing = phases.standing
    dark = replace(phases, standing=replace(standing, start=replace(standing.start, gap_s=0.12)))
    assert doubt.start_pm_s(dark) > 0.06
    assert doubt.mean_velocity_pm_m_s(dark) > doubt.mean_velocity_pm_m_s(phases)
    held = phases.held
    for name in ("top", "release"):
        edge = replace(getattr(held, name), gap_s=0.12)
        assert doubt.hold_pm_s(replace(phases, held=replace(held, **{name: edge}))) > 0.06


@pytest.mark.parametrize(("sway_m", "least"), [(0.001, 9), (0.003, 7)])
def test_most_intervals_hold_the_truth(handle, sway_m, least):
    """At any phase of the sway: three of four at least, where nine of ten are meant.

    Fewer under a slow sway as wide as the crossing's own distance: it is a move of its own.
    """
    handle.wait(1.0).rep(hold=1.2).wait(1.0)
    came_s, gone_s = handle.passes_s(0.495, 1.1), handle.passes_s(0.495, 2.9)
    hits = {"hold": 0, "start": 0}
    for phase in np.arange(0.0, 2 * np.pi, 2 * np.pi / 12):
        sway = lambda t, p=phase: sway_m * np.sin(2 * np.pi * 0.9 * t + p)  # noqa: E731
        phases = phases_in(
            course_of(lambda t, s=sway: handle.position_m(t) + s(t), handle.t_s, count_m=1e-4)
        )
        hold_off_s = abs(phases.hold_s - (gone_s - came_s - 0.15))
        start_off_s = abs(phases.standing.start.t_s - handle.passes_s(0.005, 0.9))
        hits["hold"] += hold_off_s <= doubt.hold_pm_s(phases)
        hits["start"] += start_off_s <= doubt.start_pm_s(phases)
    assert min(hits.values()) >= least, hits
