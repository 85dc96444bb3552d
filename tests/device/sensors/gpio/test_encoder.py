import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from virtual_board.quadrature_model import constant_speed

from device.sensors.reading import Fault

OVERRUN = int(Fault.ENCODER_OVERRUN)


def pass_time(board, encoder, seconds, look_every_s=0.001):
    for _ in range(round(seconds / look_every_s)):
        board.clock.advance(round(look_every_s * 1e9))
        encoder.drain()


@pytest.mark.parametrize("edges_per_s", [50, 1000, 8000, 12000])
def test_counts_there_and_back(board, encoder, edges_per_s):
    counts = min(4000, edges_per_s)
    board.schedule(constant_speed(board.clock.now_ns, counts, edges_per_s))
    pass_time(board, encoder, counts / edges_per_s + 0.05)
    assert encoder.counts[-1].encoder_count == counts
    board.schedule(constant_speed(board.clock.now_ns, -counts - 7, edges_per_s))
    pass_time(board, encoder, (counts + 7) / edges_per_s + 0.05)
    assert encoder.counts[-1].encoder_count == -7
    assert (encoder.lost, encoder.illegal, encoder.take_faults()) == (0, 0, 0)


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(st.tuples(st.sampled_from([-1, 1]), st.integers(1_000, 3_000_000)), max_size=80))
def test_counts_any_movement(board, encoder, moves):
    before = board.encoder.count
    decoded_before = encoder.counts[-1].encoder_count if encoder.counts else before
    t_ns = board.clock.now_ns
    for direction, gap_ns in moves:
        t_ns += gap_ns
        board.schedule([(t_ns, direction)])
    pass_time(board, encoder, (t_ns - board.clock.now_ns) * 1e-9 + 0.01)
    decoded = encoder.counts[-1].encoder_count if encoder.counts else decoded_before
    assert decoded - decoded_before == board.encoder.count - before
    assert encoder.take_faults() == 0


@pytest.mark.parametrize("dead", [0, 1])
def test_a_dead_channel_neither_counts_on_nor_hangs(board, encoder, dead):
    board.encoder.dead.add(dead)
    board.schedule(constant_speed(board.clock.now_ns, 600, 2000))
    pass_time(board, encoder, 0.35)
    counts = {timed.encoder_count for timed in encoder.counts}
    assert max(counts) - min(counts) <= 1
    assert encoder.edges == 300


@pytest.mark.parametrize("lines", ["gpiod"], indirect=True)
class TestKernelBuffer:
    def test_stamps_are_the_kernels(self, board, encoder):
        start_ns = board.clock.now_ns
        board.schedule(constant_speed(start_ns, 10, 1000))
        board.clock.advance(50_000_000)
        encoder.drain()
        assert [timed.t_ns - start_ns for timed in encoder.counts] == [
            k * 1_000_000 for k in range(1, 11)
        ]

    def test_a_stall_within_the_buffer_loses_nothing(self, board, encoder):
        board.schedule(constant_speed(board.clock.now_ns, 1000, 12000))
        board.clock.advance(100_000_000)
        encoder.drain()
        assert encoder.counts[-1].encoder_count == 1000
        assert encoder.take_faults() == 0

    def test_an_overflow_is_counted_flagged_and_survived(self, board, encoder):
        board.schedule(constant_speed(board.clock.now_ns, 3000, 12000))
        board.clock.advance(300_000_000)
        encoder.drain()
        assert encoder.lost == pytest.approx(3000 - 1024, abs=2)
        assert encoder.take_faults() & OVERRUN
        encoder.drain()
        encoder.take_faults()
        at = encoder.counts[-1].encoder_count
        board.schedule(constant_speed(board.clock.now_ns, 400, 2000))
        pass_time(board, encoder, 0.25)
        assert encoder.counts[-1].encoder_count - at == 400
        assert encoder.take_faults() == 0


@pytest.mark.parametrize("lines", ["rpigpio"], indirect=True)
def test_a_callback_that_never_came_is_noticed_at_rest(board, encoder):
    pin = board.pins.encoder_a.gpio
    board.schedule(constant_speed(board.clock.now_ns, 8, 1000))
    pass_time(board, encoder, 0.02)
    kept = board.gpio.callbacks.pop(pin)
    board.schedule(constant_speed(board.clock.now_ns, 1, 1000))
    pass_time(board, encoder, 0.01)
    board.gpio.callbacks[pin] = kept
    board.schedule(constant_speed(board.clock.now_ns, 1, 1000))
    pass_time(board, encoder, 0.02)
    assert encoder.take_faults() & OVERRUN
    at = encoder.counts[-1].encoder_count
    board.schedule(constant_speed(board.clock.now_ns, 40, 1000))
    pass_time(board, encoder, 0.06)
    assert encoder.counts[-1].encoder_count - at == pytest.approx(40, abs=1)


@pytest.mark.parametrize(("held_ms", "presses"), [(200, 1), (5, 0)])
def test_a_press_counts_when_let_go_and_a_spark_does_not(board, encoder, held_ms, presses):
    pressed = []
    encoder.on_press = lambda: pressed.append(True)
    board.press(True)
    pass_time(board, encoder, held_ms * 1e-3)
    board.press(False)
    pass_time(board, encoder, 0.01)
    assert len(pressed) == presses


@pytest.mark.parametrize("lines", ["gpiod"], indirect=True)
def test_sparks_on_a_channel_do_not_move_the_count(board, encoder):
    """Row 7 of docs/reliability.md: a spark is an edge up and down on a line; they cancel."""
    start_ns = board.clock.now_ns
    board.schedule(constant_speed(start_ns, 1000, 2000))
    pins = [board.pins.encoder_a.gpio, board.pins.encoder_b.gpio]
    source = random.Random(4)
    for k in range(500):
        board.clock.advance(1_000_000)
        if source.random() < 0.4:
            channel = source.randrange(2)
            level = board.encoder.levels[channel]
            for shift, seen in ((0, 1 - level), (300, level)):
                board.kernel.happened(board.clock.now_ns + shift, pins[channel], seen)
        if k % 5 == 0:
            encoder.drain()
    pass_time(board, encoder, 0.02)
    assert encoder.counts[-1].encoder_count == 1000
    assert encoder.take_faults() == 0
