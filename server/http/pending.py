"""Waits for requests so that no thread has to.

A thread pool is what a slow visitor exhausts: cheroot gives an accepted connection to a thread at
once, which then waits up to its time-out for the first byte, and again for each further one. Here
a connection gets a thread only once a whole request lies in the kernel's buffer. Two hundred
silent sockets, or two hundred that send a byte per second, cost no thread at all.

Edge-triggered epoll (epoll(7)) says when more has arrived; ``MSG_PEEK`` looks at it without taking
it away. Under TLS only decrypting shows what has arrived, which a thread does (``TlsConnection``):
it gets the connection whenever more has come, and gives it back where that is not yet all.
"""

import select
import socket
import threading
from collections import Counter, OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.process.loop import Loop
from server.access.addresses import is_loopback, network_of
from server.config import Limits
from server.http.request_head import LONGEST_HEAD, Arrival, judge, refuse
from server.live.descriptor_watch import GONE, DescriptorWatch

_TICK_S: Final = 0.5
"""How often connections past their time are looked for: they end late by this at most."""

Connection = Any
"""A ``cheroot.server.HTTPConnection``; cheroot has no types."""


@dataclass(slots=True)
class _Waiting:
    conn: Connection
    since_s: float
    held: bytes
    """What cheroot took from the kernel together with the request before."""
    begun: bool = False


class PendingConnections:
    """Holds connections that have not sent a whole request.

    Args:
        limits: How many may wait, and how long.
        admit: Has a thread work on a connection.
        encrypted: Whether the server speaks TLS.
        beat: Called at least twice a second while the thread turns.
        clock: Tells how long a connection has waited.
    """

    def __init__(
        self,
        limits: Limits,
        admit: Callable[[Connection], None],
        *,
        encrypted: bool,
        beat: Callable[[], None] = lambda: None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._limits = limits
        self._admit = admit
        self._encrypted = encrypted
        self._now = clock.monotonic
        self._watch: DescriptorWatch[_Waiting] = DescriptorWatch()
        self._lock = threading.Lock()
        self._waiting: OrderedDict[int, _Waiting] = OrderedDict()
        self._by_address: Counter[str] = Counter()
        self._loop = Loop(
            "pending connections", self._run, beat=beat, wake=self._watch.ring, daemon=True
        )

    def start(self) -> None:
        """Begin to watch."""
        self._loop.start()

    def stop(self) -> None:
        """End, and close what still waits."""
        self._loop.stop(timeout_s=5.0)
        with self._lock:
            left = [entry.conn for entry in self._waiting.values()]
            self._waiting.clear()
        for conn in left:
            conn.close()
        self._watch.close()

    def wait_for(self, conn: Connection) -> None:
        """Take a connection, new or kept alive, until a whole request has arrived."""
        held = conn.held
        arrival = judge(held, self._limits.body_bytes) if held else Arrival.PARTIAL
        if self._encrypted and conn.socket.pending():
            arrival = Arrival.WHOLE
        if arrival is Arrival.PARTIAL:
            self._keep(conn, held)
        else:
            self._part_with(conn, arrival)

    def _keep(self, conn: Connection, held: bytes) -> None:
        descriptor = conn.socket.fileno()
        with self._lock:
            if self._loop.stopping:
                evicted = conn
            else:
                evicted = self._make_room(network_of(conn.remote_addr or ""))
                begun = conn.begun_s is not None
                since_s = conn.begun_s if begun else self._now()
                entry = _Waiting(conn, since_s, held, begun or bool(held))
                self._waiting[descriptor] = entry
                self._by_address[network_of(conn.remote_addr or "")] += 1
                interest = select.EPOLLIN | select.EPOLLRDHUP | select.EPOLLET
                self._watch.add(descriptor, entry, interest)
        if evicted is not None:
            evicted.close()

    @property
    def waiting(self) -> int:
        """How many connections wait."""
        with self._lock:
            return len(self._waiting)

    def _make_room(self, address: str) -> Connection | None:
        """Give up the connection that waits longest, where there are too many.

        Never the new one: a client that asks for something now is the honest one.
        """
        counted = self._limits.loopback_counts or not is_loopback(address)
        if counted and self._by_address[address] >= self._limits.connections_per_address:
            entries = self._waiting.items()
            oldest = next(d for d, w in entries if network_of(w.conn.remote_addr or "") == address)
        elif len(self._waiting) >= self._limits.connections:
            oldest = next(iter(self._waiting))
        else:
            return None
        return self._take(oldest)

    def _take(self, descriptor: int) -> Connection | None:
        entry = self._waiting.pop(descriptor, None)
        if entry is None:
            return None
        self._watch.remove(descriptor)
        address = network_of(entry.conn.remote_addr or "")
        self._by_address[address] -= 1
        if not self._by_address[address]:
            del self._by_address[address]
        return entry.conn

    def _run(self) -> None:
        swept_s = self._now()
        for _ in self._loop.turns():
            for entry, events in self._watch.wait(_TICK_S):
                if entry is not None:
                    self._look(entry, events)
            if self._now() - swept_s >= _TICK_S:
                swept_s = self._now()
                self._sweep(swept_s)

    def _look(self, entry: _Waiting, events: int) -> None:
        with self._lock:
            descriptor = entry.conn.socket.fileno()
            if self._waiting.get(descriptor) is not entry:  # evicted meanwhile
                return
            if not entry.begun:
                entry.begun, entry.since_s = True, self._now()
            arrival = Arrival.GONE if events & GONE else self._peek(entry)
            if arrival is Arrival.PARTIAL and events & select.EPOLLRDHUP:
                arrival = Arrival.GONE
            if arrival is Arrival.PARTIAL:
                return
            conn = self._take(descriptor)
        if conn is not None:
            self._part_with(conn, arrival)

    def _part_with(self, conn: Connection, arrival: Arrival) -> None:
        """Give a connection that need not wait any longer to a thread, or end it."""
        if arrival is Arrival.WHOLE:
            self._admit(conn)
            return
        if arrival is not Arrival.GONE:
            refuse(conn.socket, arrival.value)
        conn.close()

    def _peek(self, entry: _Waiting) -> Arrival:
        try:
            # The base class's method: a TLS socket refuses flags, but what is peeked at is below.
            seen = socket.socket.recv(
                entry.conn.socket,
                self._limits.body_bytes + LONGEST_HEAD,
                socket.MSG_PEEK | socket.MSG_DONTWAIT,
            )
        except (BlockingIOError, InterruptedError):
            return Arrival.PARTIAL
        except OSError:
            return Arrival.GONE
        if not seen:
            return Arrival.GONE
        if self._encrypted:
            return Arrival.WHOLE
        return judge(entry.held + seen, self._limits.body_bytes)

    def _sweep(self, now_s: float) -> None:
        """Close what has waited too long; tell a half-sent request why."""
        with self._lock:
            limits = self._limits
            late = [
                (descriptor, entry.begun)
                for descriptor, entry in self._waiting.items()
                if now_s - entry.since_s > (limits.request_s if entry.begun else limits.idle_s)
            ]
            closing = [(self._take(descriptor), begun) for descriptor, begun in late]
        for conn, begun in closing:
            if conn is None:
                continue
            if begun:
                refuse(conn.socket, "408 Request Timeout")
            conn.close()
