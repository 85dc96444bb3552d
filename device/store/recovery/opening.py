"""The way into the store: repair first, then write.

What is damaged is never thrown away: it is kept aside, and what can be read of it goes on.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from device.errors import Reason
from device.files import make_folder, sync_folder
from device.store.connection import connect_reader
from device.store.errors import ReadOnlyError, unsaved_error
from device.store.layout import StoreLayout
from device.store.migrations import LATEST, version_of
from device.store.recovery.salvage import SalvageReport, salvage, with_companions
from device.store.rows import TABLES, is_whole
from device.store.writing.set_journal import read_journal
from device.store.writing.writer import StoreWriter

# SQLITE_ERROR: a table that must be there is not.
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_ERROR)
_CHECKED_BEFORE_VERSION_3 = ("sets", "reps", "calibrations")
_VANISHED = (
    "SELECT 1 FROM events WHERE kind = 'rep' AND rep_id NOT IN (SELECT rep_id FROM reps) LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class StoreStatus:
    """What opening the store found.

    Attributes:
        message: One sentence for the page where something was mended, else ``None``.
        kept_aside: Where the damaged database lies, if there was one.
        lost_sets: Sets that are known to be lost.
        lost_reps: Repetitions that are known to be lost.
        interrupted: Sets that an earlier run had left open.
    """

    message: str | None = None
    kept_aside: Path | None = None
    lost_sets: int = 0
    lost_reps: int = 0
    interrupted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenedStore:
    """The store and what opening it found."""

    writer: StoreWriter
    status: StoreStatus


def open_store(layout: StoreLayout, source: str, run_id: str | None = None) -> OpenedStore:
    """Open the store for writing, mended where needed; sets that other runs left open are closed.

    Args:
        layout: Where it is.
        source: What this run measures with.
        run_id: Identity of this run; the same one again leaves its open set open.

    Raises:
        UserError: The store is of a later version of CableCoach.
        UnsavedError: The disk refuses.
    """
    try:
        make_folder(layout.database.parent)
        status = _mended(layout)
        writer = StoreWriter(layout.database, source, run_id)
        try:
            interrupted = writer.sets.interrupt_open_sets()
            writer.journal.catch_up()
            writer.finish_erasure()
        except BaseException:
            writer.close()
            raise
    except sqlite3.Error as error:
        raise unsaved_error(error) from error
    except OSError as error:
        raise ReadOnlyError(
            f"The data folder cannot be used ({error.strerror or error}): "
            "check the memory card and its permissions.",
            Reason.DISK_FAILS,
        ) from error
    return OpenedStore(writer, replace(status, interrupted=tuple(interrupted)))


def find_damage(database: Path) -> str | None:
    """What is wrong with a database, in a few words, or ``None``.

    Looks at its structure and indexes (``PRAGMA integrity_check``), at the checksum of every row,
    and for repetitions that are in the outbox and not in their table.

    Raises:
        sqlite3.Error: It cannot be read at present, which says nothing about its content.
    """
    try:
        with closing(connect_reader(database)) as connection:
            version = version_of(connection)
            if version > LATEST:
                return None  # not ours to judge
            for row in connection.execute("PRAGMA integrity_check(1)"):
                if (finding := next(iter(row.values()))) != "ok":
                    return str(finding)
            for table in TABLES if version == LATEST else _CHECKED_BEFORE_VERSION_3:
                for row in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - names of our own tables  # nosec B608
                    if not is_whole(row):
                        return f"a row of {table} does not match its checksum"
            if connection.execute(_VANISHED).fetchone() is not None:
                return "a row of reps has vanished"
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if isinstance(code, int) and code & 0xFF not in _DAMAGE:
            raise
        return str(error)
    return None


def _mended(layout: StoreLayout) -> StoreStatus:
    """Finish or begin what must be done before the database can be opened."""
    if layout.repaired.exists():  # a repair was cut off after the fresh one was complete
        _exchange(layout)
    finding = None if _is_empty(layout.database) else find_damage(layout.database)
    if finding is not None:
        report = salvage(layout.database, layout.set_log, layout.under_repair)
    elif _is_empty(layout.database) and any(True for _ in read_journal(layout.set_log)):
        report = salvage(None, layout.set_log, layout.under_repair)
    else:
        return StoreStatus()
    layout.under_repair.rename(layout.repaired)
    sync_folder(layout.repaired.parent)
    return _told(report, _exchange(layout))


def _is_empty(database: Path) -> bool:
    """Whether it is missing, of no length, or has no tables."""
    if not database.exists() or database.stat().st_size == 0:
        return True
    try:
        with closing(connect_reader(database)) as connection:
            found = connection.execute("SELECT count(*) AS n FROM sqlite_schema").fetchone()
    except sqlite3.DatabaseError:
        return False
    return bool(found["n"] == 0)


def _exchange(layout: StoreLayout) -> Path | None:
    """Move the damaged files aside and the repaired one in their place; return where they are.

    After a power cut anywhere in here the next start goes on with it.
    """
    aside = _put_aside(layout)
    layout.repaired.rename(layout.database)
    sync_folder(layout.database.parent)
    return aside


def _put_aside(layout: StoreLayout) -> Path | None:
    files = [path for path in with_companions(layout.database) if path.exists()]
    if not files:
        return None
    folder = layout.kept_aside
    make_folder(folder)
    names = (folder / f"training-{number}.sqlite" for number in count(1))
    aside = next(name for name in names if not any(p.exists() for p in with_companions(name)))
    for path in files:
        path.rename(f"{aside}{path.name.removeprefix(layout.database.name)}")
    sync_folder(folder)
    sync_folder(layout.database.parent)
    return aside


def _told(report: SalvageReport, aside: Path | None) -> StoreStatus:
    what = "damaged" if aside else "gone"
    restored = f"{_counted(len(report.sets), 'set')} restored"
    lost = ", nothing is known to be lost"
    if report.lost_sets or report.lost_reps:
        lost = f", {_counted(report.lost_sets, 'set')} and {_counted(report.lost_reps, 'rep')} lost"
    kept = f" The damaged file is kept as {aside}." if aside else ""
    return StoreStatus(
        message=f"The training store was {what}: {restored}{lost}.{kept}",
        kept_aside=aside,
        lost_sets=report.lost_sets,
        lost_reps=report.lost_reps,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
