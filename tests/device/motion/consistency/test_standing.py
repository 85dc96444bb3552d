"""A silent encoder, a broken channel, and what is neither: rows 6 and 7 of the fault table."""

import math

import pytest

from device.motion.consistency.judgement import Reference
from device.motion.consistency.standing import StandingWatch
from device.motion.faults import FaultKind

QUANTUM_M = 1 / 2000
STEP_NS = 5_000_000
CONVERSION_NS = 12_500_000
LOAD = Reference(weight_n=200.0, mass_kg=20.0, friction_n=10.0, residual_n=1.0)


def one_pull_in_three_seconds(t_s):
    return 100.0 if 1.0 < t_s % 3.0 < 2.0 else 15.0


def watch(position, seconds, force, load=None, home_m=None):
    """When the encoder is found out, and how; ``(None, None)`` if never."""
    standing = StandingWatch()
    standing.home_m = home_m
    next_ns = 0
    for i in range(int(seconds * 200)):
        t_ns = i * STEP_NS
        standing.update(t_ns, position(t_ns * 1e-9, i), QUANTUM_M)
        if t_ns >= next_ns:
            next_ns += CONVERSION_NS
            value = force(t_ns * 1e-9)
            found = None if value is None else standing.weigh(t_ns, value, load, CONVERSION_NS)
            if found is not None:
                return t_ns * 1e-9, found.fault
    return None, None


def test_a_broken_channel_is_known_within_the_first_pull():
    told_s, fault = watch(
        lambda t, i: QUANTUM_M * (i % 2) if 1.0 < t < 2.5 else 0.0, 3.0, one_pull_in_three_seconds
    )
    assert fault is FaultKind.ENCODER_ONE_CHANNEL
    assert told_s < 2.1


def test_before_the_load_is_known_two_pulls_tell():
    told_s, fault = watch(lambda _t, _i: 0.0, 7.0, one_pull_in_three_seconds)
    assert fault is FaultKind.ENCODER_SILENT
    assert 4.0 < told_s < 6.5


def test_one_pull_on_an_unknown_stack_too_heavy_is_no_fault():
    assert watch(lambda _t, _i: 0.0, 3.0, one_pull_in_three_seconds) == (None, None)


def test_a_known_load_that_is_thrown_tells_at_once():
    told_s, fault = watch(lambda *_: 0.0, 3.0, lambda t: 320.0 if 1.0 < t < 1.4 else 15.0, LOAD)
    assert fault is FaultKind.ENCODER_SILENT
    assert told_s < 1.5


def test_a_load_that_falls_away_high_up_and_is_lifted_again_tells():
    force = lambda t: 15.0 if 1.0 < t < 2.0 else 200.0  # noqa: E731
    told_s, fault = watch(lambda *_: 0.4, 3.0, force, LOAD, 0.0)
    assert fault is FaultKind.ENCODER_SILENT
    assert told_s < 2.1


@pytest.mark.parametrize("force_n", [100.0, 140.0, 260.0, 400.0, 0.0])
def test_a_force_that_stays_away_is_the_cells_own(force_n):
    force = lambda t: 200.0 if t < 1.0 else force_n  # noqa: E731
    assert watch(lambda *_: 0.4, 20.0, force, LOAD, 0.0) == (None, None)


def test_a_load_that_lands_at_home_is_no_fault():
    force = lambda t: 200.0 if t < 1.0 else 15.0  # noqa: E731
    assert watch(lambda *_: 0.02, 5.0, force, LOAD, 0.0) == (None, None)


@pytest.mark.parametrize("force_n", [185.0, 200.0, 215.0])
def test_a_hold_within_friction_is_no_fault(force_n):
    assert watch(lambda *_: 0.4, 20.0, lambda _: force_n, LOAD, 0.0) == (None, None)


@pytest.mark.parametrize("hz", [6, 12, 37, 50, 100])
def test_a_flicker_of_one_count_is_no_fault(hz):
    position = lambda t, _: QUANTUM_M * (int(2 * hz * t) % 2)  # noqa: E731
    assert watch(position, 20.0, lambda _: 200.0, LOAD, -0.4) == (None, None)
    assert watch(position, 20.0, lambda _: 200.0) == (None, None)


@pytest.mark.parametrize("tremor_m", [0.0002, 0.001, 0.003, 0.008])
@pytest.mark.parametrize("hz", [3.0, 8.0, 11.0])
def test_tremor_is_no_fault(tremor_m, hz):
    omega = 2 * math.pi * hz

    def position(t_s, _):
        return QUANTUM_M * math.floor(tremor_m * math.sin(omega * t_s) / QUANTUM_M)

    force = lambda t: 200.0 - 20.0 * tremor_m * omega**2 * math.sin(omega * t)  # noqa: E731
    assert watch(position, 10.0, force, LOAD, -0.4) == (None, None)


@pytest.mark.parametrize("force", [lambda _: 15.0, lambda _: None])
def test_without_a_pull_nothing_is_said(force):
    assert watch(lambda _t, i: QUANTUM_M * (i // 20 % 2), 20.0, force) == (None, None)


def test_motion_ends_the_silence():
    standing = StandingWatch()
    standing.update(0, 0.0, QUANTUM_M)
    for i in range(200):
        standing.weigh(i * CONVERSION_NS, 400.0 if i < 50 else 200.0, LOAD, CONVERSION_NS)
    assert standing.silence is not None
    assert not standing.update(10**10, 0.01, QUANTUM_M)
    assert standing.update(10**10 + STEP_NS, 0.06, QUANTUM_M)
    assert standing.silence is None
