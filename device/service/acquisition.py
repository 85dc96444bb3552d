"""The thread that reads the source and feeds the pipeline."""

import queue
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from device.clock.system import SYSTEM_CLOCK, Clock
from device.process.heartbeat import Heartbeats
from device.process.loop import Loop
from device.reps.events import Event, LiveFrame
from device.sensors.reading import Reading, Source

_T = TypeVar("_T")

_MOVING_NS: Final = 33_000_000
"""A moving picture needs no more than 30 frames per second."""

_RESTING_NS: Final = 250_000_000
"""A handle at rest is shown this often, so that force and faults stay fresh."""

_IDLE_TURN_S: Final = 0.25
"""How long it waits for a job once the source has ended; then it shows the last state."""


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
        """The moving picture, up to 30 times per second."""

    def ended(self) -> None:
        """The source has no more readings."""


class Acquisition:
    """Reads, feeds and listens to nobody but its queue of jobs, between readings.

    The pipeline belongs to this thread; other threads use it through ``ask``. What is asked
    before ``start`` is done once it has begun.

    Args:
        source: Iterated once, to its end or until ``stop``.
        pipeline: Fed with every reading.
        beats: Beaten as ``acquisition``: at every reading, and while idle.
        clock: Tells when the moving picture is due.
    """

    _listener: Listener

    def __init__(
        self,
        *,
        source: Source,
        pipeline: Measures,
        beats: Heartbeats,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._source = source
        self._pipeline = pipeline
        self._beat = partial(beats.beat, "acquisition")
        self._now_ns = clock.monotonic_ns
        self._jobs: queue.SimpleQueue[tuple[Future[Any], Callable[[], Any]] | None] = (
            queue.SimpleQueue()
        )
        self._look_ns = 0
        self._shown_ns = self._shown_t_ns = 0
        self._loop = Loop("acquisition", self._run, wake=self._wake)

    def start(self, listener: Listener) -> None:
        """Begin to read, and to tell ``listener`` of everything."""
        self._listener = listener
        self._loop.start()

    def stop(self, last: Callable[[], list[Event]], timeout_s: float = 5.0) -> None:
        """Close the source and end, after what was asked before, and ``last``, has been done."""
        self.ask(lambda: self.tell(last()))
        self._loop.stop(timeout_s)

    def _wake(self) -> None:
        self._source.close()
        self._jobs.put(None)

    def ask(self, job: Callable[[], _T]) -> Future[_T]:
        """Have ``job`` done in this thread between two readings."""
        future: Future[_T] = Future()
        self._jobs.put((future, job))
        return future

    def _run(self) -> None:
        self._read()
        if not self._loop.stopping:
            self.tell(self._pipeline.finish())
            self._listener.ended()
        for _ in self._loop.turns():
            self._idle()
        self._do_jobs()

    def _read(self) -> None:
        feed, hear = self._pipeline.feed, self._listener.reading
        jobs, beat, now_ns, loop = self._jobs, self._beat, self._now_ns, self._loop
        for reading in self._source:
            beat()
            hear(reading)
            events = feed(reading)
            if events:
                self.tell(events)
            if not jobs.empty():
                self._do_jobs()
            if now_ns() >= self._look_ns:
                self._show(at_once=False)
            if loop.stopping:
                return

    def wait(self) -> None:
        """The source's clock stands: answer, and show the state; called in this thread by it."""
        self._beat()
        self._do_jobs()
        if self._shown_ns:  # before the first reading there is nothing to show
            fresh = self._pipeline.live().t_ns != self._shown_t_ns
            if fresh or self._now_ns() >= self._look_ns:
                self._show(at_once=fresh)

    def _idle(self) -> None:
        """The source has ended: go on answering, and showing the last state."""
        self._beat()
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
        except Exception as error:  # noqa: BLE001 - belongs to the caller
            future.set_exception(error)

    def tell(self, events: list[Event]) -> None:
        """Pass on what a job caused; in this thread only."""
        if events:
            self._listener.events(events)
            self._show(at_once=True)

    def _show(self, *, at_once: bool) -> None:
        now_ns = self._now_ns()
        self._look_ns = now_ns + _MOVING_NS
        frame = self._pipeline.live()
        if at_once or _is_moving(frame) or now_ns - self._shown_ns >= _RESTING_NS:
            self._shown_ns, self._shown_t_ns = now_ns, frame.t_ns
            self._listener.frame(frame)


def _is_moving(frame: LiveFrame) -> bool:
    return frame.phase != "rest" or abs(frame.velocity_m_s) > 0.02
