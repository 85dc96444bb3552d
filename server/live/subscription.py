"""The live stream: what each tablet is sent, as server-sent events; ``sender`` sends it."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from server.access.identity import Identity, Role
from server.live.event_buffer import Batch, EventBuffer, event
from server.objects import ShownState

_RETRY_MS: Final = 500
"""What EventSource waits before it connects again: unnoticed by the athlete, no storm."""


class StreamSlots:
    """Counts the live streams, in all and by address."""

    def __init__(self, total: int, per_address: int) -> None:
        self._total = total
        self._per_address = per_address
        self._open: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, address: str, *, counted: bool = True) -> bool:
        """Take a slot for ``address``; false where none is free.

        ``counted`` is false for an address that only the total binds.
        """
        with self._lock:
            if self._open.total() >= self._total:
                return False
            if counted and self._open[address] >= self._per_address:
                return False
            self._open[address] += 1
            return True

    def release(self, address: str) -> None:
        """Give back a slot that was taken."""
        with self._lock:
            self._open[address] -= 1
            if self._open[address] <= 0:
                del self._open[address]

    @property
    def taken(self) -> int:
        """How many streams are open."""
        with self._lock:
            return self._open.total()


@dataclass(frozen=True, slots=True)
class StreamView:
    """How one client sees the stream.

    Attributes:
        client: Who reads.
        snapshot: Makes the ``state`` object; called now and again where events were lost.
        last_event_id: The browser's ``Last-Event-ID``, or an empty string.
        allowed: Says whether the client may still read, so that a revoked tablet's stream ends.
    """

    client: Identity
    snapshot: Callable[[], ShownState]
    last_event_id: str
    allowed: Callable[[], bool]


class Subscription:
    """One tablet's place in the stream. Belongs to one thread at a time.

    Nothing here may touch ``flask.request``: the request is over when this is used.
    """

    def __init__(self, events: EventBuffer, view: StreamView) -> None:
        self._events = events
        self._view = view
        self._cursor = events.join()
        run, seq = parse_event_id(view.last_event_id)
        if seq is not None:
            events.resume(self._cursor, run, seq)

    @property
    def allowed(self) -> bool:
        """Whether the tablet may still read."""
        return self._view.allowed()

    def beginning(self) -> bytes:
        """What a stream begins with: a snapshot, and after a reconnect the discrete events that
        were missed; old positions are not sent again.
        """
        return b"retry: %d\n\n" % _RETRY_MS + self.snapshot() + self.news()

    def news(self) -> bytes:
        """What came since; empty where nothing did."""
        batch = self._events.take(self._cursor)
        if batch is None:
            return b""
        shown = _shown(batch, self._view.client)
        return self.snapshot() + shown if self._cursor.behind else shown

    def snapshot(self) -> bytes:
        """The present state."""
        state = self._view.snapshot()
        data = json.dumps(state, separators=(",", ":"), allow_nan=False).encode("ascii")
        return event("state", state["run"], state["seq"], data)


def parse_event_id(text: str) -> tuple[str, int | None]:
    """Split ``run:seq``; the number is ``None`` where the text is none of ours."""
    run, _, seq = text.rpartition(":")
    valid = 0 < len(run) <= 64 and len(seq) <= 18 and seq.isascii() and seq.isdigit()
    return (run, int(seq)) if valid else ("", None)


def _shown(batch: Batch, client: Identity) -> bytes:
    if client.role is Role.VIEWER:
        return batch.public
    may_see_all = client.may_see_all
    if may_see_all(batch.athletes):
        return batch.named
    shown = (f.named if may_see_all(f.athletes) else f.public for f in batch.frames)
    return b"".join(shown)
