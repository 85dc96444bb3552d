"""Fills a fresh database with every readable row of a damaged one, and with the log of sets.

``sqlite3 .recover`` of Debian 12 failed even on healthy files; halving ranges of row numbers
until what remains is readable brought back 4979 of 5000 rows with one page destroyed.
"""

import json
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from device.reps.events import EndReason
from device.store.connection import connect_reader, connect_writer, immediate
from device.store.migrations import migrate
from device.store.rows import TABLES, is_whole, placeholders, with_checksum
from device.store.writing.set_journal import read_journal

_MOST_ROWS: Final = 1 << 22
_MOST_FAILURES: Final = 5_000
"""Of reading a range: where the root of a table is gone, nothing of it can be read."""

_Row = Mapping[str, Any]


@dataclass(slots=True)
class SalvageReport:
    """What a salvage brought.

    Attributes:
        sets: Keys of the sets that were brought over, from the database or the log.
        reps: Keys of the repetitions.
        from_log: Keys of sets that only the log still held.
        unreadable: Keys by table of rows that could not be read or do not match their checksum.
    """

    sets: set[int] = field(default_factory=set)
    reps: set[int] = field(default_factory=set)
    from_log: set[int] = field(default_factory=set)
    unreadable: dict[str, set[int]] = field(default_factory=dict)

    @property
    def lost_sets(self) -> int:
        """Sets that are known to have been there and are not any more."""
        return len(self.unreadable.get("sets", set()) - self.sets)

    @property
    def lost_reps(self) -> int:
        """Repetitions that are known to have been there and are not any more."""
        return len(self.unreadable.get("reps", set()) - self.reps)


def salvage(damaged: Path | None, log: Path, fresh: Path) -> SalvageReport:
    """Make the database ``fresh`` from what can be read.

    Args:
        damaged: The damaged database, only read; ``None`` where it is gone.
        log: The log of finished sets; need not exist.
        fresh: Where the new one is made; what is there is overwritten.

    Raises:
        sqlite3.Error: The new one cannot be written.
        OSError: The log cannot be read.
    """
    _clear(fresh)
    report = SalvageReport()
    try:
        with closing(connect_writer(fresh)) as target:
            migrate(target)
            target.execute("PRAGMA foreign_keys = OFF")
            with immediate(target):
                if damaged is not None:
                    _from_database(damaged, target, report)
                    _from_events(target, report)
                _from_log(log, target, report)
                _mend(target, report)
            _put_into_one_file(target)
    except BaseException:
        # On a full disk half a database would only be in the way.
        _clear(fresh)
        raise
    return report


def _put_into_one_file(target: sqlite3.Connection) -> None:
    """Closing would do so too, but say nothing where the disk is full: the log would stay behind
    when the file is moved.
    """
    if target.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()["busy"]:
        raise sqlite3.OperationalError("another program reads the store that is being repaired")


def _clear(database: Path) -> None:
    for leftover in with_companions(database):
        leftover.unlink(missing_ok=True)


def with_companions(database: Path) -> tuple[Path, ...]:
    """A database file and the two that SQLite keeps beside it."""
    return (database, Path(f"{database}-wal"), Path(f"{database}-shm"))


def _from_database(damaged: Path, target: sqlite3.Connection, report: SalvageReport) -> None:
    try:
        source = connect_reader(damaged)
    except sqlite3.Error:
        return
    with closing(source):
        for table, key in TABLES.items():
            lost = report.unreadable.setdefault(table, set())
            for row in _readable(source, table, _last_row(source, table), lost):
                row_id = row[key] if key else None
                whole = "crc" not in row or is_whole(row)
                if not (whole and _insert(target, table, row)):
                    lost.update([row_id] if isinstance(row_id, int) else [])
                elif table == "sets":
                    report.sets.add(row["set_id"])
                elif table == "reps":
                    report.reps.add(row["rep_id"])


def _last_row(source: sqlite3.Connection, table: str) -> int:
    """The highest row number that a table ever had, as far as can be told.

    It keeps the search out of numbers that never were: beyond a damaged last page all look
    unreadable.
    """
    queries = (
        ("SELECT seq AS last FROM sqlite_sequence WHERE name = ?", (table,)),
        (f"SELECT max(rowid) AS last FROM {table}", ()),  # noqa: S608 - names of our own tables  # nosec B608
    )
    for query, values in queries:
        try:
            found = source.execute(query, values).fetchone()
        except sqlite3.Error:
            continue
        if found is not None and isinstance(found["last"], int):
            return min(found["last"], _MOST_ROWS)
    return _MOST_ROWS


def _readable(source: sqlite3.Connection, table: str, last: int, lost: set[int]) -> Iterator[_Row]:
    """The rows of a table, by halving ranges of row numbers around what cannot be read."""
    failures = 0
    ranges = [(1, last)] if last else []
    while ranges and failures < _MOST_FAILURES:
        low, high = ranges.pop()
        try:
            rows = source.execute(
                f"SELECT * FROM {table} WHERE rowid BETWEEN ? AND ? ORDER BY rowid",  # noqa: S608 - names of our own tables  # nosec B608
                (low, high),
            ).fetchall()
        except sqlite3.Error:
            failures += 1
            if low == high:
                # Where nobody knows how many rows there were, none is known to be lost.
                lost.update([low] if last < _MOST_ROWS else [])
            else:
                middle = (low + high) // 2
                ranges += [(middle + 1, high), (low, middle)]
        else:
            yield from rows


def _from_events(target: sqlite3.Connection, report: SalvageReport) -> None:
    """Bring back lost athletes, settings and calibrations as their events tell of them."""
    athletes: dict[int, dict[str, Any]] = {}
    for event in _events(target, "athlete_added", "athlete_changed"):
        athletes.setdefault(event["athlete_id"], {}).update(_body(event))
    for athlete_id, columns in athletes.items():
        _insert(target, "athletes", {"athlete_id": athlete_id, **columns}, "IGNORE")
    settings: dict[str, Any] = {}
    for event in _events(target, "settings_changed"):
        settings.update(_body(event))
    for name, value in settings.items():
        _insert(target, "settings", {"name": name, "value": json.dumps(value)}, "IGNORE")
    _calibrations_from_events(target, report)


def _calibrations_from_events(target: sqlite3.Connection, report: SalvageReport) -> None:
    """The newest is in force, so a lost one must not let an older one come back unnoticed."""
    held = {row["seq"] for row in target.execute("SELECT seq FROM calibrations")}
    events = [event for event in _events(target, "calibrated") if event["seq"] not in held]
    keys = sorted(report.unreadable.get("calibrations", ()))
    if len(keys) != len(events):  # which was which cannot be told
        return
    for key, event in zip(keys, events, strict=True):
        row = {**_origin(event), **_body(event), "calibration_id": key, "details": "{}"}
        _insert(target, "calibrations", row)


def _events(target: sqlite3.Connection, *kinds: str) -> list[_Row]:
    """The events of these kinds, in their order."""
    return target.execute(
        f"SELECT * FROM events WHERE kind IN ({', '.join('?' * len(kinds))}) ORDER BY seq",  # noqa: S608  # nosec B608
        kinds,
    ).fetchall()


def _body(event: _Row) -> dict[str, Any]:
    """What the event tells; nothing where it has rotted (before version 3 no checksum said so)."""
    try:
        body = json.loads(event["body"])
    except (ValueError, TypeError):
        return {}
    return body if isinstance(body, dict) else {}


def _origin(event: _Row) -> dict[str, Any]:
    """The columns with which a row says what event it is from."""
    return {name: event[name] for name in ("station", "run_id", "seq", "boot_id", "mono_ns")}


def _from_log(log: Path, target: sqlite3.Connection, report: SalvageReport) -> None:
    """Later lines of a set replace earlier ones; what the database still held stands."""
    held_sets, held_reps = frozenset(report.sets), frozenset(report.reps)
    for logged in read_journal(log):
        set_id = logged.set["set_id"]
        if set_id not in held_sets and _insert(target, "sets", logged.set):
            report.sets.add(set_id)
            report.from_log.add(set_id)
        for rep in logged.reps:
            if rep["rep_id"] not in held_reps and _insert(target, "reps", rep):
                report.reps.add(rep["rep_id"])
        if logged.athlete is not None:
            _insert(target, "athletes", logged.athlete, "IGNORE")


def _mend(target: sqlite3.Connection, report: SalvageReport) -> None:
    """Give repetitions whose set was lost a set again, as far as its event tells of it."""
    orphans = target.execute(
        "SELECT DISTINCT set_id FROM reps WHERE set_id NOT IN (SELECT set_id FROM sets)"
    ).fetchall()
    for row in orphans:
        if _rebuild_set(target, row["set_id"]):
            report.sets.add(row["set_id"])
    for table in ("reps", "corrections"):
        target.execute(
            f"DELETE FROM {table} WHERE set_id NOT IN (SELECT set_id FROM sets)"  # noqa: S608 - names of our own tables  # nosec B608
        )
    # That they were there stays in the outbox, under a name that nobody looks for in `reps`.
    for event in target.execute(
        "SELECT * FROM events WHERE kind = 'rep' AND rep_id NOT IN (SELECT rep_id FROM reps)"
    ).fetchall():
        _insert(target, "events", with_checksum({**event, "kind": "rep_lost"}))
    report.reps &= {row["rep_id"] for row in target.execute("SELECT rep_id FROM reps")}
    for row in target.execute(
        "SELECT * FROM sets WHERE athlete_id NOT IN (SELECT athlete_id FROM athletes)"
    ).fetchall():
        _insert(target, "sets", with_checksum({**row, "athlete_id": None}))


def _rebuild_set(target: sqlite3.Connection, set_id: int) -> bool:
    event = target.execute(
        "SELECT * FROM events WHERE kind = 'set_started' AND set_id = ?", (set_id,)
    ).fetchone()
    if event is None:
        return False
    span = target.execute(
        "SELECT min(start_ns) AS started_ns, max(end_ns) AS ended_ns FROM reps WHERE set_id = ?",
        (set_id,),
    ).fetchone()
    row = {
        **_origin(event),
        **_body(event),
        **span,
        "set_id": set_id,
        "ended": str(EndReason.INTERRUPTED),
        "note": "",
        "recording": None,
        "deleted": 0,
    }
    row["by_user"] = int(row.get("by_user", 0))
    return _insert(target, "sets", row)


def _insert(target: sqlite3.Connection, table: str, row: _Row, otherwise: str = "REPLACE") -> bool:
    """Insert what of the row the table knows; ``False`` where it is no row of that table.

    A row that comes without a checksum gets one.
    """
    known = {column["name"] for column in target.execute(f"PRAGMA table_info({table})")}
    values = {name: value for name, value in row.items() if name in known}
    if "crc" not in values:
        values = with_checksum(values)
    try:
        target.execute(
            f"INSERT OR {otherwise} INTO {table} ({', '.join(values)}) "  # noqa: S608
            f"VALUES ({placeholders(values)})",
            values,
        )
    except sqlite3.IntegrityError:
        return False
    return True
