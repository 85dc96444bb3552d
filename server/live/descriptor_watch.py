"""Waits on many sockets at once, and never takes one for another that had its number before.

epoll(7) names a socket by its descriptor, and the kernel gives the number of a closed one to the
next that is opened. So what a wait reports may be about a socket that was closed since (by
something earlier in the same batch, or by another thread), while its number already belongs to a
new one: the ``EPOLLHUP`` of the old would end the new. Entries added since the wait began are
therefore not believed; their interest is set again, whereupon epoll looks at them anew and the
next wait reports what really is.
"""

import contextlib
import os
import select
import threading
from collections.abc import Iterator
from typing import Final, Generic, NamedTuple, TypeVar

_Entry = TypeVar("_Entry")

GONE: Final = select.EPOLLHUP | select.EPOLLERR
"""The other end has left, or the socket has failed."""


class _Watched(NamedTuple, Generic[_Entry]):
    entry: _Entry
    interest: int
    since: int
    """Number of the wait before which it was added."""


class DescriptorWatch(Generic[_Entry]):
    """An epoll of sockets, each with the entry that belongs to it, and a bell that ends a wait.

    One thread waits; every other method may be called by any thread. A socket is removed before
    it is closed.
    """

    def __init__(self) -> None:
        self._epoll = select.epoll()
        self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self._epoll.register(self._bell, select.EPOLLIN)
        self._lock = threading.Lock()
        self._watched: dict[int, _Watched[_Entry]] = {}
        self._waits = 0

    def add(self, descriptor: int, entry: _Entry, interest: int) -> None:
        """Watch a socket for the events of ``interest``."""
        with self._lock:
            self._watched[descriptor] = _Watched(entry, interest, self._waits)
            self._epoll.register(descriptor, interest)

    def remove(self, descriptor: int) -> None:
        """Watch it no longer; it must still be open."""
        with self._lock:
            del self._watched[descriptor]
            self._epoll.unregister(descriptor)

    def ring(self) -> None:
        """End the present wait, or the next one."""
        with self._lock:
            if not self._epoll.closed:
                os.eventfd_write(self._bell, 1)

    def wait(self, timeout_s: float) -> Iterator[tuple[_Entry | None, int]]:
        """Wait until something happens, at most for so long.

        Yields:
            Each entry with its events; ``None`` where the bell was rung. To be acted on one by
            one: what is done about an entry decides about those that follow.
        """
        with self._lock:
            self._waits += 1
        for descriptor, events in self._epoll.poll(timeout_s):
            if descriptor == self._bell:
                with contextlib.suppress(BlockingIOError):
                    os.eventfd_read(self._bell)
                yield None, events
            elif (entry := self._entry_of(descriptor)) is not None:
                yield entry, events

    def close(self) -> None:
        """Give the descriptors back; the sockets belong to the code that added them."""
        with self._lock:
            self._epoll.close()
            os.close(self._bell)

    def _entry_of(self, descriptor: int) -> _Entry | None:
        with self._lock:
            watched = self._watched.get(descriptor)
            if watched is None:
                return None
            if watched.since == self._waits:
                self._epoll.modify(descriptor, watched.interest)
                return None
            return watched.entry
