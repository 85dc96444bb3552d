"""Hours of frames with wraps, gaps, garbage and resets: memory stays flat, nothing is invented."""

import gc
import random
import sys
from collections.abc import Iterator

import pytest
from bridge_board import Board

from device.sensors.reading import Fault
from device.sensors.serial.link import Decoder
from device.sensors.serial.tracker import Tracker

HOUR_US = 3600 * 10**6
BLOCK = 100
STEP_US = 5000


class Day:
    """What a board sends in a long time, in blocks of half a second, with mishaps.

    Attributes:
        frames: How many went out whole, after the first.
        lost: How many were left out.
        garbled: How many lines of noise went out.
        resets: How often the board started anew.
    """

    def __init__(self, hours: float, seed: int) -> None:
        self.frames = self.lost = self.garbled = self.resets = 0
        self.blocks_in_all = int(hours * HOUR_US / STEP_US / BLOCK)
        self._chance = random.Random(seed)
        self._board = Board(0, clock_us=2**32 - HOUR_US // 6)

    def blocks(self) -> Iterator[bytes]:
        for number in range(self.blocks_in_all):
            mishap = self._chance.choice(("gap", "garbage", "noise", *["none"] * 37))
            if number % 997 == 996:
                self.resets += 1
                self._board = Board(self.resets)
                yield self._board.identity
            frames = self._board.run(range(BLOCK))
            if mishap == "gap":
                start, length = self._chance.randrange(1, 45), self._chance.randrange(1, 45)
                del frames[start : start + length]
                self.lost += length
            elif mishap == "garbage":
                self.garbled += 1
                frames.insert(self._chance.randrange(BLOCK), self._chance.randbytes(4096) + b"\n")
            elif mishap == "noise":
                self.garbled += 1
                frames.insert(self._chance.randrange(BLOCK), b"rst:0x10 boot:0x13\r\n")
            self.frames += BLOCK if mishap != "gap" else len(frames)
            yield b"".join(frames)


def run(hours: float) -> None:
    day, decoder, tracker = Day(hours, seed=8), Decoder(), Tracker()
    chance = random.Random(9)
    now_ns, last_ns, readings, flagged = 10**15, 0, 0, 0
    held = {False: sys.maxsize, True: sys.maxsize}
    for number, block in enumerate(day.blocks()):
        cut = chance.randrange(len(block))
        for portion in (block[:cut], block[cut:]):
            now_ns += BLOCK * STEP_US * 1000 * len(portion) // len(block)
            for reading in tracker.take(decoder.feed(portion), now_ns):
                assert reading.t_ns > last_ns
                last_ns = reading.t_ns
                readings += 1
                flagged += bool(reading.faults & (Fault.LOST_FRAMES | Fault.RESTARTED))
        if number % 20 == 0 and not day.blocks_in_all // 4 < number < day.blocks_in_all * 3 // 4:
            gc.collect(0)
            late = number > day.blocks_in_all // 2
            held[late] = min(held[late], sys.getallocatedblocks())
    counters = tracker.counters
    assert readings + counters["late_frames"] == day.frames
    assert counters["late_frames"] <= 2 * BLOCK * day.resets, "only what overlaps a restart"
    assert counters["restarts"] == day.resets
    assert counters["lost_frames"] == day.lost
    assert sum(decoder.bad_lines.values()) >= day.garbled
    assert flagged >= day.resets
    assert held[True] - held[False] < 500, "objects: what it held in the last quarter and the first"


def test_half_an_hour_with_every_wrap() -> None:
    run(0.5)


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_a_day() -> None:
    run(24)
