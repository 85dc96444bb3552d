"""What counts as a repetition, and when its phases were, through the whole pipeline."""

from itertools import pairwise

import numpy as np
import pytest
from shapes import SINE, TRAPEZOID

from device.calibration.factors import Factors
from device.pipeline import Pipeline
from device.reps.doubts import POSITION_FLAGS
from device.reps.events import (
    EndReason,
    HoldReached,
    PhaseChanged,
    Rejected,
    RepConfirmed,
    RepTopped,
    SetEnded,
    SetStarted,
)
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.reps.rep import Phase, Reason, RejectReason, RepFlag
from device.sensors.reading import Fault, Reading


def run(handle, counts_per_metre=2000.0, plan=None, **options):
    pipeline = Pipeline(Factors(counts_per_metre=counts_per_metre), plan)
    events = []
    for reading in handle.readings(abs(counts_per_metre), **options):
        if counts_per_metre < 0:
            reading = reading._replace(encoder_count=-reading.encoder_count)
        events += pipeline.feed(reading)
    return events + pipeline.finish()


def of(events, kind):
    return [event for event in events if isinstance(event, kind)]


def reps(events):
    return [event.rep for event in of(events, RepConfirmed)]


@pytest.mark.parametrize("counts_per_metre", [500.0, 2000.0, 12000.0, -2000.0])
def test_times_range_and_velocity_of_a_set(handle, counts_per_metre):
    handle.wait(1.0)
    starts = []
    for _ in range(3):
        starts.append(handle.t_s)
        handle.rep(rom_m=0.5, pull=0.8, hold=1.2, back=1.5).wait(0.7)
    handle.wait(1.0)
    found = reps(run(handle, counts_per_metre))
    assert [rep.number for rep in found] == [1, 2, 3]
    for rep, start_s in zip(found, starts, strict=True):
        # 1 % of the range from where it stood, was held and came to rest.
        left_s, came_s = handle.passes_s(0.005, start_s), handle.passes_s(0.495, start_s)
        gone_s, back_s = handle.passes_s(0.495, start_s + 1.5), handle.passes_s(0.005, start_s + 2)
        assert rep.start_ns * 1e-9 == pytest.approx(left_s, abs=0.015)
        assert rep.hold_s == pytest.approx(gone_s - came_s - 0.15, abs=0.02)
        assert rep.held
        assert rep.concentric_s == pytest.approx(came_s - left_s, abs=0.02)
        assert rep.eccentric_s == pytest.approx(back_s - gone_s, abs=0.02)
        assert rep.rom_m == pytest.approx(0.5, abs=0.003)
        assert rep.mean_velocity_m_s == pytest.approx(0.49 / (came_s - left_s), abs=0.02)
        assert rep.peak_velocity_m_s == pytest.approx(1.875 * 0.5 / 0.8, rel=0.03)
        assert rep.verdict == "good"
        assert rep.tempo.endswith("-X-1")
        assert rep.detected_ns * 1e-9 - back_s < 0.3


def test_one_set_holds_its_reps_between_its_start_and_its_end(handle):
    handle.wait(1.0).rep().wait(10.0).rep().wait(40.0).rep().wait(2.0)
    events = [e for e in run(handle) if isinstance(e, SetStarted | SetEnded | RepConfirmed)]
    kinds = [type(event).__name__ for event in events]
    assert kinds == [
        *("SetStarted", "RepConfirmed", "RepConfirmed", "SetEnded"),
        *("SetStarted", "RepConfirmed", "SetEnded"),
    ]
    assert [event.reason for event in of(events, SetEnded)] == [
        EndReason.REST,
        EndReason.SOURCE_ENDED,
    ]
    assert of(events, SetStarted)[0].t_ns == reps(events)[0].start_ns
    assert reps(events)[2].number == 1


@pytest.mark.parametrize(("rest_s", "sets"), [(28.5, 1), (29.6, 1), (30.4, 2), (45.0, 2)])
def test_a_rep_that_begins_as_the_rest_runs_out_is_not_lost(handle, rest_s, sets):
    handle.wait(1.0).rep().wait(1.0).rep().wait(rest_s).rep().wait(1.0)
    events = run(handle)
    assert len(reps(events)) == 3
    assert len(of(events, SetStarted)) == len(of(events, SetEnded)) == sets
    assert reps(events)[2].number == (3 if sets == 1 else 1)


def test_a_pause_on_the_way_splits_nothing(handle):
    handle.wait(1.0).move(0.5, 0.2).wait(0.8).move(0.5, 0.3).wait(1.0)
    handle.move(0.7, -0.2).wait(0.6).move(0.7, -0.3).wait(1.5)
    [rep] = reps(run(handle))
    came_s, gone_s = handle.passes_s(0.495, 2.0), handle.passes_s(0.495, 2.9)
    assert rep.start_ns * 1e-9 == pytest.approx(handle.passes_s(0.005, 0.9), abs=0.02)
    assert rep.hold_s == pytest.approx(gone_s - came_s - 0.15, abs=0.02)
    assert rep.rom_m == pytest.approx(0.5, abs=0.003)


def test_touch_and_go_reps_are_told_apart(handle):
    handle.wait(1.0)
    for _ in range(5):
        handle.move(0.3, 0.6, SINE).move(0.35, -0.6, SINE)
    handle.wait(1.0)
    found = reps(run(handle))
    assert len(found) == 5
    assert all(rep.hold_s < 0.02 for rep in found)
    assert found[0].verdict == Reason.SHORT_HOLD


def test_a_touch_and_go_rep_begins_no_earlier_than_the_one_before_it_ended(handle):
    handle.wait(1.0)
    for turn in range(24):
        handle.move(0.3 + 0.025 * turn, 0.5, SINE).move(1.1 - 0.03 * turn, -0.495)
        handle.move(0.35, 0.5).move(0.8, -0.505, SINE)
    found = reps(run(handle.wait(1.0), rate_hz=100.0))
    assert len(found) == 48
    for before, rep in pairwise(found):
        assert rep.start_ns >= before.end_ns
        assert rep.tempo.count("-") == 3
        assert rep.concentric_s == pytest.approx((rep.top_ns - rep.start_ns) * 1e-9)
        assert rep.mean_velocity_m_s == pytest.approx(0.5 / rep.concentric_s, rel=0.05)


@pytest.mark.parametrize("speed_m_s", [0.1, 0.25, 1.0])
def test_range_is_never_more_than_the_handle_went(handle, speed_m_s):
    """An isokinetic machine: at once at full speed, and a slow, rounded way back."""
    pull_s = 0.28 / speed_m_s
    handle.wait(1.0)
    for _ in range(3):
        handle.move(pull_s, 0.28, TRAPEZOID, 0.03, 0.45).move(2.0, -0.28).wait(0.4)
    for rep in reps(run(handle.wait(1.0))):
        assert rep.rom_m == pytest.approx(0.28, abs=0.002)


def test_an_overshoot_that_settles_is_part_of_the_pull(handle):
    handle.wait(1.0).move(0.8, 0.54).move(0.3, -0.04).wait(1.1).move(1.5, -0.5).wait(1.0)
    [rep] = reps(run(handle))
    # An overshoot is over when the handle is back within the band: 2 % of the range.
    left_s, came_s = handle.passes_s(0.0054, 0.9), handle.passes_s(0.5 + 0.02 * 0.54, 1.8)
    gone_s = handle.passes_s(0.5 - 0.0054, 2.2)
    assert rep.hold_s == pytest.approx(gone_s - came_s - 0.15, abs=0.02)
    assert rep.rom_m == pytest.approx(0.54, abs=0.003)
    assert rep.concentric_s == pytest.approx(came_s - left_s, abs=0.02)


def test_walking_out_is_set_up_travel_and_the_start_is_where_the_athlete_stands(handle):
    handle.wait(1.0).move(1.5, 0.6).wait(2.0)
    start_s = handle.t_s
    handle.rep(rom_m=0.45).wait(0.8).rep(rom_m=0.45).wait(1.0).move(1.5, -0.6).wait(1.0)
    events = run(handle)
    found = reps(events)
    assert len(found) == 2
    left_s = handle.passes_s(0.6 + 0.0045, start_s)
    assert found[0].start_ns * 1e-9 == pytest.approx(left_s, abs=0.02)
    assert found[0].rom_m == pytest.approx(0.45, abs=0.003)
    assert [event.reason for event in of(events, Rejected)] == [RejectReason.SET_UP_TRAVEL]


def test_walking_out_and_standing_there_is_no_rep(handle):
    events = run(handle.wait(1.0).move(1.5, 0.6).wait(20.0))
    assert reps(events) == []
    assert [event.reason for event in of(events, Rejected)] == [RejectReason.SET_UP_TRAVEL]


def test_the_last_rep_counts_although_it_never_returns(handle):
    handle.wait(1.0).rep().wait(1.0).rep().wait(1.0).move(0.8, 0.5).wait(1.2).move(0.5, -0.15)
    found = reps(run(handle.wait(2.0)))
    assert len(found) == 3
    assert RepFlag.NO_RETURN in found[2].flags


def test_a_dropped_stack_rebounds_without_being_counted(handle):
    handle.wait(1.0).rep().wait(1.0).move(0.8, 0.5).wait(1.0).move(0.25, -0.5, SINE)
    handle.move(0.15, 0.17, SINE).move(0.15, -0.17, SINE).wait(2.0)
    events = run(handle)
    assert len(reps(events)) == 2
    assert RejectReason.REBOUND in [event.reason for event in of(events, Rejected)]


@pytest.mark.parametrize("way_m", [0.03, 0.05, 0.07, 0.13])
def test_fidgets_are_not_reps(handle, way_m):
    handle.wait(1.0)
    for _ in range(4):
        handle.move(0.4, way_m).wait(0.3).move(0.4, -way_m).wait(0.4)
    assert reps(run(handle.wait(1.0))) == []


def test_a_step_that_moves_the_start_goes_into_no_rep(handle):
    handle.wait(1.0).rep().wait(0.8).move(0.5, 0.08).wait(0.8)
    handle.rep().wait(0.8).move(0.5, -0.08).wait(0.8).rep().wait(1.0)
    found = reps(run(handle))
    assert [round(rep.rom_m, 2) for rep in found] == [0.5, 0.5, 0.5]


def test_the_ring_starts_and_fills_with_the_true_hold(handle):
    handle.wait(1.0).move(0.8, 0.5)
    top_s = handle.t_s
    events = run(handle.wait(1.4).move(1.5, -0.5).wait(1.0))
    begun = next(e for e in of(events, PhaseChanged) if e.phase is Phase.HOLD)
    assert begun.since_ns * 1e-9 == pytest.approx(top_s, abs=0.1)
    assert begun.t_ns * 1e-9 == pytest.approx(top_s, abs=0.1)
    [reached] = of(events, HoldReached)
    assert reached.t_ns * 1e-9 == pytest.approx(top_s + 1.0, abs=0.1)
    [topped] = of(events, RepTopped)
    assert topped.t_ns < reps(events)[0].release_ns
    assert topped.peak_velocity_m_s == pytest.approx(1.875 * 0.5 / 0.8, rel=0.05)


def test_a_short_hold_never_fills_the_ring(handle):
    events = run(handle.wait(1.0).rep(hold=0.8).wait(1.0))
    assert of(events, HoldReached) == []
    assert reps(events)[0].verdict == Reason.SHORT_HOLD


def test_a_partial_rep_among_full_ones_counts_and_is_short(handle):
    handle.wait(1.0)
    for rom_m in (0.5, 0.5, 0.5, 0.3, 0.5):
        handle.rep(rom_m=rom_m).wait(0.8)
    found = reps(run(handle.wait(1.0)))
    assert len(found) == 5
    assert found[3].reasons == (Reason.SHORT_RANGE,)
    assert found[3].rom_pct == pytest.approx(60.0, abs=1.0)


def test_a_restarted_sensor_makes_no_phantom_rep(handle):
    handle.wait(1.0).rep().wait(1.0).rep().wait(1.0)
    pipeline = Pipeline(Factors())
    events = []
    offset = None
    for reading in handle.readings():
        if reading.t_ns >= 6_200_000_000:  # in the second pull
            faults = 0 if offset is not None else Fault.RESTARTED
            offset = reading.encoder_count if offset is None else offset
            reading = Reading(reading.t_ns, reading.encoder_count - offset, None, int(faults))
        events += pipeline.feed(reading)
    events += pipeline.finish()
    found = reps(events)
    assert len(found) <= 2
    assert found[0].rom_m == pytest.approx(0.5, abs=0.003)
    assert all(rep.rom_m < 0.52 for rep in found)


def position_flags(rep):
    return tuple(flag for flag in rep.flags if flag in POSITION_FLAGS)


def with_faults(handle, faults_at_s):
    """The handle's repetitions where readings at some times come with faults."""
    pipeline, events, left = Pipeline(Factors()), [], sorted(faults_at_s.items())
    for reading in handle.readings():
        faults = 0
        while left and reading.t_ns >= left[0][0] * 1e9:
            faults |= left.pop(0)[1]
        events += pipeline.feed(reading._replace(faults=int(faults)))
    return reps(events + pipeline.finish())


def test_a_fault_flags_the_rep_in_which_it_came_and_no_other(handle):
    handle.wait(60.0).rep().wait(1.0).rep().wait(1.0).move(0.5, 0.1).move(0.5, -0.1)
    handle.wait(1.0).rep().wait(1.0)
    at_rest, second_pull, fidget = 30.0, 64.51, 69.3
    found = with_faults(
        handle,
        {
            at_rest: Fault.ENCODER_ILLEGAL,
            second_pull: Fault.ENCODER_ILLEGAL | Fault.ENCODER_OVERRUN,
            fidget: Fault.ENCODER_OVERRUN,
        },
    )
    both = (RepFlag.POSITION_SUSPECT, RepFlag.ENCODER_OVERRUN)
    assert [position_flags(rep) for rep in found] == [(), both, ()]


def test_a_fault_as_a_touch_and_go_rep_turns_flags_one_of_the_two_at_least(handle):
    handle.wait(1.0)
    for _ in range(3):
        handle.move(0.4, 0.5, SINE).move(0.6, -0.5, SINE)
    handle.wait(1.0)
    for late_ms in range(-20, 100, 10):
        found = with_faults(handle, {2.0 + late_ms * 1e-3: Fault.ENCODER_OVERRUN})
        assert position_flags(found[0]) + position_flags(found[1])
        assert position_flags(found[2]) == ()


def test_what_is_left_of_a_pull_after_a_restart_says_so(handle):
    handle.wait(1.0).rep().wait(1.0).rep().wait(1.0).rep().wait(1.0)
    found = with_faults(handle, {5.85: Fault.RESTARTED})
    assert [position_flags(rep) for rep in found[::2]] == [(), ()]
    assert set(position_flags(found[1])) == {RepFlag.RESTARTED, RepFlag.START_UNSEEN}
    assert found[1].rom_m is None
    assert found[1].verdict == "unknown"


def test_a_restart_at_rest_leaves_no_mark(handle):
    handle.wait(1.0).rep().wait(2.0).rep().wait(1.0)
    found = with_faults(handle, {5.5: Fault.RESTARTED})
    assert [position_flags(rep) for rep in found] == [(), ()]


def test_half_an_hour_of_nothing_is_nothing(handle):
    events = run(handle.wait(1800.0), rate_hz=20.0)
    assert of(events, RepConfirmed) + of(events, Rejected) == []


def test_an_exercise_without_a_hold_is_not_judged_by_one(handle):
    handle.wait(1.0)
    for hold in (0.0, 0.3, 1.4):
        handle.rep(rom_m=0.4, pull=0.8, hold=hold, back=1.5).wait(0.7)
    handle.wait(1.0)
    events = run(handle, plan=SetPlan(Exercise.PUSHDOWN, Side.BOTH))
    assert [rep.reasons for rep in reps(events)] == [()] * 3
    assert [rep.held for rep in reps(events)] == [None] * 3
    assert reps(events)[2].tempo.endswith("-1")
    assert not of(events, HoldReached)
    assert len(of(run(handle), HoldReached)) == 1


def test_another_exercise_is_judged_by_its_own_row_from_then_on(handle):
    handle.wait(1.0).rep(rom_m=0.4, pull=0.8, hold=0.3, back=1.5).wait(2.0)
    pipeline = Pipeline(Factors(counts_per_metre=2000.0), SetPlan(Exercise.PUSHDOWN, Side.BOTH))
    pipeline.choose(SetPlan())
    events = [event for reading in handle.readings(2000.0) for event in pipeline.feed(reading)]
    assert [rep.reasons for rep in reps(events)] == [(Reason.SHORT_HOLD,)]


def test_the_pace_is_told_while_the_handle_goes_back(handle):
    handle.wait(1.0).rep(rom_m=0.5, pull=0.8, hold=1.2, back=0.5).wait(1.0)
    pipeline = Pipeline(Factors(counts_per_metre=2000.0))
    frames = []
    for reading in handle.readings(2000.0):
        pipeline.feed(reading)
        frames.append(pipeline.live())
    assert all((frame.pace is None) == (frame.phase is not Phase.ECCENTRIC) for frame in frames)
    told = [frame.pace for frame in frames if frame.pace is not None]
    assert any(pace.hurry for pace in told)
    assert {round(pace.least_s, 1) for pace in told} == {1.0}


def test_a_box_that_is_unplugged_in_a_hold_tells_no_hold(handle):
    handle.wait(1.0).rep().wait(1.0).move(0.8, 0.5).wait(0.5)
    pipeline, events = Pipeline(Factors()), []
    for reading in handle.readings():
        events += pipeline.feed(reading)
    last = reading
    for second in range(1, 45):
        t_ns = last.t_ns + second * 1_000_000_000
        events += pipeline.feed(Reading(t_ns, last.encoder_count, None, int(Fault.OFFLINE)))
    torn = reps(events + pipeline.finish())[1]
    assert torn.hold_s is None
    assert torn.held is None
    assert torn.verdict == "unknown"
    assert {RepFlag.GAP, RepFlag.NO_RETURN} <= set(torn.flags)


def test_a_restart_in_the_release_keeps_the_hold_that_was_seen(handle):
    handle.wait(1.0).rep().wait(1.0).rep().wait(1.0)
    found = with_faults(handle, {1.0 + 4.5 + 0.8 + 1.2 + 0.8: Fault.RESTARTED})
    assert len(found) == 2
    assert found[1].hold_s == pytest.approx(found[0].hold_s, abs=0.05)
    assert found[1].eccentric_s is None
    assert RepFlag.RESTARTED in found[1].flags


def test_a_thrown_stack_is_said(handle):
    """On a slack cable the wheel follows the stack, up and back to the hand in free fall."""
    handle.wait(1.0)
    for _ in range(2):
        handle.move(0.5, 0.5)
        up_s = handle.t_s
        handle.wait(1.5).move(1.5, -0.5).wait(1.0)
    pipeline, events = Pipeline(Factors()), []
    for number, reading in enumerate(handle.readings()):
        t_s = reading.t_ns * 1e-9
        flown_m = 0.0 if t_s < up_s else max(0.0, (0.9 - 0.5 * 9.81 * (t_s - up_s)) * (t_s - up_s))
        raw = 0 if flown_m else felt_counts(handle, t_s) + number % 7
        count = reading.encoder_count + round(2000 * flown_m)
        events += pipeline.feed(Reading(reading.t_ns, count, None if number % 2 else raw))
    first, second = reps(events + pipeline.finish())
    assert RepFlag.STACK_THROWN not in first.flags
    assert RepFlag.STACK_THROWN in second.flags


def felt_counts(handle, t_s):
    """A stack of 10 kg with inertia and friction, in conversions of 2.5 mN."""
    before_m, now_m, after_m = handle.position_m(np.array([t_s - 0.01, t_s, t_s + 0.01]))
    speed_m_s = (after_m - before_m) / 0.02
    force_n = 10.0 * (9.81 + (after_m - 2 * now_m + before_m) / 1e-4) + 6.0 * np.tanh(
        speed_m_s / 0.03
    )
    return int(force_n / 0.0025)
