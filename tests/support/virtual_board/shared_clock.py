"""One virtual time for the threads of a source, so that a busy machine does not show in it."""

import threading
import time
from typing import Final

from virtual_board.clock import VirtualClock

_LAG_NS: Final = 50_000_000
"""What the machine was late by is made up for to this extent; the rest time has stood still."""
_LOOK_S: Final = 0.05
"""How late a waiting thread notices an event that another thread than these has set."""


class SharedClock(VirtualClock):
    """Time passes while every thread that ever waited on this clock waits, or has ended.

    The thread that is due first moves it, and never faster than the machine's own time passes, so
    that what happens outside of it has its usual length beside it: a cue that sounds, say.
    """

    def __init__(self) -> None:
        super().__init__(time.monotonic_ns())
        self._ahead_ns = 0
        self._changed = threading.Condition(threading.RLock())
        self._due: dict[threading.Thread, int | None] = {}

    def advance(self, ns: int) -> None:
        with self._changed:
            super().advance(ns)

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Wait for the event, at most for so long; return whether it is set."""
        me = threading.current_thread()
        with self._changed:
            due_ns = self._due[me] = self.now_ns + round(timeout_s * 1e9)
            self._changed.notify_all()
            while not event.is_set() and self.now_ns < due_ns:
                self._changed.wait(self._pass(due_ns))
            self._due[me] = None
        return event.is_set()

    def _pass(self, due_ns: int) -> float:
        """Go on to ``due_ns`` if that is allowed; return after how long to look again."""
        if not self._is_first(due_ns):
            return _LOOK_S
        real_ns = time.monotonic_ns()
        early_ns = due_ns - self._ahead_ns - real_ns
        if early_ns > 0:
            return early_ns * 1e-9
        self._ahead_ns = min(self._ahead_ns, due_ns - real_ns + _LAG_NS)
        self.advance(max(0, due_ns - self.now_ns))
        self._changed.notify_all()
        return 0.0

    def _is_first(self, due_ns: int) -> bool:
        others = [due for thread, due in self._due.items() if thread.is_alive()]
        return all(due is not None and due >= due_ns for due in others)
