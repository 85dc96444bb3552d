"""The source of direct wiring: two reader threads, and 200 readings per second."""

from collections import deque
from collections.abc import Callable, Iterator
from threading import Event, Thread
from typing import Final

from device.clock.system import Clock
from device.closing import Closing
from device.sensors.capabilities import CueOutput
from device.sensors.cue import Cue
from device.sensors.gpio.encoder import EncoderReader
from device.sensors.gpio.hx711_safe import Conversion, SafeHx711
from device.sensors.gpio.lines import Lines
from device.sensors.gpio.sampler import Sampler
from device.sensors.reading import Fault, Reading

PERIOD_NS: Final = 5_000_000
"""200 readings per second; what the detector's figures are measured at."""

_LAG_NS: Final = 2_000_000
"""A reading is made so long after its tick, so that the edges before it have arrived."""
_BEHIND_NS: Final = 2_000_000_000
"""Farther behind than this the readings missed are not made up, but flagged as lost."""

_EDGE_WAIT_S: Final = 0.01
"""Edges wake the wait at once; this only bounds how late an end is noticed."""

_POLL_S: Final = 0.001
"""How late a conversion is noticed at most: under a tenth of its 12.5 ms at 80 per second."""

_AFTER_CONVERSION_S: Final = 0.006
"""The next one is not due for 10 ms at the least."""
_JOIN_S: Final = 1.0
"""How long closing waits for a thread, each of which wakes every 10 ms."""

_MAX_PENDING: Final = 65_536
"""Bounds the memory of conversions that are not fetched; never reached while readings are made."""

_SENTENCES: Final = {
    "pins_failed": "The pins cannot be read any more: {failure}.",
    "load_silent": "The encoder is watched; the load cell is silent.",
    "streaming": "Encoder and load cell deliver.",
}


class GpioSource(Closing):
    """Readings of sensors on the header; a ``Source``, ``CueOutput`` and ``ButtonInput``.

    An exception in a reader thread ends the iteration with that exception.

    Attributes:
        name: ``gpio``.
        encoder: The encoder's reader, with its counters.
        load_cell: The load cell's converter, with its counters.
    """

    name = "gpio"

    def __init__(
        self,
        lines: Lines,
        encoder: EncoderReader,
        load_cell: SafeHx711,
        cues: CueOutput | None,
        release: Callable[[], None],
        *,
        clock: Clock,
    ) -> None:
        """Use hardware that ``opening`` has opened.

        Args:
            lines: The lines that ``encoder`` reads.
            encoder: The encoder and the button.
            load_cell: The load cell.
            cues: Piezo and light, if any.
            release: Lets go of all pins; called once, after the threads have ended.
            clock: Stamps the readings, and paces them and the reader threads.
        """
        self.encoder = encoder
        self.load_cell = load_cell
        self._lines = lines
        self._cues = cues
        self._release = release
        self._clock = clock
        self._released = False
        self._conversions: deque[Conversion] = deque(maxlen=_MAX_PENDING)
        self._stop = Event()
        self._failure: BaseException | None = None
        self._threads: list[Thread] = []

    def __iter__(self) -> Iterator[Reading]:
        """Yield readings until ``close``; see ``Source``.

        Raises:
            OSError: The pins could not be read any more.
        """
        self._start()
        now_ns = self._clock.monotonic_ns
        sampler = Sampler(self.encoder, self.load_cell, self._conversions)
        tick_ns = now_ns()
        while not self._stop.is_set():
            tick_ns += PERIOD_NS
            behind_ns = now_ns() - tick_ns - _LAG_NS
            if behind_ns < 0:
                self._clock.wait(self._stop, -behind_ns * 1e-9)
            lost = 0
            if behind_ns > _BEHIND_NS:
                tick_ns += behind_ns
                lost = int(Fault.LOST_FRAMES)
            reading = sampler.reading(tick_ns)
            yield reading._replace(faults=reading.faults | lost) if lost else reading
        if self._failure is not None:
            raise self._failure

    @property
    def situation(self) -> str:
        """How things stand, in a word."""
        if self._failure is not None:
            return "pins_failed"
        return "load_silent" if self.load_cell.silent else "streaming"

    @property
    def status(self) -> str:
        """The same in a sentence."""
        return _SENTENCES[self.situation].format(failure=self._failure)

    def counters(self) -> dict[str, int]:
        """What was counted since the start, by name."""
        return {
            "edges": self.encoder.edges,
            "edges_lost": self.encoder.lost,
            "edges_illegal": self.encoder.illegal,
            "conversions": self.load_cell.conversions,
            "conversions_dropped": self.load_cell.dropped,
            "frames_late": self.load_cell.late,
        }

    def play_cue(self, cue: Cue) -> None:
        """Sound a cue; see ``CueOutput``."""
        if self._cues is not None:
            self._cues.play_cue(cue)

    def when_pressed(self, tell: Callable[[], None]) -> None:
        """Have ``tell`` called when the button is pressed; see ``ButtonInput``."""
        self.encoder.on_press = tell

    def close(self) -> None:
        """End the iteration and let go of the pins; may be called twice, from any thread."""
        self._stop.set()
        for thread in self._threads:
            thread.join(_JOIN_S)
        if not self._released:
            self._released = True
            self._lines.close()
            self._release()

    def _start(self) -> None:
        if self._threads:
            return
        for work, name in ((self._follow_edges, "edges"), (self._follow_load, "load cell")):
            thread = Thread(target=self._guarded, args=(work,), name=f"gpio {name}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def _guarded(self, work: Callable[[], None]) -> None:
        """Run a reader; what ends it is raised where readings are taken."""
        try:
            work()
        except Exception as error:  # noqa: BLE001  any failure must reach the iterating thread
            self._failure = error
            self._stop.set()

    def _follow_edges(self) -> None:
        while not self._stop.is_set():
            self._lines.wait(_EDGE_WAIT_S)
            self.encoder.drain()

    def _follow_load(self) -> None:
        while not self._stop.is_set():
            conversion = self.load_cell.poll()
            if conversion is None:
                self._clock.wait(self._stop, _POLL_S)
            else:
                self._conversions.append(conversion)
                self._clock.wait(self._stop, _AFTER_CONVERSION_S)
