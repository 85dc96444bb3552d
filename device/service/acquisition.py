"""The thread that reads the source and feeds the pipeline."""

import queue
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, Final, Protocol, TypeVar

from device.process.heartbeat import Heartbeats
from device.reps.events import Event, LiveFrame
from device.sensors.reading import Reading, Source

_T = TypeVar("_T")

_MOVING_NS: Final = 33_000_000
"""A moving picture needs no more than 30 frames a second."""

_RESTING_NS: Final = 250_000_000
_IDLE_TURN_S: Final = 0.25


class Measures(Protocol):
    """What acquisition needs of the pipeline."""

    def feed(self, reading: Reading) -> list[Event]:
        """Take one reading; return what it caused."""
        ...

    def finish(self) -> list[Event]:
        """The source has ended."""
        ...

    def live(self) -> LiveFrame:
        """The present state."""
        ...


class Listener(Protocol):
    """Who hears of what was measured; called in the acquisition thread, and must not wait."""

    def reading(self, reading: Reading) -> None:
        """Every reading, before it is fed."""

    def events(self, events: list[Event]) -> None:
        """What a reading or a command caused; never empty."""

    def frame(self, frame: LiveFrame) -> None:
        """The moving picture, up to 30 times a second."""

    def ended(self) -> None:
        """The source has no more readings."""


class Acquisition:
    """Reads, feeds and listens to nobody but its queue of jobs, between readings.

    The pipeline belongs to this thread; who wants something of it asks by ``ask``.

    Args:
        source: Iterated once, to its end or until ``stop``.
        pipeline: Fed with every reading.
        listener: Told of everything.
        beats: Beaten as ``acquisition``: at every reading, and while idle.
        failed: Called in this thread with what made it end before its time.
    """

    def __init__(
        self,
        source: Source,
        pipeline: Measures,
        listener: Listener,
        beats: Heartbeats,
        failed: Callable[[Exception], None],
    ) -> None:
        self._source = source
        self._pipeline = pipeline
        self._listener = listener
        self._beats = beats
        self._failed = failed
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = (
            queue.SimpleQueue()
        )
        self._stopping = threading.Event()
        self._look_ns = 0
        self._shown_ns = self._shown_t_ns = 0
        self._thread = threading.Thread(target=self._run, name="acquisition")

    def start(self) -> None:
        """Begin to read."""
        self._thread.start()

    def stop(self, last: Callable[[], list[Event]], timeout_s: float = 5.0) -> None:
        """Close the source and end, after what was asked before, and ``last``, has been done."""
        self.ask(lambda: self._tell(last()))
        self._stopping.set()
        self._source.close()
        self._jobs.put(None)
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def ask(self, job: Callable[[], _T]) -> Future[_T]:
        """Have ``job`` done in this thread between two readings."""
        future: Future[_T] = Future()
        self._jobs.put((future, job))
        return future

    def _run(self) -> None:
        try:
            self._read()
            if not self._stopping.is_set():
                self._tell(self._pipeline.finish())
                self._listener.ended()
            while not self._stopping.is_set():
                self._idle()
            self._do_jobs()
        except Exception as error:  # noqa: BLE001 - handed to the main thread, which stops all
            self._failed(error)

    def _read(self) -> None:
        feed, hear = self._pipeline.feed, self._listener.reading
        jobs, beat, now = self._jobs, self._beats.beat, time.monotonic_ns
        for reading in self._source:
            beat("acquisition")
            hear(reading)
            events = feed(reading)
            if events:
                self._tell(events)
            if not jobs.empty():
                self._do_jobs()
            if now() >= self._look_ns:
                self._show(at_once=False)
            if self._stopping.is_set():
                return

    def wait(self) -> None:
        """The source's clock stands: answer, and show the state; called in this thread by it."""
        self._beats.beat("acquisition")
        self._do_jobs()
        if self._shown_ns:  # before the first reading there is nothing to show
            self._show(at_once=self._pipeline.live().t_ns != self._shown_t_ns)

    def _idle(self) -> None:
        """The source has ended: go on answering, and showing the last state."""
        self._beats.beat("acquisition")
        try:
            job = self._jobs.get(timeout=_IDLE_TURN_S)
        except queue.Empty:
            self._show(at_once=True)
        else:
            self._do(job)

    def _do_jobs(self) -> None:
        while not self._jobs.empty():
            self._do(self._jobs.get())

    def _do(self, item: tuple[Future[Any], Callable[[], Any]] | None) -> None:
        if item is None:
            return
        future, job = item
        if not future.set_running_or_notify_cancel():
            return
        try:
            future.set_result(job())
        except Exception as error:  # noqa: BLE001 - belongs to who asked
            future.set_exception(error)

    def tell(self, events: list[Event]) -> None:
        """Pass on what a job caused; in this thread only."""
        self._tell(events)

    def _tell(self, events: list[Event]) -> None:
        if events:
            self._listener.events(events)
            self._show(at_once=True)

    def _show(self, *, at_once: bool) -> None:
        now_ns = time.monotonic_ns()
        self._look_ns = now_ns + _MOVING_NS
        frame = self._pipeline.live()
        if at_once or _is_moving(frame) or now_ns - self._shown_ns >= _RESTING_NS:
            self._shown_ns, self._shown_t_ns = now_ns, frame.t_ns
            self._listener.frame(frame)


def _is_moving(frame: LiveFrame) -> bool:
    return frame.phase != "rest" or abs(frame.velocity_m_s) > 0.02
