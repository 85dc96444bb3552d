"""Where the device's broadcasts wait for the tablets: one ring, one condition, many readers.

A slow tablet skips ahead and never makes the others wait. Discrete events (``phase``, ``rep``,
``set``, ``fault``) reach every reader that is less than the ring behind; of ``live`` and
``heartbeat`` only the newest counts, because yesterday's position is noise.
"""

import threading
from collections import deque
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
        named: The event for who may see names.
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


@dataclass(slots=True)
class Cursor:
    """How far one reader has come.

    Attributes:
        next: Number of the next frame it has not seen.
        behind: Whether discrete events were overwritten before it could read them.
    """

    next: int = 0
    behind: bool = False


class Hub:
    """Keeps the newest frames and wakes the readers. Every method may be called by any thread."""

    def __init__(self, capacity: int = 512) -> None:
        self._changed = threading.Condition()
        self._discrete: deque[tuple[int, Frame]] = deque(maxlen=capacity)
        self._latest: dict[str, tuple[int, Frame]] = {}
        self._count = 0
        self._closed = False

    def publish(self, frame: Frame) -> None:
        """Add one frame and wake every reader."""
        with self._changed:
            entry = (self._count, frame)
            if frame.topic in DISCRETE:
                self._discrete.append(entry)
            else:
                self._latest[frame.topic] = entry
            self._count += 1
            self._changed.notify_all()

    def forget(self) -> None:
        """Drop the kept events, which may name somebody who was erased."""
        with self._changed:
            self._discrete.clear()

    def close(self) -> None:
        """Let every reader finish: ``wait`` returns ``None`` from now on."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()

    def join(self) -> Cursor:
        """Begin to read, just behind the newest ``heartbeat``.

        A snapshot shows the state of that heartbeat; discrete events since are not in it, so they
        are read next.
        """
        with self._changed:
            entry = self._latest.get("heartbeat")
            return Cursor(entry[0] + 1 if entry else self._count)

    def resume(self, cursor: Cursor, run: str, seq: int) -> None:
        """Move ``cursor`` to the first discrete event after ``run:seq``, as far as they are kept.

        That is back to what the reader missed, or on past what it has. Another run's number means
        nothing here: the reader stays where it is.
        """
        with self._changed:
            of_run = [(number, frame.seq) for number, frame in self._discrete if frame.run == run]
            missed = [number for number, its in of_run if its > seq]
            if missed:
                cursor.next = missed[0]
            elif of_run:
                cursor.next = max(cursor.next, of_run[-1][0] + 1)

    def wait(self, cursor: Cursor, timeout_s: float) -> list[Frame] | None:
        """Return what is new for ``cursor`` in order of arrival, and move it on.

        An empty list means that nothing came within ``timeout_s``; ``None`` that the hub is
        closed.
        """
        with self._changed:
            self._changed.wait_for(lambda: self._closed or self._count > cursor.next, timeout_s)
            if self._closed:
                return None
            since, cursor.next = cursor.next, self._count
            full = len(self._discrete) == self._discrete.maxlen
            cursor.behind = full and since < self._discrete[0][0]
            new = [entry for entry in self._latest.values() if entry[0] >= since]
            for entry in reversed(self._discrete):
                if entry[0] < since:
                    break
                new.append(entry)
        new.sort(key=lambda entry: entry[0])
        return [frame for _, frame in new]
