"""The threads that answer: few at first, one more whenever all are busy, up to a bound.

Threads that take turns each warm up an allocator arena and a stack of their own, some 0.3 MB
apiece, for a station that two tablets watch. So a thread is made when it is needed.
"""

import threading
from typing import Any, Final

from cheroot.workers.threadpool import ThreadPool, WorkerThread

from device.clock.system import Clock

_STUCK_AFTER_S: Final = 20.0
"""Longer than any honest page or export takes."""


class GrowingPool(ThreadPool):
    """cheroot's pool, which would never grow by itself.

    Args:
        server: The ``cheroot`` server whose connections it works on. Its connection class calls
            ``done`` after each piece of work.
        least: Threads from the start.
        most: Threads at the most.
        clock: Tells how long nothing has moved.
    """

    _threads: list[WorkerThread]

    def __init__(self, server: Any, *, least: int, most: int, clock: Clock) -> None:
        super().__init__(server, min=least, max=most)
        self._now = clock.monotonic
        self._counting = threading.Lock()
        self._in_hand = 0
        self._moved_s = self._now()

    def put(self, obj: Any) -> None:
        """Have a thread work on a connection.

        More threads than connections in hand is what lets none wait, so that is what is counted:
        which threads look idle is out of date as soon as it is known.
        """
        with self._counting:
            self._in_hand += 1
            if len(self._threads) < min(self._in_hand, self.max):
                # Not ``grow``, which sleeps until the thread has begun: the queue can wait for it.
                thread = WorkerThread(self.server)  # type: ignore[no-untyped-call]
                thread.start()
                self._threads.append(thread)
            if self._in_hand <= len(self._threads) + 1:  # begun at once, or the first that waits
                self._moved_s = self._now()
        super().put(obj)

    def done(self) -> None:
        """A thread has finished with its connection."""
        with self._counting:
            self._in_hand -= 1
            self._moved_s = self._now()

    @property
    def stuck(self) -> bool:
        """Whether connections have waited for a thread for long, and none came free."""
        with self._counting:
            waiting = self._in_hand > len(self._threads)
            return waiting and self._now() - self._moved_s > _STUCK_AFTER_S
