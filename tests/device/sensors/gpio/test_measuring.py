import importlib
import time

import pytest
from virtual_board.board import VirtualBoard
from virtual_board.clock import RealClock, VirtualTime
from virtual_board.quadrature_model import constant_speed

from device.sensors.gpio.opening import open_lines
from device.sensors.gpio.quadrature import CHANNEL_A, CHANNEL_B, Quadrature


@pytest.fixture
def board(monkeypatch):
    board = VirtualBoard(RealClock())
    board.install(monkeypatch)
    return board


@pytest.fixture
def measuring(board):
    return importlib.import_module("device.sensors.gpio.measuring")


@pytest.fixture
def rig(board, measuring):
    pins = [board.pins.encoder_a.gpio, board.pins.encoder_b.gpio]
    lines = open_lines("rpigpio", board.gpio, pins)
    encoder = importlib.import_module("device.sensors.gpio.encoder").EncoderReader(lines, *pins)
    yield lines, encoder
    lines.close()


class Wheel:
    """Turns the virtual encoder in this thread."""

    def __init__(self, board, dead=()):
        self.board, self.dead = board, dead

    def start(self):
        self.board.encoder.dead.update(self.dead)

    def make(self, edges_per_s, edges):
        until = self.board.encoder.count + edges
        self.board.schedule(constant_speed(time.monotonic_ns(), edges, edges_per_s))
        while self.board.encoder.count < until:
            self.board.clock.advance(100_000)
        return edges_per_s

    def stop(self):
        pass


def test_counts_what_was_made(board, measuring, rig):
    results = measuring.measure_edges(*rig, Wheel(board), [200.0, 400.0], seconds=0.2)
    assert [(r.made, r.counted, r.complete) for r in results] == [(40, 40, True), (80, 80, True)]


def test_tells_of_loss(board, measuring, rig):
    [result] = measuring.measure_edges(*rig, Wheel(board, dead=[0]), [200.0], seconds=0.2)
    assert (result.made, result.counted, result.complete) == (40, 20, False)


@pytest.fixture
def still_board(monkeypatch):
    """A board in virtual time, so that a busy machine does not show in the frames."""
    board = VirtualBoard()
    board.install(monkeypatch)
    measuring = importlib.import_module("device.sensors.gpio.measuring")
    monkeypatch.setattr(measuring, "time", VirtualTime(board.clock))
    return board


def measure_frames(board, seconds):
    driver = importlib.import_module("device.sensors.gpio.hx711_safe")
    measuring = importlib.import_module("device.sensors.gpio.measuring")
    pins = board.pins
    load_cell = driver.SafeHx711(pins.load_dout.gpio, pins.load_sck.gpio, board.clock)
    return measuring.measure_frames(load_cell, seconds)


def test_frames_are_timed(still_board):
    times = measure_frames(still_board, 2.0)
    assert times.conversions == pytest.approx(2 * 80 - 4, abs=1)
    assert (times.dropped, times.late) == (4, 0)
    # The first look, 25 pulses of two calls, 24 bits and the closing look, 1.5 µs a call.
    assert times.median_us == pytest.approx((1 + 25 * 2 + 24 + 1) * 1.5)
    assert times.longest_us == times.p99_us == times.median_us


def test_a_dead_load_cell_has_no_times(still_board):
    still_board.chip.dout = 1
    assert measure_frames(still_board, 1.0).median_us is None


class Jobs:
    """The other end of the pipe."""

    def __init__(self, *jobs):
        self.jobs, self.answers = [*jobs, None], []

    def recv(self):
        return self.jobs.pop(0)

    def send(self, answer):
        self.answers.append(answer)


def test_the_jumpers_carry_true_quadrature(board, measuring):
    turn_at_two_speeds(board, measuring)


@pytest.mark.timing
def test_the_jumpers_carry_the_speed_asked_for(board, measuring):
    fast, slow = turn_at_two_speeds(board, measuring)
    assert fast / slow == pytest.approx(20_000 / 5_000, rel=0.3)


def turn_at_two_speeds(board, measuring):
    """Make 400 edges at 20,000 per second and 100 at 5,000; return the speeds reached."""
    pin_a, pin_b = board.pins.led_green.gpio, board.pins.led_red.gpio
    decoder, counts = Quadrature(0, 0), []
    for pin, channel in ((pin_a, CHANNEL_A), (pin_b, CHANNEL_B)):
        board.gpio.writers[pin] = lambda level, channel=channel: counts.append(
            decoder.edge(channel, level)
        )
    jobs = Jobs((20_000.0, 400), (5_000.0, 100))
    measuring._serve_edges(pin_a, pin_b, jobs)
    assert decoder.count == 500
    assert len(counts) == 2 + 500
    assert jobs.answers[0] == 0.0
    assert all(rate > 0 for rate in jobs.answers[1:])
    return jobs.answers[1:]
