"""What is known of a repetition with gaps in its samples, and when a figure is close."""

from dataclasses import fields, replace

import pytest
from courses import course_of, phases_in

from device.reps.exercises import Exercise
from device.reps.scoring.figures import Figures, figures_of, is_close

PAIRS = (
    ("hold_s", "hold_pm_s"),
    ("rom_m", "rom_pm_m"),
    ("mean_velocity_m_s", "mean_velocity_pm_m_s"),
    ("eccentric_s", "eccentric_pm_s"),
)
ROW = Exercise.ROW.spec


@pytest.fixture
def one_rep(handle):
    handle.wait(1.0).rep(rom_m=0.5, pull=0.8, hold=1.2, back=1.5).wait(1.0)
    return handle


def figures_with(handle, *gaps_s, returned=True):
    course = course_of(handle.position_m, handle.t_s, gaps_s=gaps_s)
    phases = phases_in(course, returned=returned)
    assert phases is not None
    return figures_of(course, phases, until_s=float(course.raw_t_s[-1]))


def about(t_s, gap_s):
    return (t_s - 0.5 * gap_s, t_s + 0.5 * gap_s)


def times_of(handle):
    """Start, top, release and end in closed form."""
    return {
        "start": handle.passes_s(0.005, 0.9),
        "top": handle.passes_s(0.495, 1.1),
        "release": handle.passes_s(0.495, 2.5),
        "end": handle.passes_s(0.005, 3.5),
    }


def test_without_a_gap_every_figure_is_known_and_has_its_half_width(one_rep):
    figures = figures_with(one_rep)
    assert all(getattr(figures, field.name) is not None for field in fields(Figures))
    at = times_of(one_rep)
    assert figures.concentric_s == pytest.approx(at["top"] - at["start"], abs=0.02)
    assert figures.hold_s == pytest.approx(at["release"] - at["top"] - 0.15, abs=0.02)
    assert figures.eccentric_s == pytest.approx(at["end"] - at["release"], abs=0.03)
    assert figures.rom_m == pytest.approx(0.5, abs=0.002)
    assert figures.eccentric_velocity_m_s == pytest.approx(0.49 / figures.eccentric_s, rel=0.01)


@pytest.mark.parametrize(
    ("where", "name", "half_width"),
    [
        ("start", "concentric_s", "start_pm_s"),
        ("top", "hold_s", "hold_pm_s"),
        ("release", "hold_s", "hold_pm_s"),
        ("end", "eccentric_s", "eccentric_pm_s"),
    ],
)
def test_a_boundary_in_a_gap_of_150_ms_widens_and_a_longer_one_hides(
    one_rep, where, name, half_width
):
    at_s = times_of(one_rep)[where]
    sound, short = figures_with(one_rep), figures_with(one_rep, about(at_s, 0.12))
    assert getattr(short, name) == pytest.approx(getattr(sound, name), abs=0.13)
    assert getattr(short, half_width) > max(0.06, getattr(sound, half_width))
    long = figures_with(one_rep, about(at_s, 0.2))
    assert getattr(long, name) is None
    assert getattr(long, half_width) is None


@pytest.mark.parametrize("where", ["start", "top", "release", "end"])
@pytest.mark.parametrize("gap_s", [0.1, 0.2, 0.5])
def test_a_figure_and_its_half_width_are_known_together_wherever_a_gap_lies(one_rep, where, gap_s):
    for late_s in (-0.1, 0.0, 0.1):
        figures = figures_with(one_rep, about(times_of(one_rep)[where] + late_s, gap_s))
        for name, half_width in PAIRS:
            known = getattr(figures, name) is not None
            assert (getattr(figures, half_width) is not None) is known, name


@pytest.mark.parametrize("gap_s", [0.08, 0.2, 0.28])
def test_a_gap_in_a_hold_is_taken_off_it(one_rep, gap_s):
    at = times_of(one_rep)
    figures = figures_with(one_rep, about(at["top"] + 0.6, gap_s))
    assert figures.hold_s == pytest.approx(at["release"] - at["top"] - 0.15 - gap_s, abs=0.03)
    assert figures.rom_m == pytest.approx(0.5, abs=0.002)
    assert figures.concentric_s is not None


def test_a_longer_gap_cuts_it_and_hides_how_far_the_handle_went(one_rep):
    figures = figures_with(one_rep, about(times_of(one_rep)["top"] + 0.6, 0.4))
    assert figures.hold_s is None
    assert figures.steadiness_mm is None
    assert figures.rom_m is None


@pytest.mark.parametrize(("back_s", "hidden"), [(0.0, True), (0.5, False)])
def test_a_gap_as_the_handle_turns_hides_the_range(handle, back_s, hidden):
    handle.wait(1.0).move(0.7, 0.5).move(0.7, -0.5).wait(1.0)
    gap = about(1.7 + back_s, 0.2)
    figures = figures_with(handle, gap)
    assert (figures.rom_m is None) is hidden
    assert (figures.rom_pm_m is None) is hidden


def test_a_gap_in_the_pull_hides_its_peak_velocity_and_not_its_mean(one_rep):
    figures = figures_with(one_rep, about(1.35, 0.12))
    assert figures.peak_velocity_m_s is None
    assert figures.mean_velocity_m_s == pytest.approx(figures_with(one_rep).mean_velocity_m_s)


def test_a_plain_turn_has_no_steadiness(handle):
    handle.wait(1.0).move(0.5, 0.5).move(0.5, -0.5).wait(1.0)
    figures = figures_with(handle)
    assert figures.hold_s == pytest.approx(0.0, abs=0.05)
    if figures.hold_s == 0.0:
        assert figures.steadiness_mm is None


def test_what_never_came_back_has_no_return(handle):
    handle.wait(1.0).move(0.8, 0.5).wait(1.2)
    figures = figures_with(handle, returned=False)
    unknown = (figures.eccentric_s, figures.eccentric_velocity_m_s, figures.eccentric_pm_s)
    assert unknown == (None, None, None)
    assert figures.hold_s is not None


@pytest.mark.parametrize(
    ("changes", "close"),
    [
        ({}, False),
        ({"hold_s": 1.02, "hold_pm_s": 0.03}, True),
        ({"hold_s": 0.98, "hold_pm_s": 0.03}, True),
        ({"hold_s": 1.02, "hold_pm_s": 0.01}, False),
        ({"hold_s": None, "hold_pm_s": None}, False),
        ({"rom_m": 0.452, "rom_pm_m": 0.003}, True),
        ({"rom_m": 0.452, "rom_pm_m": 0.001}, False),
        ({"eccentric_s": 1.01, "eccentric_pm_s": 0.02}, True),
        ({"concentric_s": 1.49, "start_pm_s": 0.02, "eccentric_s": 3.0}, True),
    ],
)
def test_a_figure_is_close_where_its_interval_spans_the_limit(one_rep, changes, close):
    figures = replace(figures_with(one_rep), **changes)
    assert is_close(ROW, figures, reference_rom_m=0.5) is close


def test_a_range_without_a_reference_and_a_hold_nobody_asks_for_are_close_to_nothing(one_rep):
    figures = replace(figures_with(one_rep), rom_m=0.45, hold_s=1.0, hold_pm_s=0.1)
    assert is_close(ROW, figures, reference_rom_m=None), "the hold is"
    assert not is_close(Exercise.PUSHDOWN.spec, figures, reference_rom_m=None)
