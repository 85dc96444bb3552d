"""The thread that owns the training store."""

import logging
import queue
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from functools import partial
from typing import Any, Final, Protocol, TypeVar

from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import Reason, StoreError, UnsavedError, UserError
from device.process.heartbeat import Heartbeats
from device.process.loop import Loop
from device.store.errors import DamagedError

_log = logging.getLogger(__name__)
_T = TypeVar("_T")

_TURN_S: Final = 0.25
"""How long it sleeps with nothing to do: chores and the watchdog's beat are late by this."""

_RETRY_S: Final = 1.0
"""Between tries of a disk that refuses: a card put back is used within a second."""

_CHORES_S: Final = 10.0
"""Between looks for upkeep; none of it is urgent."""

_REPAIR_S: Final = 600.0
"""Opening looks at every row of years of training, and may have to write them anew."""
_MOST_RECORDS: Final = 4000
"""Rows kept in memory while the disk refuses: over a day of training, a few megabytes."""

_MOST_ASKED: Final = 256
"""Questions waiting for a slow disk; past this the tablets are told to try again."""


class Record(Protocol):
    """Something that must reach the disk, in order: a set's opening, a repetition, a set's end.

    Saved by calling it with the store, again and again until it succeeds.
    """

    @property
    def reps(self) -> int:
        """How many repetitions it holds: 1 or 0."""
        ...

    def __call__(self, store: Any) -> None:
        """Save it.

        Raises:
            UnsavedError: The disk refused; it is tried again.
            StoreError: It contradicts what is saved; it is given up.
        """
        ...


class Writer:
    """Saves records in their order and does for others what they ask of the store.

    While the disk refuses, records wait in bounded memory and are tried again every second; who
    asks is refused at once.

    Args:
        open_store: Opens the store, mending it where needed; called in the writing thread.
        report: Told whether records can be saved (``None`` or why not), and how many repetitions
            are not saved yet.
        chores: Done in their order every ten seconds and at the start, with the store.
        beats: Beaten as ``writer``.
        clock: Tells when to try again, and when chores are due.
    """

    def __init__(
        self,
        *,
        open_store: Callable[[], Any],
        report: Callable[[UnsavedError | None, int], None],
        chores: Sequence[Callable[[Any], None]],
        beats: Heartbeats,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._open_store = open_store
        self._report = report
        self._chores = tuple(chores)
        self._beats = beats
        self._now = clock.monotonic
        self._store: Any = None
        self._problem: UnsavedError | None = None
        self._records: deque[Record] = deque()
        self._dropped = 0
        self._asked: queue.SimpleQueue[tuple[Future[Any], Callable[[Any], Any]] | None] = (
            queue.SimpleQueue()
        )
        self._retry_s = float("-inf")
        self._chores_s = float("-inf")
        self._loop = Loop("writer", self._run, beat=partial(beats.beat, "writer"), wake=self._wake)

    def start(self) -> None:
        """Begin; returns once the store was opened, or could not be."""
        self._loop.start_and_wait()

    def stop(self, timeout_s: float = 5.0) -> int:
        """Save what waits, as far as the disk takes it, and end; return what was lost."""
        self._loop.stop(timeout_s)
        return self._waiting() + self._dropped

    def save(self, record: Record) -> None:
        """Queue a record. Never waits."""
        if len(self._records) >= _MOST_RECORDS:
            self._dropped += record.reps
            return
        self._records.append(record)
        self._wake()

    def ask(self, job: Callable[[Any], _T]) -> Future[_T]:
        """Have ``job`` done with the store, in the writing thread."""
        future: Future[_T] = Future()
        if self._asked.qsize() >= _MOST_ASKED:
            future.set_exception(UserError("The disk is busy; try again in a moment.", Reason.BUSY))
        else:
            self._asked.put((future, job))
        return future

    def _wake(self) -> None:
        self._asked.put(None)

    def _run(self) -> None:
        self._turn()
        self._loop.ready()
        for _ in self._loop.turns():
            try:
                asked = self._asked.get(timeout=_TURN_S)
            except queue.Empty:
                asked = None
            self._turn()
            if asked is not None:
                self._beats.beat("writer")
                self._answer(*asked)
        self._retry_s = float("-inf")
        self._turn()
        if self._store is not None:
            self._attempt(lambda store: store.close())

    def _turn(self) -> None:
        """Save what waits, unless the disk refused a moment ago."""
        now_s = self._now()
        if now_s < self._retry_s:
            return
        if self._store is None and not self._open():
            return
        while self._records:
            if not self._save(self._records[0]):
                return
            self._records.popleft()
            self._beats.beat("writer")
            self._tell()
        if now_s >= self._chores_s and all(self._attempt(chore) for chore in self._chores):
            self._chores_s = now_s + _CHORES_S
        if self._store is not None:
            self._problem = None
            self._tell()

    def _open(self) -> bool:
        self._beats.beat("writer", _REPAIR_S)
        try:
            self._store = self._open_store()
        except UnsavedError as error:
            self._refused(error)
            return False
        finally:
            self._beats.beat("writer")
        return True

    def _save(self, record: Record) -> bool:
        try:
            return self._attempt(record)
        except StoreError as error:
            _log.error("given up: %s (%s)", record, error)
            self._dropped += record.reps
            return True

    def _attempt(self, job: Callable[[Any], None]) -> bool:
        try:
            job(self._store)
        except UnsavedError as error:
            self._refused(error)
            return False
        return True

    def _refused(self, error: UnsavedError) -> None:
        if self._problem is None:
            _log.warning("not recording: %s", error)
        self._problem = UnsavedError(str(error), error.reason)
        self._retry_s = self._now() + _RETRY_S
        if isinstance(error, DamagedError) and self._store is not None:
            store, self._store = self._store, None
            store.close()
        self._tell()

    def _tell(self) -> None:
        self._report(self._problem, self._waiting() + self._dropped)

    def _refusal(self) -> UnsavedError:
        """A fresh error per caller: one that is raised again and again collects tracebacks."""
        if self._problem is None:
            return UnsavedError("The training store is not open yet.", Reason.BUSY)
        return UnsavedError(str(self._problem), self._problem.reason)

    def _waiting(self) -> int:
        """Repetitions not saved yet; over a copy, as others append meanwhile."""
        return sum(record.reps for record in self._records.copy())

    def _answer(self, future: Future[Any], job: Callable[[Any], Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            if self._store is None:
                raise self._refusal()
            future.set_result(job(self._store))
        except Exception as error:  # noqa: BLE001 - belongs to the caller
            if isinstance(error, UnsavedError):
                self._refused(error)
            future.set_exception(error)
