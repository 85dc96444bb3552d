"""Sends the live stream to all tablets, from one thread.

With a thread per tablet, every frame would wake as many threads, thirty times per second. Here the
thread that answered a tablet's request hands the connection over, and one thread passes each frame
to all of them. No socket makes it wait: bytes that a socket does not take are kept until it does,
its tablet then gets the newest frame, and a tablet that takes nothing for long is cut off.
"""

import contextlib
import logging
import select
import ssl
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.process.loop import Loop
from server.live.descriptor_watch import GONE, DescriptorWatch
from server.live.event_buffer import EventBuffer
from server.live.subscription import Subscription

_log = logging.getLogger(__name__)

_TICK_S: Final = 0.5
"""How often quiet streams are looked for: heartbeats are late by this at most."""

_HEARTBEAT_S: Final = 2.0
"""A tablet that left is only noticed by writing to it, so a stream is never silent longer."""
_FULL: Final = (BlockingIOError, ssl.SSLWantWriteError, ssl.SSLWantReadError)
_AT_ONCE: Final = 16_384
"""A TLS record. A TLS socket says nothing of progress within what it is given."""
_END: Final = b"0\r\n\r\n"
"""The last chunk (RFC 9112, section 7.1)."""


@dataclass(slots=True)
class _Stream:
    conn: Any  # a ``cheroot.server.HTTPConnection``; cheroot has no types
    subscription: Subscription
    chunked: bool
    moved_s: float
    left: bytes = b""
    """What the socket did not take yet."""

    def put(self, data: bytes) -> None:
        self.left = b"%x\r\n%b\r\n" % (len(data), data) if self.chunked and data else data


class StreamSender:
    """Owns the connections of the tablets that watch.

    Args:
        events: Where the frames come from.
        stalled_s: A tablet that takes nothing for so long is cut off.
        beat: Called at least twice a second while the thread turns.
        clock: Tells how long a tablet has been silent.
    """

    def __init__(
        self,
        events: EventBuffer,
        *,
        stalled_s: float,
        beat: Callable[[], None] = lambda: None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._stalled_s = stalled_s
        self._now = clock.monotonic
        self._watch: DescriptorWatch[_Stream] = DescriptorWatch()
        self._lock = threading.Lock()
        self._streams: dict[int, _Stream] = {}
        self._loop = Loop("streams", self._run, beat=beat, wake=self._watch.ring, daemon=True)
        events.changed = self._watch.ring

    def start(self) -> None:
        """Begin to send."""
        self._loop.start()

    def stop(self) -> None:
        """End every stream in good order. May only be called once."""
        self._loop.stop(timeout_s=5.0)
        for stream in self._all():
            if stream.chunked and not stream.left:
                with contextlib.suppress(OSError):
                    stream.conn.socket.send(_END)
            self._drop(stream)
        self._watch.close()

    def add(self, conn: Any, subscription: Subscription, *, chunked: bool) -> None:
        """Go on with a stream whose beginning is sent; any thread."""
        conn.socket.setblocking(False)
        descriptor = conn.socket.fileno()
        stream = _Stream(conn, subscription, chunked, self._now())
        with self._lock:
            late = self._loop.stopping
            if not late:
                self._streams[descriptor] = stream
                # Edge-triggered (epoll(7)): told once at first, then when a full socket has room.
                self._watch.add(descriptor, stream, select.EPOLLOUT | select.EPOLLET)
        if late:
            conn.close()

    def _run(self) -> None:
        swept_s = self._now()
        for _ in self._loop.turns():
            for stream, events in self._watch.wait(_TICK_S):
                if stream is None:
                    self._send_all()
                else:
                    self._drop(stream) if events & GONE else self._send(stream)
            if self._now() - swept_s >= _TICK_S:
                swept_s = self._now()
                self._sweep(swept_s)

    def _all(self) -> list[_Stream]:
        with self._lock:
            return list(self._streams.values())

    def _send_all(self) -> None:
        for stream in self._all():
            self._send(stream)

    def _send(self, stream: _Stream, *, anew: bool = False) -> None:
        """Send what is left, then what is new (or all ``anew``), as much as the socket takes."""
        try:
            if not stream.subscription.allowed:
                self._drop(stream)
                return
            if anew and not stream.left:
                stream.put(stream.subscription.snapshot())
            while True:
                if not stream.left:
                    stream.put(stream.subscription.news())
                if not stream.left:
                    return
                now_s = self._now()
                sent = stream.conn.socket.send(stream.left[:_AT_ONCE])
                stream.left = stream.left[sent:]
                stream.moved_s = now_s
        except _FULL:
            return
        except OSError:  # it has left
            self._drop(stream)
        except Exception:  # noqa: BLE001 - one tablet's trouble must not end the others' streams
            _log.exception("A live stream failed; its tablet will connect again.")
            self._drop(stream)

    def _sweep(self, now_s: float) -> None:
        for stream in self._all():
            quiet_s = now_s - stream.moved_s
            if stream.left and quiet_s > self._stalled_s:
                self._drop(stream)
            elif not stream.left and quiet_s >= _HEARTBEAT_S:
                self._send(stream, anew=True)

    def _drop(self, stream: _Stream) -> None:
        with self._lock:
            descriptor = stream.conn.socket.fileno()
            del self._streams[descriptor]
            self._watch.remove(descriptor)
        stream.conn.close()
