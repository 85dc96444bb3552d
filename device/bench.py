"""What a sample costs: a simulated training session through the whole pipeline."""

import gc
import tracemalloc
from dataclasses import dataclass
from time import process_time_ns

from device.calibration.recorded import factors_from_header
from device.pipeline import Pipeline
from device.reps.events import RepConfirmed
from device.sensors.reading import Reading
from device.sensors.simulated.source import SimulatedSource
from device.sources import trainee_tasks

_BLOCK = 20_000


@dataclass(frozen=True, slots=True)
class Cost:
    """What one run took.

    Attributes:
        samples: Readings fed.
        reps: Repetitions found.
        mean_us: Processor time a sample, all stages, repetitions scored included.
        idle_us: The same over the cheapest block of the session: nothing to score.
        worst_block_us: The same over the dearest block.
        worst_ms: The longest single call, in which a repetition was scored.
        first_half_kib: Peak of memory allocated in the first half of the session.
        second_half_kib: Peak in the second half; equal to the first where memory is bounded.
    """

    samples: int
    reps: int
    mean_us: float
    idle_us: float
    worst_block_us: float
    worst_ms: float
    first_half_kib: float
    second_half_kib: float

    @property
    def samples_per_s(self) -> float:
        """How many samples a second one core can take."""
        return 1e6 / self.mean_us


def session(seconds: float, seed: int) -> tuple[Pipeline, list[Reading]]:
    """A fresh pipeline, and the readings of a simulated session at 200 per second."""
    source = SimulatedSource(trainee_tasks(), seed, speed=None)
    readings: list[Reading] = []
    for reading in source:
        if reading.t_ns >= seconds * 1e9:
            break
        readings.append(reading)
    return Pipeline(factors_from_header(source.header)), readings


def measure(seconds: float = 3600.0, seed: int = 1) -> Cost:
    """Feed a session block by block, once for time and once for memory."""
    pipeline, readings = session(seconds, seed)
    blocks_us, worst_ns, reps = _time(pipeline, readings)
    pipeline, _ = session(0.0, seed)
    half = len(readings) // 2
    first, second = _peaks(pipeline, readings[:half]), _peaks(pipeline, readings[half:])
    return Cost(
        samples=len(readings),
        reps=reps,
        mean_us=sum(total for total, _ in blocks_us) / len(readings),
        idle_us=min(total / count for total, count in blocks_us),
        worst_block_us=max(total / count for total, count in blocks_us),
        worst_ms=worst_ns * 1e-6,
        first_half_kib=first,
        second_half_kib=second,
    )


def _time(pipeline: Pipeline, readings: list[Reading]) -> tuple[list[tuple[float, int]], int, int]:
    """Microseconds and samples of every block; the longest call with an event; repetitions."""
    feed = pipeline.feed
    blocks: list[tuple[float, int]] = []
    worst_ns = reps = 0
    gc.collect()
    for start in range(0, len(readings), _BLOCK):
        block = readings[start : start + _BLOCK]
        begun_ns = process_time_ns()
        for reading in block:
            for event in feed(reading):
                reps += isinstance(event, RepConfirmed)
        blocks.append(((process_time_ns() - begun_ns) * 1e-3, len(block)))
    pipeline, _ = session(0.0, 1)
    for reading in readings[:_BLOCK]:
        begun_ns = process_time_ns()
        if pipeline.feed(reading):
            worst_ns = max(worst_ns, process_time_ns() - begun_ns)
    return blocks, worst_ns, reps


def _peaks(pipeline: Pipeline, readings: list[Reading]) -> float:
    """Peak of what feeding allocates beyond what was there before, in KiB."""
    gc.collect()
    tracemalloc.start()
    for reading in readings:
        pipeline.feed(reading)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak / 1024
