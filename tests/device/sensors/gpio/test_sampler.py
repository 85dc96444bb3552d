import importlib
import itertools
from collections import deque

import pytest
from virtual_board.quadrature_model import constant_speed

from device.sensors.reading import Fault

TICK_NS = 5_000_000


class Rig:
    """Edges, load cell and sampler turned by one hand, in virtual time."""

    def __init__(self, board, encoder, load_cell):
        module = importlib.import_module("device.sensors.gpio.sampler")
        self.board, self.encoder, self.load_cell = board, encoder, load_cell
        self.conversions = deque()
        self.sampler = module.Sampler(encoder, load_cell, self.conversions)

    def run(self, seconds):
        readings = []
        next_ns = self.board.clock.now_ns + TICK_NS
        end_ns = self.board.clock.now_ns + round(seconds * 1e9)
        while next_ns <= end_ns:
            conversion = self.load_cell.poll()
            if conversion is not None:
                self.conversions.append(conversion)
            self.board.clock.advance(500_000)
            self.encoder.drain()
            while self.board.clock.now_ns >= next_ns + 2_000_000:
                readings.append(self.sampler.reading(next_ns))
                next_ns += TICK_NS
        return readings


@pytest.fixture
def rig(board, encoder, load_cell):
    return Rig(board, encoder, load_cell)


def test_two_hundred_readings_a_second_in_time_order(board, rig):
    board.schedule(constant_speed(board.clock.now_ns, 1500, 1500))
    readings = rig.run(1.0)
    assert len(readings) == 200
    stamps = [reading.t_ns for reading in readings]
    assert stamps == sorted(set(stamps))
    assert readings[-1].encoder_count == pytest.approx(1500, abs=10)


def test_every_conversion_arrives_once(board, rig):
    board.chip.value_at = lambda t_ns: t_ns // 1_000_000 % 1_000_000
    readings = rig.run(2.0)
    raws = [reading.load_raw for reading in readings if reading.load_raw is not None]
    assert raws == board.chip.completed[: len(raws)]
    assert len(raws) == pytest.approx(156, abs=3)


@pytest.mark.parametrize("lines", ["gpiod"], indirect=True)
def test_a_slow_handles_velocity_comes_from_its_edge_times(board, rig):
    rig.run(0.1)
    board.schedule(constant_speed(board.clock.now_ns, 60, 37.0))
    readings = rig.run(1.5)
    moved = [
        now
        for before, now in itertools.pairwise(readings)
        if now.encoder_count != before.encoder_count
    ]
    speeds = [
        (now.encoder_count - before.encoder_count) * 1e9 / (now.t_ns - before.t_ns)
        for before, now in itertools.pairwise(moved)
    ]
    assert speeds == pytest.approx([37.0] * len(speeds), rel=1e-6)


@pytest.mark.parametrize(
    ("fault", "flag"),
    [
        ("stuck high", Fault.LOAD_TIMEOUT),
        ("stuck low", Fault.LOAD_DESYNC),
        ("saturated", Fault.LOAD_SATURATED),
        ("silent", Fault.LOAD_TIMEOUT),
    ],
)
def test_a_fault_of_the_load_cell_shows_within_250_ms(board, rig, fault, flag):
    assert not any(reading.faults for reading in rig.run(1.0)[40:])
    board.chip.dout = {"stuck high": 1, "stuck low": 0}.get(fault)
    board.chip.silent = fault == "silent"
    board.load = 2**24 if fault == "saturated" else 0
    began_ns = board.clock.now_ns
    flagged = [reading for reading in rig.run(1.0) if reading.faults & flag]
    assert flagged
    assert flagged[0].t_ns - began_ns <= 250_000_000
    assert all(r.load_raw in (None, 2**23 - 1) for r in flagged)


def test_lost_edges_are_flagged_once(board, rig):
    rig.run(0.1)
    board.encoder.levels = [1, 1]
    rig.encoder._trusted = False
    readings = rig.run(0.2)
    flagged = [reading for reading in readings if reading.faults]
    assert len(flagged) == 1
    assert flagged[0].faults == int(Fault.ENCODER_OVERRUN | Fault.ENCODER_ILLEGAL)
