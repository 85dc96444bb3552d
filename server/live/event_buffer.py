"""Where the device's broadcasts wait for the tablets: one ring, many readers.

A slow tablet skips ahead and never makes the others wait. Discrete events (``phase``, ``rep``,
``set``, ``fault``) reach every reader that is less than the ring behind; of ``live`` and
``heartbeat`` only the newest counts, because yesterday's position is noise.
"""

import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

DISCRETE: Final = frozenset({"phase", "rep", "set", "fault"})
"""Topics of which no message may be left out."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One message as a server-sent event, written once for all tablets.

    Attributes:
        topic: The event's name.
        run: Identity of the device process that sent it.
        seq: Its place in that run.
        named: The event for clients that may see names.
        public: The event for anyone on the network: without names and notes.
        athletes: The athletes of whom ``named`` tells.
    """

    topic: str
    run: str
    seq: int
    named: bytes
    public: bytes
    athletes: frozenset[int] = frozenset()


def event(topic: str, run: str, seq: int, data: bytes) -> bytes:
    """Write a server-sent event (WHATWG HTML, section 9.2). ``data`` holds no line end."""
    return f"event: {topic}\nid: {run}:{seq}\ndata: ".encode("ascii") + data + b"\n\n"


@dataclass(frozen=True, slots=True)
class Batch:
    """What came between two numbers: put together once, for all readers that have come as far.

    Attributes:
        frames: In order of arrival.
        named: Their events for clients that may see the names of ``athletes``.
        public: Their events for anyone.
        athletes: All of whom ``named`` tells.
    """

    frames: tuple[Frame, ...]
    named: bytes
    public: bytes
    athletes: frozenset[int]

    @classmethod
    def of(cls, frames: tuple[Frame, ...]) -> "Batch":
        """Join the frames."""
        return cls(
            frames,
            b"".join(frame.named for frame in frames),
            b"".join(frame.public for frame in frames),
            frozenset().union(*(frame.athletes for frame in frames)),
        )


@dataclass(slots=True)
class Cursor:
    """How far one reader has come.

    Attributes:
        next: Number of the next frame it has not seen.
        behind: Whether discrete events were overwritten before it could read them.
    """

    next: int = 0
    behind: bool = False


class EventBuffer:
    """Keeps the newest frames. Every method may be called by any thread.

    Attributes:
        changed: Called after each frame; it must not wait.
    """

    def __init__(self, capacity: int = 512) -> None:
        self.changed: Callable[[], None] = lambda: None
        self._lock = threading.Lock()
        self._discrete: deque[tuple[int, Frame]] = deque(maxlen=capacity)
        self._latest: dict[str, tuple[int, Frame]] = {}
        self._count = 0
        self._joined: tuple[tuple[int, int], Batch] | None = None

    def publish(self, frame: Frame) -> None:
        """Add one frame."""
        with self._lock:
            entry = (self._count, frame)
            if frame.topic in DISCRETE:
                self._discrete.append(entry)
            else:
                self._latest[frame.topic] = entry
            self._count += 1
        self.changed()

    def forget(self) -> None:
        """Drop the kept events, which may name an erased athlete."""
        with self._lock:
            self._discrete.clear()
            self._joined = None

    def join(self) -> Cursor:
        """Begin to read, just behind the newest ``heartbeat``.

        A snapshot shows the state of that heartbeat; discrete events since are not in it, so they
        are read next.
        """
        with self._lock:
            entry = self._latest.get("heartbeat")
            return Cursor(entry[0] + 1 if entry else self._count)

    def resume(self, cursor: Cursor, run: str, seq: int) -> None:
        """Move ``cursor`` to the first discrete event after ``run:seq``, as far as they are kept.

        That is back to what the reader missed, or on past what it has. Another run's number means
        nothing here: the reader stays where it is.
        """
        with self._lock:
            of_run = [(number, frame.seq) for number, frame in self._discrete if frame.run == run]
            missed = [number for number, its in of_run if its > seq]
            if missed:
                cursor.next = missed[0]
            elif of_run:
                cursor.next = max(cursor.next, of_run[-1][0] + 1)

    def take(self, cursor: Cursor) -> Batch | None:
        """Return what is new for ``cursor`` in order of arrival, and move it on.

        ``None`` means that nothing is. Readers at the same place get the very same batch.
        """
        if self._count == cursor.next:
            return None
        with self._lock:
            since, cursor.next = cursor.next, self._count
            full = len(self._discrete) == self._discrete.maxlen
            cursor.behind = full and since < self._discrete[0][0]
            if self._joined is None or self._joined[0] != (since, self._count):
                self._joined = (since, self._count), Batch.of(self._since(since))
            return self._joined[1]

    def _since(self, number: int) -> tuple[Frame, ...]:
        new = [entry for entry in self._latest.values() if entry[0] >= number]
        for entry in reversed(self._discrete):
            if entry[0] < number:
                break
            new.append(entry)
        new.sort(key=lambda entry: entry[0])
        return tuple(frame for _, frame in new)
