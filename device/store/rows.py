"""Rows of the store as records, and the checksum that shows when a row has rotted.

``PRAGMA integrity_check`` did not see 95 to 98 of 100 flipped bits; a checksum in every row does.
"""

import json
import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, Final, get_args

from device.calibration.factors import Factors
from device.clock.stamp import Stamp
from device.reps.definition import Definition
from device.reps.events import AmendReason, EndReason
from device.reps.exercises import Exercise, Side, Variant
from device.reps.plan import SetPlan
from device.reps.rep import Reason, Rep, RepFlag

Value = int | float | str | None


def _real(record: type) -> frozenset[str]:
    """The fields of ``record`` that hold real numbers, where an ``int`` may have been given."""
    return frozenset(f.name for f in fields(record) if float in (f.type, *get_args(f.type)))


_REP_FIELDS: Final = tuple(field.name for field in fields(Rep))
_PLAN_FIELDS: Final = tuple(field.name for field in fields(SetPlan))
_TRUTHS: Final = ("held", "close")
_REAL: Final = _real(Rep) | _real(SetPlan) | _real(Factors)
TABLES: Final = {
    "state": None,
    "settings": None,
    "runs": "ordinal",
    "anchors": "anchor_id",
    "athletes": "athlete_id",
    "sets": "set_id",
    "reps": "rep_id",
    "corrections": "correction_id",
    "calibrations": "calibration_id",
    "events": "seq",
}
"""The tables whose rows have a checksum, in an order in which they can be filled, with the
numbered key of those that have one."""
FACTOR_FIELDS: Final = tuple(field.name for field in fields(Factors))


class DamagedRowError(Exception):
    """A row does not match its checksum, or holds what no row can."""


@dataclass(frozen=True, slots=True)
class Amendment:
    """Why and when (on the source's clock) something that was saved turned out to be different."""

    reason: AmendReason
    t_ns: int


@dataclass(frozen=True, slots=True)
class StoredRep:
    """A repetition in the store.

    Attributes:
        rep_id: Its key.
        set_id: That of its set.
        at: When it was announced.
        rep: Its figures, as they are known now.
        deleted: Put away by the user; can be restored.
        amended: The last correction of its figures; ``None`` where they never were corrected.
        withdrawn: That it was no repetition; ``None`` where it counts.
    """

    rep_id: int
    set_id: int
    at: Stamp
    rep: Rep
    deleted: bool
    amended: Amendment | None = None
    withdrawn: Amendment | None = None


@dataclass(frozen=True, slots=True)
class StoredSet:
    """A set in the store, without its repetitions.

    Attributes:
        set_id: Its key.
        at: When it was opened.
        plan: What it was.
        started_ns: The source's clock, as all times of repetitions.
        ended_ns: The same; ``None`` while the set is open.
        ended: Why it ended; ``None`` while it is open.
        by_user: Whether it was started on the tablet.
        note: The user's.
        recording: Name of its raw recording.
        run_id: Which run of the device process it is from.
        deleted: Put away by the user; can be restored.
        definition: By which definition its figures were made.
    """

    set_id: int
    at: Stamp
    plan: SetPlan
    started_ns: int
    ended_ns: int | None
    ended: EndReason | None
    by_user: bool
    note: str
    recording: str | None
    run_id: str
    deleted: bool
    definition: int


@dataclass(frozen=True, slots=True)
class Athlete:
    """Somebody who trains here."""

    athlete_id: int
    name: str
    unit: str
    colour: str


ATHLETE_FIELDS: Final = tuple(field.name for field in fields(Athlete))


@dataclass(frozen=True, slots=True)
class Calibration:
    """Factors with when and how they were found."""

    calibration_id: int
    at: Stamp
    kind: str
    factors: Factors
    details: Mapping[str, Any]


def checksum(row: Mapping[str, Value]) -> int:
    """CRC-32 of the row as a JSON object: sorted, without ``crc`` and without what is NULL.

    A column that a later version adds is NULL in old rows and so leaves their checksum alone.
    """
    present = {key: value for key, value in row.items() if value is not None and key != "crc"}
    text = json.dumps(present, sort_keys=True, separators=(",", ":"))
    return zlib.crc32(text.encode())


def with_checksum(row: Mapping[str, Value]) -> dict[str, Value]:
    """``row`` with its ``crc``."""
    return {**row, "crc": checksum(row)}


def rep_columns(rep: Rep) -> dict[str, Value]:
    """The columns of ``rep``; what is not a finite number becomes NULL."""
    return {name: stored(name, getattr(rep, name)) for name in _REP_FIELDS}


def plan_columns(plan: SetPlan) -> dict[str, Value]:
    """The columns of ``plan``."""
    return {name: stored(name, getattr(plan, name)) for name in _PLAN_FIELDS}


def factor_columns(factors: Factors) -> dict[str, Value]:
    """The columns of ``factors``."""
    return {name: stored(name, getattr(factors, name)) for name in FACTOR_FIELDS}


def stored(name: str, value: Any) -> Value:
    """A value of a record as SQLite keeps it, so that reading gives back the very same."""
    if isinstance(value, tuple):
        return " ".join(value)
    if isinstance(value, StrEnum):
        return str(value)
    if value is None or isinstance(value, str):
        return value
    if name in _REAL:
        return float(value) if math.isfinite(value) else None
    return int(value)


def read_rep(row: Mapping[str, Any]) -> StoredRep:
    """The repetition of a row.

    Raises:
        DamagedRowError: The row does not match its checksum.
    """
    with _whole(row):
        # A column that a later version added is missing until the writer has opened the store.
        values: dict[str, Any] = {name: row.get(name) for name in _REP_FIELDS}
        for name in _TRUTHS:
            values[name] = None if values[name] is None else bool(values[name])
        values["reasons"] = tuple(Reason(word) for word in row["reasons"].split())
        values["flags"] = tuple(RepFlag(word) for word in row["flags"].split())
        return StoredRep(
            rep_id=row["rep_id"],
            set_id=row["set_id"],
            at=_stamp(row),
            rep=Rep(**values),
            deleted=bool(row["deleted"]),
            amended=_amendment(row, "amended"),
            withdrawn=_amendment(row, "withdrawn"),
        )


def read_set(row: Mapping[str, Any]) -> StoredSet:
    """The set of a row.

    Raises:
        DamagedRowError: The row does not match its checksum.
    """
    with _whole(row):
        return StoredSet(
            set_id=row["set_id"],
            at=_stamp(row),
            plan=_plan(row),
            started_ns=row["started_ns"],
            ended_ns=row["ended_ns"],
            ended=None if row["ended"] is None else EndReason(row["ended"]),
            by_user=bool(row["by_user"]),
            note=row["note"],
            recording=row["recording"],
            run_id=row["run_id"],
            deleted=bool(row["deleted"]),
            definition=row.get("definition") or Definition.ONSETS.value,
        )


def read_calibration(row: Mapping[str, Any]) -> Calibration:
    """The calibration of a row.

    Raises:
        DamagedRowError: The row does not match its checksum.
    """
    with _whole(row):
        return Calibration(
            row["calibration_id"],
            _stamp(row),
            row["kind"],
            Factors(**{name: row[name] for name in FACTOR_FIELDS}),
            json.loads(row["details"]),
        )


def read_athlete(row: Mapping[str, Any]) -> Athlete:
    """The athlete of a row.

    Raises:
        DamagedRowError: The row does not match its checksum.
    """
    with _whole(row):
        return Athlete(**{name: row[name] for name in ATHLETE_FIELDS})


def is_whole(row: Mapping[str, Any]) -> bool:
    """Whether a row matches its checksum."""
    crc: object = row["crc"]
    return crc == _safe_checksum(row)


def placeholders(names: Iterable[str]) -> str:
    """``:a, :b`` for the columns ``a`` and ``b``."""
    return ", ".join(f":{name}" for name in names)


class _whole:  # noqa: N801 - used as a keyword-like context
    """Checks a row before it is read, and turns what is odd in it into ``DamagedRowError``."""

    def __init__(self, row: Mapping[str, Any]) -> None:
        self._row = row

    def __enter__(self) -> None:
        if not is_whole(self._row):
            raise DamagedRowError("a row does not match its checksum")

    def __exit__(self, kind: object, error: BaseException | None, traceback: object) -> None:
        if isinstance(error, ValueError | TypeError):
            raise DamagedRowError(str(error)) from error


def _safe_checksum(row: Mapping[str, Any]) -> int | None:
    try:
        return checksum(row)
    except TypeError:  # a flipped type byte turns a number into a blob
        return None


def _stamp(row: Mapping[str, Any]) -> Stamp:
    return Stamp(row["boot_id"], row["mono_ns"])


def _amendment(row: Mapping[str, Any], what: str) -> Amendment | None:
    word = row.get(what)
    return None if word is None else Amendment(AmendReason(word), row[f"{what}_ns"])


def _plan(row: Mapping[str, Any]) -> SetPlan:
    return SetPlan(
        exercise=Exercise(row["exercise"]),
        side=Side(row["side"]),
        variant=Variant(row["variant"]),
        weight_kg=row["weight_kg"],
        athlete_id=row["athlete_id"],
        reference_rom_m=row["reference_rom_m"],
    )
