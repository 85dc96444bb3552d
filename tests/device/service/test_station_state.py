"""The present state, as pages draw it."""

import pytest
from fake_clock import FakeClock
from rep_objects import rep

from device.clock.stamp import Stamp
from device.motion.consistency.health import Sensor, SensorHealth, SensorState
from device.motion.faults import FaultKind
from device.reps.events import LiveFrame
from device.reps.exercises import Side
from device.reps.plan import SetPlan
from device.reps.rep import Phase
from device.sensors.reading import Fault, Reading
from device.service.current_set import CurrentSet
from device.service.station_state import StationState

S = 1_000_000_000


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def state(clock):
    return StationState(
        source="simulated",
        simulated=True,
        wall_time=lambda at: ("2026-11-21T10:00:00+01:00", "ntp"),
        clock=clock,
    )


def frame(t_s, since_s=0.0, reps=0):
    return LiveFrame(
        int(t_s * S), Phase.REST, int(since_s * S), reps, 0.0, 0.0, 0.0, None, None, None, ()
    )


def open_set(state, set_id=7, started_s=100.0):
    current = CurrentSet(
        set_id=set_id,
        plan=SetPlan(),
        started_ns=int(started_s * S),
        at=Stamp("b", 1),
        by_user=True,
    )
    state.open_set(current)
    return current


def test_the_first_phase_began_with_the_first_reading(state):
    assert state.show(frame(5000.0))["phase_s"] == 0.0
    assert state.show(frame(5002.5))["phase_s"] == 2.5
    assert state.show(frame(5004.0, since_s=5003.0))["phase_s"] == 1.0


def test_an_open_set_counts_its_time_and_the_reps_that_were_not_put_away(state):
    open_set(state)
    state.add_rep(rep(1))
    state.add_rep(rep(2))
    live = state.show(frame(112.0, reps=2))
    assert (live["set_elapsed_s"], live["rep_count"]) == (12.0, 2)
    assert state.saved(7, 1, 71) == rep(1) | {"rep_id": 71}
    saved = {"set_id": 7, "reps": [], "withdrawn": [], "note": "felt easy", "damaged_reps": 1}
    state.correct(SetPlan(side=Side.RIGHT), saved)
    assert state.show(frame(113.0, reps=2))["rep_count"] == 1  # the unsaved one stays
    told = state.state("ntp")
    assert told["set"]["plan"]["side"] == "right"
    assert (told["set"]["note"], told["set"]["damaged_reps"]) == ("felt easy", 1)
    assert told["plan"]["side"] == "left"  # what comes is for those to say who train


def test_an_ended_set_is_the_last_one_and_its_late_savings_find_it(state):
    open_set(state)
    state.add_rep(rep(1))
    state.end_set(int(130 * S), "rest")
    assert state.saved(7, 1, 71) is not None
    told = state.state("ntp")
    assert told["set"] is None
    assert told["last_set"]["elapsed_s"] == 30.0
    assert told["last_set"]["reps"] == [rep(1) | {"rep_id": 71}]
    assert told["last_set"]["weight_step"] == -1  # one good rep is far from six
    state.forget_set(7)
    assert state.state("ntp")["last_set"] is None


def test_a_set_that_was_numbered_in_advance_gets_its_real_key(state):
    open_set(state, set_id=1_000_000_000)
    state.renumber(1_000_000_000, 12)
    assert state.open_set_id == 12


READING = Reading(0, 0, None)
OFFLINE = Reading(0, 0, None, int(Fault.OFFLINE))


def test_a_silent_source_is_offline_whatever_it_said(state, clock):
    assert not state.sensor_ok
    state.reading(READING)
    assert state.sensor_ok
    state.reading(OFFLINE)
    assert not state.sensor_ok
    state.reading(READING)
    clock.advance(0.9)
    assert state.sensor_ok
    clock.advance(0.2)
    assert not state.sensor_ok


def test_a_rep_that_was_shared_does_not_change_when_it_is_saved(state):
    open_set(state)
    shared = rep(1)
    state.add_rep(shared)  # as the broadcaster's queue holds it
    before = state.state("ntp")
    current = state.open
    saved = state.saved(7, 1, 71)
    assert saved == rep(1) | {"rep_id": 71}
    assert shared == rep(1)
    assert before["set"]["reps"] == [shared]
    assert current.reps == (shared,)
    state.renumber(7, 8)
    state.choose(SetPlan(side=Side.RIGHT))
    assert (current.set_id, current.plan.side) == (7, "left")
    assert (state.open.set_id, state.open.plan.side) == (8, "right")
    assert state.state("ntp")["set"]["reps"] == [saved]


def test_each_sensor_is_told_with_its_reason_and_for_how_long(state):
    assert state.state("ntp")["sensors"] is None
    slipping = SensorHealth(SensorState.DOUBTFUL, FaultKind.WHEEL_SLIPPING, int(4998.5 * S))
    sensors = {Sensor.POSITION: slipping, Sensor.FORCE: SensorHealth()}
    state.show(frame(5000.0)._replace(sensors=sensors))
    assert state.state("ntp")["sensors"] == {
        "position": {"state": "doubtful", "reason": "wheel_slipping", "for_s": 1.5},
        "force": {"state": "sound", "reason": None, "for_s": None},
    }
