"""Recordings in which a rep was measured wrong, by the kinds of what happens in them.

They are not part of this repository. Boundaries are crossings where the truth has ``*_onset_s``
beside them, and onsets by construction or labels by eye elsewhere.
"""

from functools import cache
from pathlib import Path

import pytest
from elsewhere import MEASURING, observed, recordings, true_reps

from device.reps.doubts import POSITION_FLAGS
from device.sensors.simulated.crossing import TURN_S

pytestmark = pytest.mark.skipif(
    not recordings(MEASURING), reason="the cases are not on this machine"
)

STOOD = ("walk-out", "ready-*", "putdown-*")
HELD = ("bounce-*", "shaky-*")
EXTREME = ("elastic-*", "stack_lands*")
SLOW = ("slow_release*",)
PEOPLE = ("gunpoint*", "neython*")

START_S = 0.025
RANGE_M = 0.003
VELOCITY_M_S = 0.06
LEAST_HELD_S = 1.1
"""What 1.3 s read as at least, with a bounce or a shake."""

EXTREME_HOLD_S = 0.150
EXTREME_RANGE_M = 0.010
LABEL_S = 0.3
TAPER = 0.089
"""The onset of a person's stroke is at most this share of its time before its 1 % crossing: as much
longer than between onsets may a hold be between crossings, less what a turn takes."""

SHAKY_MM = 2.5
SHAKEN_MM = 5.0
"""A sinus of this amplitude has a root mean square of 3.5 mm; one of 3 mm has 2.1."""

_observed = cache(observed)


def cases(*patterns: str):
    found = [path for pattern in patterns for path in recordings(MEASURING, pattern)]
    return pytest.mark.parametrize("path", found, ids=lambda path: path.stem)


def pairs(path: Path):
    """Found and true reps, one to one. Where a file is cut off within a rep, that one is open."""
    found, true = _observed(path)["reps"], true_reps(path)
    rest = found[len(true) :]
    assert len(found) >= len(true), "missed"
    assert all(rep["start_s"] > true[-1]["end_s"] and "no_return" in rep["flags"] for rep in rest)
    for one, other in zip(found, true, strict=False):
        assert one["start_s"] < other["release_s"], "another rep"
        assert one["end_s"] > other["top_s"], "another rep"
    return list(zip(found, true, strict=False))


def doubted(rep) -> bool:
    """Whether the rep itself says that its range may be wrong."""
    return bool({str(flag) for flag in POSITION_FLAGS} & set(rep["flags"]))


@cases("*")
def test_every_rep_is_found_and_nothing_else(path):
    pairs(path)


@cases(*STOOD)
def test_a_rep_begins_where_it_was_stood_and_not_where_it_was_walked(path):
    for found, true in pairs(path):
        assert found["start_s"] == pytest.approx(true["start_s"], abs=START_S)
        assert found["rom_m"] == pytest.approx(true["rom_m"], abs=RANGE_M)
        velocity = true["mean_velocity_m_s"]
        assert found["mean_velocity_m_s"] == pytest.approx(velocity, abs=VELOCITY_M_S)


@cases(*STOOD)
def test_nothing_is_announced_outside_reps_and_every_hold_is_cued(path):
    seen, true = _observed(path), true_reps(path)

    def within(t_s):
        return [rep for rep in true if rep["start_s"] <= t_s <= rep["end_s"]]

    assert all(within(t_s) for t_s in seen["cues_s"]), "a cue for somebody who stands"
    assert all(within(t_s) for t_s in seen["tops_s"]), "a provisional rep for a walk-out"
    held = [rep for rep in true if rep["hold_s"] >= LEAST_HELD_S]
    cued = [rep for t_s in seen["cues_s"] for rep in within(t_s)]
    assert held == [rep for rep in cued if rep["hold_s"] >= LEAST_HELD_S]


@cases("ready-*", "putdown-*")
def test_a_good_rep_is_good_whatever_was_before_it(path):
    assert [found["verdict"] for found, _ in pairs(path)] == ["good"] * len(true_reps(path))


@cases(*HELD)
def test_a_bounce_or_a_shake_is_held(path):
    for found, _ in pairs(path):
        assert found["held"]
        assert found["hold_s"] >= LEAST_HELD_S


@cases("shaky-*")
def test_a_shake_is_said_and_a_steady_hold_is_not_called_one(path):
    for found, true in pairs(path):
        if true["amplitude_mm"] >= SHAKEN_MM:
            assert found["steadiness_mm"] >= SHAKY_MM
        elif true["amplitude_mm"] <= 2.0:
            assert found["steadiness_mm"] < SHAKY_MM


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, id=path.stem)
        for pattern in EXTREME
        for path in recordings(MEASURING, pattern)
    ],
)
def test_holds_and_ranges_are_right_or_said_to_be_doubtful(path):
    for found, true in pairs(path):
        if not doubted(found):
            assert found["hold_s"] == pytest.approx(true["hold_s"], abs=EXTREME_HOLD_S)
            assert found["rom_m"] == pytest.approx(true["rom_m"], abs=EXTREME_RANGE_M)


@cases(*SLOW)
def test_a_slow_release_adds_no_more_to_the_hold_than_what_nobody_can_know(path):
    for found, true in pairs(path):
        assert found["hold_pm_s"] is not None
        longer_s = TAPER * (true["eccentric_s"] + true["concentric_s"]) - TURN_S
        assert found["hold_s"] <= true["hold_s"] + longer_s + found["hold_pm_s"]


@cases("false_*", *STOOD, *HELD, *EXTREME, *SLOW, *PEOPLE)
def test_a_sound_encoder_is_not_doubted(path):
    kinds = {kind for _, kind in _observed(path)["faults"]}
    assert not kinds & {"position_suspect", "encoder_silent", "wheel_slipping", "count_jumped"}


@cases(*PEOPLE)
def test_no_rep_of_a_person_begins_long_before_its_label(path):
    for found, true in pairs(path):
        assert found["start_s"] >= true["start_s"] - LABEL_S
