"""A count that leaps, and goes on as before."""

import pytest

from device.motion.consistency.jumps import JumpBridge

STEP_NS = 5_000_000
QUANTUM_M = 1 / 2000


def path(t_s):
    return 0.8 * t_s


def bridged(change):
    """Positions, and how many leaps were told, of a handle at 0.8 m/s."""
    bridge, told, out = JumpBridge(), 0, []
    for i in range(200):
        position_m, jumped = bridge.take(i * STEP_NS, change(i, path(i * 0.005)), 0.8)
        told += jumped
        out.append(position_m)
    return out, told


@pytest.mark.parametrize("counts", [2**16, -(2**16), 2**31, -(2**31), 700, -300])
def test_a_leap_that_stays_is_taken_off(counts):
    out, told = bridged(lambda i, x: x + (counts * QUANTUM_M if i >= 100 else 0.0))
    assert told == 1
    assert out == pytest.approx([path(i * 0.005) for i in range(200)], abs=0.002)


def test_a_leap_there_and_back_leaves_no_offset():
    out, told = bridged(lambda i, x: x + (16.384 if 100 <= i < 103 else 0.0))
    assert told == 2
    assert out[-1] == pytest.approx(path(199 * 0.005))


def test_a_quick_handle_is_no_leap():
    bridge = JumpBridge()
    for i in range(100):
        position_m, jumped = bridge.take(i * STEP_NS, 6.0 * i * 0.005, 6.0)
        assert not jumped
        assert position_m == pytest.approx(6.0 * i * 0.005)


def test_after_a_restart_nothing_compares():
    bridge = JumpBridge()
    bridge.take(0, 0.0, 0.0)
    bridge.restart()
    assert bridge.take(STEP_NS, 30.0, 0.0) == (30.0, False)


def frozen(from_i, to_i, away_m, steps=200):
    """A bridge after a count that stood, and then was so far away at once."""
    bridge = JumpBridge()
    for i in range(steps):
        moved = i if i < from_i else from_i if i < to_i else i
        bridge.take(i * STEP_NS, 0.001 * moved + (away_m if i >= to_i else 0.0), 0.2)
    return bridge


def test_a_standstill_that_ends_far_away_at_once_was_not_read():
    bridge = frozen(100, 140, 0.0)
    assert bridge.offset_m == 0.0
    assert bridge.unread(0, 110 * STEP_NS)
    assert bridge.unread(138 * STEP_NS, 10**12)
    assert not bridge.unread(0, 99 * STEP_NS)
    assert not bridge.unread(141 * STEP_NS, 10**12)


def test_a_short_standstill_or_one_that_a_hand_ends_was_read():
    assert not frozen(100, 108, 0.0).unread(0, 10**12)
    assert not frozen(100, 140, -0.036).unread(0, 10**12)


def test_out_of_a_standstill_too_a_count_leaps_where_no_cable_reaches():
    bridge = frozen(100, 140, 16.384)
    assert not bridge.unread(0, 10**12)
    assert bridge.offset_m == pytest.approx(16.384, abs=0.05)
