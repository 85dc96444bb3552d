"""What must reach the disk, one record for each thing that happened."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from device.calibration.factors import Factors
from device.clock.stamp import Stamp
from device.reps.events import AmendReason, EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.service.saving.writer import Writer
from device.store.writing.writer import StoreWriter

UNKNOWN_IDS_FROM: Final = 1_000_000_000
"""Keys of sets opened while the store could not be read, until it tells the real ones."""


class SetKeys:
    """The keys of sets, known before the store has saved them.

    The device process is the only writer, so the next key is known without asking the disk. Only
    where the store could not be opened is a stand-in given, and later exchanged.
    """

    def __init__(self) -> None:
        self._next = UNKNOWN_IDS_FROM
        self._real: dict[int, int] = {}

    def expect(self, next_key: int) -> None:
        """The store says which key comes next; those given to what still waits count already."""
        given = self._next if self._next < UNKNOWN_IDS_FROM else 0
        self._next = max(next_key, given)

    def take(self) -> int:
        """The key of a set that is opened now."""
        key, self._next = self._next, self._next + 1
        return key

    def settle(self, expected: int, real: int) -> bool:
        """The store gave this key; return whether another one had been expected."""
        if real == expected:
            return False
        self._real[expected] = real
        self._next = max(real + 1, self._next if self._next < UNKNOWN_IDS_FROM else 0)
        return True

    def real(self, expected: int) -> int:
        """The key in the store."""
        return self._real.get(expected, expected)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSet:
    """A set was opened."""

    keys: SetKeys
    set_id: int
    plan: SetPlan
    t_ns: int
    by_user: bool
    at: Stamp
    idempotency_key: str
    recording: str
    renumbered: Callable[[int, int], None]
    reps: int = field(default=0, init=False)

    def __call__(self, store: StoreWriter) -> None:
        """Save it."""
        real = store.sets.open_set(
            self.plan,
            self.t_ns,
            self.by_user,
            key=self.idempotency_key,
            at=self.at,
            recording=self.recording,
        )
        if self.keys.settle(self.set_id, real):
            self.renumbered(self.set_id, real)


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedRep:
    """A repetition was confirmed; ``saved`` hears its keys."""

    keys: SetKeys
    set_id: int
    rep: Rep
    at: Stamp
    saved: Callable[[int, int, int], None]
    reps: int = field(default=1, init=False)

    def __call__(self, store: StoreWriter) -> None:
        """Save it."""
        set_id = self.keys.real(self.set_id)
        rep_id = store.sets.add_rep(set_id, self.rep, at=self.at)
        self.saved(set_id, self.rep.number, rep_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Amendment:
    """What happened to a repetition of the open set after it had been announced."""

    keys: SetKeys
    set_id: int
    reason: AmendReason
    t_ns: int
    at: Stamp
    reps: int = field(default=0, init=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedRep(_Amendment):
    """A repetition that was saved, or waits to be, is now known better."""

    rep: Rep

    def __call__(self, store: StoreWriter) -> None:
        """Save it."""
        set_id = self.keys.real(self.set_id)
        store.amendments.amend_rep(set_id, self.rep, self.reason, self.t_ns, at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawnRep(_Amendment):
    """A repetition that was saved, or waits to be, or was only counted, was none."""

    number: int

    def __call__(self, store: StoreWriter) -> None:
        """Save it."""
        set_id = self.keys.real(self.set_id)
        store.amendments.withdraw_rep(set_id, self.number, self.reason, self.t_ns, at=self.at)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndedSet:
    """A set ended; ``saved`` is called once that is in the store. A void one is put away."""

    keys: SetKeys
    set_id: int
    ended_ns: int
    reason: EndReason
    at: Stamp
    put_away: bool
    saved: Callable[[], None]
    reps: int = field(default=0, init=False)

    def __call__(self, store: StoreWriter) -> None:
        """Save it."""
        set_id = self.keys.real(self.set_id)
        store.sets.end_set(set_id, self.ended_ns, self.reason, at=self.at)
        if self.put_away:
            store.corrections.delete_set(set_id)
        self.saved()


@dataclass(frozen=True, slots=True, kw_only=True)
class AmendedSet:
    """Weight or variant of the open set were chosen anew."""

    keys: SetKeys
    set_id: int
    changes: Mapping[str, str | float | None]
    reps: int = field(default=0, init=False)

    def __call__(self, store: StoreWriter) -> None:
        """Save it."""
        store.corrections.change_set(self.keys.real(self.set_id), self.changes)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewFactors:
    """Factors are in force from now on."""

    factors: Factors
    kind: str
    details: Mapping[str, Any]
    idempotency_key: str
    reps: int = field(default=0, init=False)

    def __call__(self, store: StoreWriter) -> None:
        """Save it."""
        store.calibrations.add(self.factors, self.kind, self.details, key=self.idempotency_key)


class FactorsKeeper:
    """Has factors saved that were found. ``writer`` saves in order and never waits."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def keep(self, factors: Factors, kind: str, details: Mapping[str, Any]) -> None:
        """Save them: how they were found, and the details."""
        self._writer.save(
            NewFactors(
                factors=factors, kind=kind, details=details, idempotency_key=uuid.uuid4().hex
            )
        )
