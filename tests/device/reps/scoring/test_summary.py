"""Which repetitions count towards what, in one place for every figure."""

from typing import Any

import pytest
from rep_objects import rep

from device.reps.doubts import POSITION_FLAGS
from device.reps.exercises import Exercise
from device.reps.rep import RepFlag
from device.reps.scoring.summary import (
    has_sound_range,
    mean_rom_m,
    range_that_counts,
    summary_of,
)

ROW = Exercise.ROW.spec


def test_a_doubtful_range_counts_towards_no_mean_and_no_best() -> None:
    reps = [rep(1), rep(2), rep(3, rom_m=1.2, flags=["position_suspect"])]
    summary = summary_of(ROW, reps)
    assert (summary["mean_rom_m"], summary["best_rom_m"]) == (0.6, 0.6)
    assert (summary["reps"], summary["flagged_reps"], summary["left_out"]) == (3, 1, [3])
    assert summary["velocity_loss_pct"] == 10.0, "that of the last repetition that counts"
    assert summary["work_j"] == 180.0


def test_a_doubtful_force_leaves_the_range_whole() -> None:
    summary = summary_of(ROW, [rep(1), rep(2, rom_m=0.7, peak_power_w=9e3, flags=["load_noisy"])])
    assert (summary["mean_rom_m"], summary["best_rom_m"]) == (0.65, 0.7)
    assert (summary["peak_power_w"], summary["left_out"]) == (300.0, [])
    assert summary["flags"] == ["load_noisy"]


@pytest.mark.parametrize("flag", RepFlag)
def test_every_flag_puts_power_in_doubt_and_some_the_range(flag: RepFlag) -> None:
    summary = summary_of(ROW, [rep(1, flags=[flag])])
    assert summary["work_j"] is summary["mean_power_w"] is None
    assert (summary["mean_rom_m"] is None) == (flag in POSITION_FLAGS)
    assert has_sound_range([flag]) == (flag not in POSITION_FLAGS)


def test_what_was_not_measured_is_null_and_never_0() -> None:
    empty = summary_of(ROW, [])
    assert empty["mean_rom_m"] is empty["work_j"] is empty["velocity_loss_pct"] is None
    no_cell = summary_of(ROW, [rep(1, work_j=None, peak_power_w=None, mean_power_w=None)])
    assert no_cell["work_j"] is None
    assert mean_rom_m([]) is None


@pytest.mark.parametrize("unknown", [{"rom_m": None}, {"hold_s": None, "held": None}])
def test_one_that_was_not_seen_whole_counts_towards_nothing_and_is_not_good(unknown: Any) -> None:
    summary = summary_of(
        ROW, [rep(1), rep(2, peak_velocity_m_s=3.0, work_j=500.0, verdict="unknown", **unknown)]
    )
    assert (summary["reps"], summary["good_reps"], summary["unknown_reps"]) == (2, 1, 1)
    assert summary["left_out"] == [2]
    assert (summary["mean_rom_m"], summary["mean_hold_s"]) == (0.6, 1.2)
    assert (summary["peak_velocity_m_s"], summary["work_j"]) == (1.4, 90.0)
    assert mean_rom_m([rep(1, **unknown)]) is None
    assert range_that_counts(unknown.get("rom_m", 0.6), unknown.get("hold_s", 1.0), []) is None


def test_without_a_hold_nobody_counts_what_was_held() -> None:
    reps = [rep(1, held=None), rep(2, held=None)]
    assert summary_of(Exercise.PUSHDOWN.spec, reps)["held_reps"] is None
    assert summary_of(ROW, [rep(1), rep(2, held=False)])["held_reps"] == 1
