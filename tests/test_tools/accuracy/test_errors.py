import math
from dataclasses import replace

import pytest

from device.sensors.simulated.truth import TrueRep
from tests.tools.accuracy.errors import rep_error
from tests.tools.accuracy.methods.found import FoundRep, Ring

TRUE = TrueRep(
    start_s=10.0,
    top_s=11.0,
    release_s=12.2,
    end_s=14.0,
    hold_s=1.2,
    rom_m=0.6,
    mean_velocity_m_s=0.6,
    peak_velocity_m_s=1.1,
    mean_force_n=200.0,
    peak_force_n=250.0,
    work_j=120.0,
    kind="full",
)
FOUND = FoundRep(
    10.0, 11.0, 12.2, 14.0, 1.2, 0.6, 0.6, 1.1, detected_s=14.1, topped_s=11.08, mean_force_n=200.0,
    rings=(Ring(11.05, 12.3, 1.25, reached=True),),
)  # fmt: skip


def error(found=FOUND, true=TRUE, *, exact_range=True, lost=()):
    return rep_error(("plain", 1, 1), true, found, exact_range=exact_range, load_lost_s=lost)


def test_what_is_right_has_no_error():
    got = error()
    assert got.hold_s == pytest.approx(0.0, abs=1e-9)
    assert (got.rom_m, got.start_s, got.end_s) == (0.0, 0.0, 0.0)
    assert (got.mean_velocity_m_s, got.peak_velocity, got.mean_force) == (0.0, 0.0, 0.0)
    assert (got.verdict_right, got.cue_right, got.force_right) == (True, True, True)
    assert got.delay_s == pytest.approx(0.1)
    assert got.topped_s == pytest.approx(0.08)
    assert got.ring_late_s == pytest.approx(0.05)
    assert got.ring_ahead_s == pytest.approx(0.05)


def test_errors_are_found_minus_true_and_shares_of_the_true():
    got = error(
        replace(
            FOUND, top_s=10.9, hold_s=1.3, rom_m=0.61, peak_velocity_m_s=1.21, mean_force_n=150.0
        )
    )
    assert got.hold_s == pytest.approx(0.1)
    assert got.top_s == pytest.approx(-0.1)
    assert got.rom_m == pytest.approx(0.01)
    assert got.peak_velocity == pytest.approx(0.1)
    assert got.mean_force == pytest.approx(-0.25)


def test_the_verdict_is_judged_off_the_line_only():
    assert error(replace(FOUND, hold_s=0.9)).verdict_right is False
    near = replace(TRUE, release_s=12.04, hold_s=1.04)
    assert error(true=near).verdict_right is None
    assert error(true=near).cue_right is None
    assert error(replace(FOUND, rings=())).cue_right is False


def test_a_ring_that_never_came_is_infinitely_late():
    assert math.isinf(error(replace(FOUND, rings=())).ring_late_s)
    assert math.isinf(error(replace(FOUND, topped_s=None)).topped_s)
    short = replace(TRUE, release_s=11.2, hold_s=0.2)
    assert error(replace(FOUND, rings=(), release_s=11.2), short).ring_late_s is None


def test_what_was_not_given_has_no_error_and_is_unsaid():
    got = error(replace(FOUND, hold_s=None, rom_m=None, mean_velocity_m_s=None))
    assert got.hold_s is got.rom_m is got.mean_velocity_m_s is got.ring_ahead_s is None
    assert got.verdict_right is None
    assert got.unsaid
    assert error(replace(FOUND, flagged=True)).unsaid
    assert not error().unsaid


def test_an_interval_holds_the_truth_or_not_and_none_says_nothing():
    told = replace(
        FOUND, hold_s=1.25, start_s=9.99,
        start_pm_s=0.02, hold_pm_s=0.04, rom_pm_m=0.001, mean_velocity_pm_m_s=None,
    )  # fmt: skip
    got = error(told)
    assert (got.start_within, got.hold_within, got.rom_within) == (True, False, True)
    assert got.mean_velocity_within is None
    assert error(replace(told, rom_m=None)).rom_within is None


def test_a_slipping_wheel_and_a_handle_that_stays_out_leave_figures_open():
    got = error(exact_range=False)
    assert got.rom_m is got.mean_velocity_m_s is got.peak_velocity is None
    got = error(true=replace(TRUE, returned=False))
    assert got.end_s is got.delay_s is None


@pytest.mark.parametrize(
    ("lost", "force_n", "right"),
    [
        (((0.0, 99.0),), None, True),
        (((0.0, 99.0),), 200.0, False),
        (((0.0, 12.0),), None, None),
        (((5.0, 99.0),), None, True),
        (((9.0, 99.0),), 200.0, None),
        (((30.0, 99.0),), None, False),
        (((30.0, 99.0),), 200.0, True),
        ((), None, False),
    ],
)
def test_force_must_be_there_with_a_load_cell_and_not_without(lost, force_n, right):
    assert error(replace(FOUND, mean_force_n=force_n), lost=lost).force_right is right


def test_a_plain_method_is_not_judged_on_rings_and_forces():
    got = error(replace(FOUND, rings=(), mean_force_n=None, detected_s=None), lost=None)
    assert got.ring_late_s is got.ring_ahead_s is got.cue_right is None
    assert got.force_right is got.delay_s is None
