"""The live stream: server-sent events, one generator and one thread a tablet."""

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from server.hub import Batch, Hub, event
from server.identity import Identity, Role

_RETRY_MS: Final = 500
_HEARTBEAT_S: Final = 2.0
"""A tablet that left is only noticed by writing to it, so the stream is never silent longer."""


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
    snapshot: Callable[[], dict[str, Any]]
    last_event_id: str
    allowed: Callable[[], bool]


def events(hub: Hub, view: StreamView, heartbeat_s: float = _HEARTBEAT_S) -> Iterator[bytes]:
    """Yield the stream's bytes until the hub closes.

    First a ``state`` snapshot, then deltas. After a reconnect the discrete events that were
    missed are sent again; old positions are not. Nothing here may touch ``flask.request``: the
    request is over when this runs.
    """
    cursor = hub.join()
    run, seq = parse_event_id(view.last_event_id)
    if seq is not None:
        hub.resume(cursor, run, seq)
    yield b"retry: %d\n\n" % _RETRY_MS
    yield _snapshot(view)
    while True:
        batch = hub.wait(cursor, heartbeat_s)
        if batch is None or not view.allowed():
            return
        if cursor.behind or not batch.frames:
            yield _snapshot(view)
        yield _shown(batch, view.client)


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


def _snapshot(view: StreamView) -> bytes:
    state = view.snapshot()
    data = json.dumps(state, separators=(",", ":"), allow_nan=False).encode("ascii")
    return event("state", state["run"], state["seq"], data)
