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
