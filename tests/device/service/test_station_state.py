"""The present state, as pages draw it."""

import pytest

from device.clock.stamp import Stamp
from device.reps.events import LiveFrame
from device.reps.plan import SetPlan
from device.reps.rep import Phase, Side
from device.service.station_state import CurrentSet, StationState

S = 1_000_000_000


@pytest.fixture
def board():
    return StationState("simulated", True, lambda at: ("2026-11-21T10:00:00+01:00", "ntp"))


def frame(t_s, since_s=0.0, reps=0):
    return LiveFrame(
        int(t_s * S), Phase.REST, int(since_s * S), reps, 0.0, 0.0, 0.0, None, None, None, ()
    )


def open_set(board, set_id=7, started_s=100.0):
    current = CurrentSet(set_id, SetPlan(), int(started_s * S), Stamp("b", 1), by_user=True)
    board.open_set(current)
    return current


def test_the_first_phase_began_with_the_first_reading(board):
    assert board.show(frame(5000.0))["phase_s"] == 0.0
    assert board.show(frame(5002.5))["phase_s"] == 2.5
    assert board.show(frame(5004.0, since_s=5003.0))["phase_s"] == 1.0


def test_an_open_set_counts_its_time_and_the_reps_that_were_not_put_away(board):
    open_set(board)
    board.add_rep({"rep": 1, "verdict": "good"})
    board.add_rep({"rep": 2, "verdict": "good"})
    live = board.show(frame(112.0, reps=2))
    assert (live["set_elapsed_s"], live["rep_count"]) == (12.0, 2)
    assert board.saved(7, 1, 71) == {"rep": 1, "verdict": "good", "rep_id": 71}
    saved = {"set_id": 7, "reps": [], "note": "felt easy", "damaged_reps": 1}
    board.correct(SetPlan(side=Side.RIGHT), saved)
    assert board.show(frame(113.0, reps=2))["rep_count"] == 1  # the unsaved one stays
    state = board.state("ntp")
    assert state["set"]["plan"]["side"] == "right"
    assert (state["set"]["note"], state["set"]["damaged_reps"]) == ("felt easy", 1)
    assert state["plan"]["side"] == "left"  # what comes is for those to say who train


def test_an_ended_set_is_the_last_one_and_its_late_savings_find_it(board):
    open_set(board)
    board.add_rep({"rep": 1, "verdict": "good"})
    board.end_set(int(130 * S), "rest")
    assert board.saved(7, 1, 71) is not None
    state = board.state("ntp")
    assert state["set"] is None
    assert state["last_set"]["elapsed_s"] == 30.0
    assert state["last_set"]["reps"] == [{"rep": 1, "verdict": "good", "rep_id": 71}]
    assert state["last_set"]["weight_step"] == -1  # one good rep is far from six
    board.forget_set(7)
    assert board.state("ntp")["last_set"] is None


def test_a_set_that_was_numbered_in_advance_gets_its_real_key(board):
    open_set(board, set_id=1_000_000_000)
    board.renumber(1_000_000_000, 12)
    assert board.open_set_id == 12


def test_a_silent_source_is_offline_whatever_it_said(board, monkeypatch):
    assert not board.sensor_ok
    board.heard(delivering=True)
    assert board.sensor_ok
    board.heard(delivering=False)
    assert not board.sensor_ok
    board.heard(delivering=True)
    monkeypatch.setattr("device.service.station_state.SILENT_AFTER_S", 0.0)
    assert not board.sensor_ok
