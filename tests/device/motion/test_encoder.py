"""Rows 6 and 7 of the fault table, as samples."""

import pytest

from device.motion.encoder import EncoderMonitor
from device.motion.faults import FaultBoard, FaultKind

QUANTUM_M = 1 / 2000
PERIOD_NS = 5_000_000


def force_n(t_s):
    """One pull of 100 N in every three seconds."""
    return 100.0 if 1.0 < t_s % 3.0 < 2.0 else 15.0


def run(position, seconds, force=force_n):
    board = FaultBoard()
    monitor = EncoderMonitor(board)
    raised_s = None
    for i in range(int(seconds * 200)):
        t_s = i / 200
        monitor.update(i * PERIOD_NS, position(t_s, i), force(t_s), QUANTUM_M)
        if raised_s is None and FaultKind.POSITION_SUSPECT in board.active:
            raised_s = t_s
    return raised_s, board


def test_a_broken_channel_is_known_within_the_first_pull():
    raised_s, _ = run(lambda t, i: QUANTUM_M * (i % 2) if 1.0 < t < 2.5 else 0.0, 3.0)
    assert raised_s is not None
    assert raised_s < 2.1


def test_an_unplugged_encoder_is_known_by_the_second_pull():
    raised_s, _ = run(lambda _t, _i: 0.0, 7.0)
    assert raised_s is not None
    assert 4.0 < raised_s < 6.5


def test_one_pull_on_a_stack_too_heavy_is_no_fault():
    raised_s, _ = run(lambda _t, _i: 0.0, 3.0)
    assert raised_s is None


def test_a_handle_that_moves_is_no_fault():
    raised_s, _ = run(lambda t, _: 0.5 if 1.2 < t % 3.0 < 2.2 else 0.0, 30.0)
    assert raised_s is None


@pytest.mark.parametrize("force", [lambda _: 15.0, lambda _: None])
def test_without_a_pull_nothing_is_said(force):
    raised_s, _ = run(lambda _t, i: QUANTUM_M * (i // 20 % 2), 20.0, force)
    assert raised_s is None


def test_many_steps_to_and_fro_in_a_second_need_no_force():
    raised_s, _ = run(lambda t, i: QUANTUM_M * (i % 2) if t > 1.0 else 0.0, 3.0, lambda _: None)
    assert raised_s is not None
    assert raised_s < 1.5


def test_motion_ends_the_fault():
    _, board = run(lambda t, _: 0.0 if t < 8.0 else 0.2, 9.0)
    assert FaultKind.POSITION_SUSPECT not in board.active
