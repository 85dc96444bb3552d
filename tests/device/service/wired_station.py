"""A station with direct wiring on the virtual board; run as a program by its test.

Usage: ``python wired_station.py DATA_DIR``, then on standard input ``press`` for the button and
``pull`` for a repetition; each tone of the piezo is a line on standard output. The sensors live in
a time of their own, which waits for their threads: a busy machine is slow, and late for nothing.
"""

import math
import sys
import threading
import time
from functools import partial
from pathlib import Path

import pytest
from virtual_board.board import VirtualBoard
from virtual_board.shared_clock import SharedClock

from device.config import Config
from device.sensors.gpio import opening
from device.service.commands.settings import Settings
from device.service.station import Station
from device.sources import open_source

RANGE_M = 0.6
PULL_COUNTS = 110_000  # about 100 N by the nominal factors
CONFIG = Config(source="gpio", encoder_lines=40, wheel_circumference_mm=200.0)
RANGE_COUNTS = round(RANGE_M * CONFIG.encoder_lines * 4 / 0.2)

clock = SharedClock()
board = VirtualBoard(clock)
board.install(pytest.MonkeyPatch())


moves = []
"""Start in nanoseconds, length in seconds and direction of each move of the handle."""


def load(t_ns):
    """What the cell feels of the stack: its weight, its inertia and the guide's friction."""
    share = 0.0
    if board.encoder.count > 2:
        start_ns, seconds, direction = next(move for move in reversed(moves) if move[0] <= t_ns)
        at = (t_ns - start_ns) * 1e-9 / seconds
        bend_m_s2 = RANGE_M / 2 * (math.pi / seconds) ** 2 * math.cos(math.pi * min(at, 1.0))
        share = 1.0 + (direction * (bend_m_s2 / 9.81 + 0.05) if at < 1.0 else 0.0)
    return 200_000 + round(PULL_COUNTS * share) + t_ns // 1_000 % 97


board.chip.value_at = load


def travel(start_ns, seconds, direction):
    """A smooth move: the time at which each count is passed, on half a cosine."""
    for k in range(1, RANGE_COUNTS + 1):
        share = math.acos(1 - 2 * k / RANGE_COUNTS) / math.pi
        yield start_ns + round(share * seconds * 1e9), direction


def pull():
    now_ns = clock.monotonic_ns()
    for move in ((now_ns + 500_000_000, 0.8, 1), (now_ns + 2_600_000_000, 1.3, -1)):
        moves.append(move)
        board.schedule(travel(*move))


def press():
    board.press(True)
    held_until_ns = clock.monotonic_ns() + 100_000_000
    while clock.monotonic_ns() < held_until_ns:
        time.sleep(0.01)
    board.press(False)


class Tones(list):
    """What the piezo sounds is told at once."""

    def append(self, tone):
        _, hertz = tone
        if hertz:
            print(hertz, flush=True)


def obey():
    for line in sys.stdin:
        {"pull": pull, "press": press}[line.strip()]()


board.gpio.tones = Tones()
opening.open_gpio = partial(opening.open_gpio, clock=clock)
opened = open_source(CONFIG)
threading.Thread(target=obey, daemon=True).start()
with opened.source:
    Station(opened, Path(sys.argv[1]), Settings(CONFIG, {})).run()
