"""The threads, in real time, on the virtual board."""

import itertools
import threading
import time

import pytest
from virtual_board.board import VirtualBoard
from virtual_board.clock import RealClock
from virtual_board.quadrature_model import constant_speed

from device.sensors.cue import Cue
from device.sensors.gpio.opening import open_gpio

DEADLINE_S = 10.0


@pytest.fixture
def board(monkeypatch):
    board = VirtualBoard(RealClock())
    board.install(monkeypatch)
    return board


@pytest.fixture(params=["gpiod", "rpigpio"])
def source(board, tmp_path, request):
    chip = tmp_path / "gpiochip0"
    chip.touch()
    board.kernel.labels[str(chip)] = "pinctrl-rp1"
    with open_gpio(500.0, maker=request.param, devices=tmp_path) as source:
        yield source


def until(source, condition):
    """Readings up to the first that fulfils the condition."""
    deadline = time.monotonic() + DEADLINE_S
    seen = []
    for reading in source:
        seen.append(reading)
        if condition(reading):
            return seen
        assert time.monotonic() < deadline, "it never came"
    raise AssertionError("the source ended")


def test_readings_flow_with_counts_and_conversions(board, source):
    board.load = 4321
    board.schedule(constant_speed(time.monotonic_ns(), 200, 500))
    seen = until(source, lambda reading: reading.encoder_count == 200)
    seen += until(source, lambda reading: reading.load_raw is not None)
    assert {reading.load_raw for reading in seen} <= {None, 4321}
    stamps = [reading.t_ns for reading in seen]
    assert stamps == sorted(stamps)


def test_closing_from_another_thread_ends_the_iteration(board, source):
    closing = threading.Timer(0.1, source.close)
    closing.start()
    assert sum(1 for _ in source) > 0
    closing.join()
    source.close()
    assert board.gpio.direction == {}
    assert board.gpio.late_stops == 0
    assert list(itertools.islice(source, 1)) == []


def test_a_reader_that_fails_is_not_silent(board, source, monkeypatch):
    def broken():
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(source.load_cell, "poll", broken)
    with pytest.raises(OSError, match="Input/output"):
        until(source, lambda reading: False)


def test_a_press_is_told(board, source):
    pressed = threading.Event()
    source.when_pressed(pressed.set)
    board.press(True)
    held_until_ns = time.monotonic_ns() + 60_000_000
    until(source, lambda reading: reading.t_ns > held_until_ns)
    board.press(False)
    until(source, lambda reading: pressed.is_set())


def test_cues_reach_piezo_and_light(board, source):
    source.play_cue(Cue.REP_DONE)
    deadline = time.monotonic() + DEADLINE_S
    while [hertz for _, hertz in board.gpio.tones] != [2100, 0, 2800, 0]:
        assert time.monotonic() < deadline, board.gpio.tones
        threading.Event().wait(0.005)
    source.play_cue(Cue.FAULT)
    source.play_cue(Cue.HOLD_REACHED)
    while (board.pins.piezo.gpio, 2600) not in board.gpio.tones[4:]:
        assert time.monotonic() < deadline, board.gpio.tones
        threading.Event().wait(0.005)


def test_says_what_it_counted_and_how_things_stand(board, source):
    board.schedule(constant_speed(time.monotonic_ns(), 20, 500))
    until(source, lambda reading: reading.encoder_count == 20)
    assert source.counters()["edges"] == 20
    assert source.counters()["edges_lost"] == source.counters()["edges_illegal"] == 0
    board.chip.dout = 1
    until(source, lambda reading: source.load_cell.silent)
    assert "load cell is silent" in source.status
