"""Repetitions while a sensor is wrong: named within a repetition, nothing claimed, all counted."""

import pytest

from device.calibration.recorded import factors_from_header
from device.motion.consistency.health import Sensor, SensorState
from device.pipeline import Pipeline
from device.replay import plan_from_header
from device.reps.events import (
    FaultKind,
    FaultRaised,
    RepAmended,
    RepConfirmed,
    RepWithdrawn,
)
from device.sensors.simulated.generate import generate

S = 1_000_000_000
SEEDS = (3, 11, 27)


class Outcome:
    """What a set came to, corrections included."""

    def __init__(self, simulated, readings):
        self.pipeline = Pipeline(
            factors_from_header(simulated.header), plan_from_header(simulated.header)
        )
        events = [event for reading in readings for event in self.pipeline.feed(reading)]
        self.sensors = self.pipeline.live().sensors
        events += self.pipeline.finish()
        self.told = {e.kind: e.t_ns * 1e-9 for e in events if isinstance(e, FaultRaised)}
        found = {}
        for event in events:
            if isinstance(event, RepConfirmed | RepAmended):
                found[event.rep.number] = event.rep
            elif isinstance(event, RepWithdrawn):
                found.pop(event.number, None)
        self.reps = list(found.values())


@pytest.fixture(params=SEEDS, ids=lambda seed: f"seed-{seed}")
def plain(request):
    return generate("plain", request.param)


def load_from(simulated, since_s, change):
    zero = simulated.header["load_zero"]
    return Outcome(
        simulated,
        [
            r
            if r.load_raw is None or r.t_ns < since_s * S
            else r._replace(load_raw=round(change(r.load_raw - zero) + zero))
            for r in simulated.readings
        ],
    )


def before_rep(simulated, number):
    return simulated.truth.reps[number].start_s - 0.4


def assert_unclaimed(outcome, truth, since_s, within):
    """No force is kept of a repetition that began after the fault, but for the first ones."""
    late = [rep for rep in outcome.reps if rep.start_ns * 1e-9 > since_s]
    assert len(outcome.reps) == len(truth)
    assert all("load_suspect" in rep.flags for rep in late)
    assert all(rep.mean_force_n is None for rep in late[within - 1 :])
    assert all(rep.rom_m is not None and rep.verdict != "unknown" for rep in outcome.reps)


@pytest.mark.parametrize("constant_n", [314.0, 0.0, -737.0, 8.0])
def test_a_constant_force_is_a_wire_off(plain, constant_n):
    since_s = before_rep(plain, 3)
    rng = iter(range(10**6))
    wobble = lambda _: constant_n / 0.0025 + 80 * ((next(rng) * 7919) % 11 - 5)  # noqa: E731
    outcome = load_from(plain, since_s, wobble)
    assert outcome.told[FaultKind.LOAD_WIRE_OFF] < plain.truth.reps[3].end_s + 1.0
    assert_unclaimed(outcome, plain.truth.reps, since_s, 1)
    assert outcome.sensors[Sensor.FORCE].state is SensorState.OUT
    assert outcome.sensors[Sensor.POSITION].state is SensorState.SOUND


def test_reversed_wires_are_named_by_the_first_repetition(plain):
    outcome = load_from(plain, 0.0, lambda counts: -counts)
    assert outcome.told[FaultKind.LOAD_SIGN_REVERSED] < plain.truth.reps[0].end_s + 1.0
    assert_unclaimed(outcome, plain.truth.reps, 0.0, 1)


@pytest.mark.parametrize("gain", [0.5, 0.25, 2.0])
def test_another_gain_is_named_by_the_second_repetition(plain, gain):
    since_s = before_rep(plain, 3)
    outcome = load_from(plain, since_s, lambda counts: counts * gain)
    assert outcome.told[FaultKind.LOAD_GAIN_CHANGED] < plain.truth.reps[4].end_s + 1.0
    assert_unclaimed(outcome, plain.truth.reps, since_s, 1)


@pytest.mark.parametrize("step_n", [60.0, -60.0])
def test_a_moved_zero_is_named_by_the_second_repetition(plain, step_n):
    since_s = before_rep(plain, 3)
    outcome = load_from(plain, since_s, lambda counts: counts + step_n / 0.0025)
    assert outcome.told[FaultKind.LOAD_ZERO_MOVED] < plain.truth.reps[4].end_s + 1.0
    assert_unclaimed(outcome, plain.truth.reps, since_s, 1)


def test_a_wheel_on_the_other_side_is_named_before_its_holds_are_judged(plain):
    outcome = Outcome(plain, [r._replace(encoder_count=-r.encoder_count) for r in plain.readings])
    assert FaultKind.DIRECTION_REVERSED in outcome.told
    assert outcome.reps
    assert all(rep.hold_s is None and rep.verdict == "unknown" for rep in outcome.reps)


@pytest.mark.parametrize("part", ["pull", "hold", "release", "rest"])
def test_a_silent_encoder_is_named_and_nothing_is_claimed(plain, part):
    rep = plain.truth.reps[2]
    since_s = {
        "pull": (rep.start_s + rep.top_s) / 2,
        "hold": rep.top_s + 0.2,
        "release": (rep.release_s + rep.end_s) / 2,
        "rest": rep.end_s + 0.2,
    }[part]
    stuck = next(r.encoder_count for r in plain.readings if r.t_ns >= since_s * S)
    outcome = Outcome(
        plain,
        [r if r.t_ns < since_s * S else r._replace(encoder_count=stuck) for r in plain.readings],
    )
    next_top_s = plain.truth.reps[3].top_s
    assert outcome.told[FaultKind.ENCODER_SILENT] < next_top_s + 1.0
    for one in outcome.reps:
        if one.end_ns * 1e-9 > since_s + 0.1:
            assert (one.rom_m, one.hold_s, one.held) == (None, None, None)
            assert one.verdict == "unknown"
            assert "position_lost" in one.flags
    assert outcome.sensors[Sensor.POSITION].state is SensorState.OUT
    assert outcome.sensors[Sensor.POSITION].reason is FaultKind.ENCODER_SILENT


@pytest.mark.parametrize("wrap", [2**16, 2**31])
def test_a_counter_that_wraps_costs_a_flag_and_no_repetition(plain, wrap):
    edge = plain.readings[0].encoder_count + 500
    outcome = Outcome(
        plain,
        [
            r._replace(
                encoder_count=r.encoder_count - wrap if r.encoder_count > edge else r.encoder_count
            )
            for r in plain.readings
        ],
    )
    clean = Outcome(plain, plain.readings)
    assert FaultKind.COUNT_JUMPED in outcome.told
    assert [rep.rom_m for rep in outcome.reps] == pytest.approx(
        [rep.rom_m for rep in clean.reps], abs=0.01
    )
    assert all("count_jumped" in rep.flags for rep in outcome.reps)


def test_a_start_in_mid_pull_claims_no_range(plain):
    rep = plain.truth.reps[1]
    since_ns = (rep.start_s + 0.4 * (rep.top_s - rep.start_s)) * S
    outcome = Outcome(plain, [r for r in plain.readings if r.t_ns > since_ns])
    first = outcome.reps[0]
    assert "start_unseen" in first.flags
    assert (first.rom_m, first.mean_velocity_m_s, first.verdict) == (None, None, "unknown")
    assert all("start_unseen" not in rep.flags for rep in outcome.reps[1:])


def test_nothing_is_said_of_sound_sensors(plain):
    outcome = Outcome(plain, plain.readings)
    assert outcome.told == {}
    assert all(rep.flags == () for rep in outcome.reps)
    assert {one.state for one in outcome.sensors.values()} == {SensorState.SOUND}
