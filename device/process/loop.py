"""The thread that every loop of both processes runs in."""

import threading
from collections.abc import Callable, Iterator


def _nothing() -> None:
    pass


class Loop:
    """A named thread that works until it is told to stop, and beats while it turns.

    What ends ``work`` by an exception ends the process: see ``fail_fast``.

    Args:
        name: The thread's name, as the log shows it.
        work: All that the thread does; it returns soon once ``stopping``.
        beat: Called at every turn.
        wake: Ends the waiting of ``work``; called by ``stop`` in the stopping thread.
        daemon: Whether a thread that does not end may be left behind.
    """

    def __init__(
        self,
        name: str,
        work: Callable[[], None],
        *,
        beat: Callable[[], None] = _nothing,
        wake: Callable[[], None] = _nothing,
        daemon: bool = False,
    ) -> None:
        self._work = work
        self._beat = beat
        self._wake = wake
        self._ready = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=daemon)

    @property
    def stopping(self) -> bool:
        """Whether the loop shall end."""
        return self._stopping.is_set()

    def turns(self) -> Iterator[None]:
        """One item, and one beat, for each turn until the loop shall stop."""
        while not self._stopping.is_set():
            self._beat()
            yield

    def pause(self, seconds: float) -> None:
        """In ``work``: do nothing for so long, or until the loop shall end."""
        self._stopping.wait(seconds)

    def start(self) -> None:
        """Begin; returns at once."""
        self._thread.start()

    def start_and_wait(self) -> None:
        """Begin; returns once ``work`` has called ``ready``, or has ended before."""
        self._thread.start()
        self._ready.wait()

    def ready(self) -> None:
        """In ``work``: what ``start_and_wait`` waits for is done."""
        self._ready.set()

    def stop(self, timeout_s: float | None = None) -> None:
        """Have ``work`` end, and wait for that; also where it never began, or has ended."""
        self._stopping.set()
        self._wake()
        if self._thread.is_alive():
            self._thread.join(timeout_s)

    def _run(self) -> None:
        try:
            self._work()
        finally:
            self._ready.set()
