"""What this very machine reaches: edges counted without loss, and the times of HX711 frames."""

import multiprocessing
import time
from collections.abc import Iterable
from statistics import median, quantiles
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, NamedTuple, Protocol

from device.sensors.gpio.encoder import EncoderReader
from device.sensors.gpio.hx711_safe import SafeHx711
from device.sensors.gpio.lines import Lines
from device.sensors.gpio.opening import import_rpi_gpio

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

_EDGE_WAIT_S: Final = 0.01
"""As in the source that measures for real."""

_POLL_S: Final = 0.001
"""As in the source that measures for real."""

_QUIET_S: Final = 0.1
"""Before and after a burst, so that its last edges have been counted."""

_START_S: Final = 30.0
"""A new Python process takes seconds on a small board, more under load."""

_STOP_S: Final = 2.0
"""How long the edge maker may take to end before it is ended."""

# Channel and level of each edge of a period.
_STEPS: Final = ((0, 1), (1, 1), (0, 0), (1, 0))


class EdgeMaker(Protocol):
    """Makes edges to be counted."""

    def start(self) -> None:
        """Bring both channels to rest."""
        ...

    def make(self, edges_per_s: float, edges: int) -> float:
        """Make that many, then rest; return the rate that was really made."""
        ...

    def stop(self) -> None:
        """Let go of the channels."""
        ...


class EdgeCount(NamedTuple):
    """One rate of edges: asked for, made, and what arrived."""

    asked_per_s: float
    made_per_s: float
    made: int
    counted: int
    lost: int

    @property
    def complete(self) -> bool:
        """Whether every edge was counted."""
        return self.counted == self.made and self.lost == 0


class FrameTimes(NamedTuple):
    """The frames of some seconds; times are ``None`` where there was none."""

    seconds: float
    conversions: int
    dropped: int
    late: int
    median_us: float | None
    p99_us: float | None
    longest_us: float | None


def measure_edges(
    lines: Lines,
    encoder: EncoderReader,
    maker: EdgeMaker,
    rates: Iterable[float],
    seconds: float = 1.0,
) -> list[EdgeCount]:
    """Count edges at each of these rates while the rest of the machine does what it does."""
    results = []
    stop = Event()

    def follow() -> None:
        while not stop.is_set():
            lines.wait(_EDGE_WAIT_S)
            encoder.drain()

    thread = Thread(target=follow, name="edges")
    thread.start()
    try:
        maker.start()
        time.sleep(_QUIET_S)
        for rate in rates:
            encoder.counts.clear()
            edges, lost, asked = encoder.edges, encoder.lost, round(rate * seconds)
            made_per_s = maker.make(rate, asked)
            time.sleep(_QUIET_S)
            counted = encoder.edges - edges
            results.append(EdgeCount(rate, made_per_s, asked, counted, encoder.lost - lost))
    finally:
        maker.stop()
        stop.set()
        thread.join()
    return results


def measure_frames(load_cell: SafeHx711, seconds: float) -> FrameTimes:
    """Read the load cell for some seconds, as the source does."""
    took_us: list[float] = []
    before = load_cell.conversions, load_cell.dropped, load_cell.late
    end_s = time.monotonic() + seconds
    while time.monotonic() < end_s:
        conversion = load_cell.poll()
        if conversion is not None and conversion.raw is not None:
            took_us.append(load_cell.frame_ns / 1000)
        time.sleep(_POLL_S)
    return FrameTimes(
        seconds,
        conversions=load_cell.conversions - before[0],
        dropped=load_cell.dropped - before[1],
        late=load_cell.late - before[2],
        median_us=median(took_us) if took_us else None,
        p99_us=quantiles(took_us, n=100)[98] if len(took_us) > 1 else None,
        longest_us=max(took_us, default=None),
    )


class JumperEdges:
    """Edges from two outputs that wires join to the encoder's inputs; an ``EdgeMaker``.

    A second process makes them, so that making does not slow down counting.
    """

    def __init__(self, pin_a: int, pin_b: int) -> None:
        """Use the outputs joined to channel A and to channel B."""
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(
            target=_serve_edges, args=(pin_a, pin_b, other), daemon=True
        )

    def start(self) -> None:
        """Start the process; both channels are low when it returns."""
        self._process.start()
        self._answer(_START_S)

    def make(self, edges_per_s: float, edges: int) -> float:
        """Make edges; see ``EdgeMaker``."""
        self._pipe.send((edges_per_s, edges))
        return self._answer(edges / edges_per_s + _START_S)

    def stop(self) -> None:
        """End the process."""
        if self._process.pid is not None:
            self._pipe.send(None)
            self._process.join(_STOP_S)
            self._process.terminate()

    def _answer(self, within_s: float) -> float:
        if not self._pipe.poll(within_s):
            raise TimeoutError("the process that makes edges does not answer")
        return float(self._pipe.recv())


def _serve_edges(pin_a: int, pin_b: int, pipe: "Connection") -> None:
    """Runs in the second process: quadrature as even as busy waiting makes it."""
    gpio = import_rpi_gpio()
    gpio.setmode(gpio.BCM)
    for pin in (pin_a, pin_b):
        gpio.setup(pin, gpio.OUT, initial=gpio.LOW)
    pipe.send(0.0)
    while (job := pipe.recv()) is not None:
        edges_per_s, edges = job
        began_ns = time.perf_counter_ns()
        for k in range(edges):
            due_ns = began_ns + round((k + 1) * 1e9 / edges_per_s)
            while time.perf_counter_ns() < due_ns:
                pass
            channel, level = _STEPS[k % 4]
            gpio.output((pin_a, pin_b)[channel], level)
        pipe.send(edges * 1e9 / (time.perf_counter_ns() - began_ns))
