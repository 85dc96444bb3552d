"""A recorded set, turned back into edges and clock pulses, is counted again from the pins."""

import importlib
import itertools
from bisect import bisect_right
from collections import deque
from pathlib import Path

import pytest

from device.calibration.recorded import factors_from_header
from device.pipeline import Pipeline
from device.recordings.reader import RecordingReader
from device.replay import plan_from_header
from device.reps.events import RepConfirmed

GOLDEN = Path(__file__).parents[3] / "golden"
TICK_NS = 5_000_000
STEP_NS = 1_000_000


def confirmed(header, readings):
    pipeline = Pipeline(factors_from_header(header), plan_from_header(header))
    events = [event for reading in readings for event in pipeline.feed(reading)]
    events += pipeline.finish()
    return [event.rep for event in events if isinstance(event, RepConfirmed)]


def edges(readings, start_ns):
    """The steps between the recorded counts, evenly spread over the time between them."""
    for before, now in itertools.pairwise(readings):
        moved = now.encoder_count - before.encoder_count
        for k in range(1, abs(moved) + 1):
            share = k / abs(moved)
            t_ns = before.t_ns + round((now.t_ns - before.t_ns) * share)
            yield start_ns + t_ns, 1 if moved > 0 else -1


def play(board, encoder, load_cell, readings):
    """The readings that the direct wiring makes of it, in virtual time."""
    module = importlib.import_module("device.sensors.gpio.sampler")
    start_ns = board.clock.now_ns - readings[0].t_ns
    loads = [(start_ns + r.t_ns, r.load_raw) for r in readings if r.load_raw is not None]
    stamps = [t_ns for t_ns, _ in loads]
    board.chip.value_at = lambda t_ns: loads[max(0, bisect_right(stamps, t_ns) - 1)][1]
    board.schedule(edges(readings, start_ns))
    conversions = deque()
    sampler = module.Sampler(encoder, load_cell, conversions)
    tick_ns = board.clock.now_ns + TICK_NS
    while tick_ns < start_ns + readings[-1].t_ns:
        conversion = load_cell.poll()
        if conversion is not None:
            conversions.append(conversion)
        board.clock.advance(STEP_NS)
        encoder.drain()
        if board.clock.now_ns >= tick_ns + 2_000_000:
            yield sampler.reading(tick_ns)
            tick_ns += TICK_NS


@pytest.mark.parametrize("name", ["plain", "touch_and_go"])
def test_finds_the_same_repetitions(board, encoder, load_cell, name):
    with RecordingReader(GOLDEN / f"{name}.csv") as recording:
        readings = list(recording)
        header = recording.header
    expected = confirmed(header, readings)
    found = confirmed(header, play(board, encoder, load_cell, readings))
    assert len(found) == len(expected) > 0
    for ours, theirs in zip(found, expected, strict=True):
        assert ours.rom_m == pytest.approx(theirs.rom_m, abs=0.005)
        assert ours.hold_s == pytest.approx(theirs.hold_s, abs=0.05)
        assert ours.mean_force_n == pytest.approx(theirs.mean_force_n, rel=0.03)
        assert ours.held == theirs.held
    assert encoder.lost == 0
