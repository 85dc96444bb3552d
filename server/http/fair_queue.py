"""Whose requests are answered at once: each address has its share of the threads.

A visitor that reads its answer slowly holds a thread while the answer is sent. It holds its own
share at most; its further requests wait for these, and those of others do not.
"""

import threading
from collections import Counter, defaultdict, deque
from collections.abc import Callable
from typing import Any

from server.access.addresses import is_loopback, network_of
from server.config import Limits
from server.http.request_head import refuse

Connection = Any
"""A ``cheroot.server.HTTPConnection``; cheroot has no types."""


class FairQueue:
    """Gives connections to ``begin``, of each address no more than its share at a time."""

    def __init__(self, limits: Limits, begin: Callable[[Connection], None]) -> None:
        self._limits = limits
        self._begin = begin
        self._lock = threading.Lock()
        self._in_hand: Counter[str] = Counter()
        self._waiting: defaultdict[str, deque[Connection]] = defaultdict(deque)

    def admit(self, conn: Connection) -> None:
        """Begin with a connection, now or when it is its turn."""
        address = network_of(conn.remote_addr or "")
        with self._lock:
            begins = self._has_room(address)
            waits = (
                not begins and len(self._waiting[address]) < self._limits.connections_per_address
            )
            if begins:
                self._in_hand[address] += 1
            elif waits:
                self._waiting[address].append(conn)
        if begins:
            self._begin(conn)
        elif not waits:
            refuse(conn.socket, "503 Service Unavailable")
            conn.close()

    def done(self, conn: Connection) -> None:
        """A connection that was begun with is done."""
        address = network_of(conn.remote_addr or "")
        with self._lock:
            queue = self._waiting[address]
            following = queue.popleft() if queue else None
            if following is None:
                del self._waiting[address]
                self._in_hand[address] -= 1
                self._in_hand += Counter()  # forgets addresses that have none
        if following is not None:
            self._begin(following)

    def stop(self) -> None:
        """Close what still waits."""
        with self._lock:
            left = [conn for queue in self._waiting.values() for conn in queue]
            self._waiting.clear()
        for conn in left:
            conn.close()

    def _has_room(self, address: str) -> bool:
        if is_loopback(address) and not self._limits.loopback_counts:
            return True
        return self._in_hand[address] < self._limits.threads_per_address
