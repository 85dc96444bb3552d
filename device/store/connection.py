"""Opens SQLite the one way that loses nothing, and checks that it took it."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from device.errors import ConflictError
from device.store.errors import unsaved_error

_BUSY_TIMEOUT_MS: Final = 2000
_WRITER_PRAGMAS: Final = (
    # FULL, not NORMAL: with NORMAL a power cut takes every row since the last checkpoint.
    ("journal_mode", "WAL", "wal"),
    ("synchronous", "FULL", 2),
    ("foreign_keys", "ON", 1),
    ("busy_timeout", str(_BUSY_TIMEOUT_MS), _BUSY_TIMEOUT_MS),
    # What was erased is overwritten, not merely unlinked.
    ("secure_delete", "ON", 1),
    # After a long read the log may have grown; it shrinks to this when it starts over.
    ("journal_size_limit", str(4 << 20), 4 << 20),
    # Memory-mapped writes would bypass the write-ahead order.
    ("mmap_size", "0", 0),
)


def connect_writer(path: Path) -> sqlite3.Connection:
    """Open the database for the one writer; make an empty one where none is.

    Raises:
        sqlite3.Error: It cannot be opened, or is none.
        RuntimeError: SQLite refused a setting that durability rests on.
    """
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        for name, value, expected in _WRITER_PRAGMAS:
            connection.execute(f"PRAGMA {name} = {value}")
            actual = connection.execute(f"PRAGMA {name}").fetchone()[0]
            if actual != expected:
                raise RuntimeError(f"SQLite has {name} {actual!r}, not {expected!r}")
    except BaseException:
        connection.close()
        raise
    return _shaped(connection)


def connect_reader(path: Path) -> sqlite3.Connection:
    """Open the database for reading only.

    A reader that may not write in the folder uses the writer's shared memory while there is a
    writer, and rebuilds its own after a crash. After a clean end there is neither that nor a log,
    and nobody to change the file: then it is read as it stands. A writer that starts meanwhile
    begins with a log of its own and leaves the file alone for many sets.

    Raises:
        sqlite3.Error: It is not there or cannot be opened.
    """
    try:
        return _read_only(path, "mode=ro")
    except sqlite3.OperationalError:
        if not path.exists() or path.with_name(f"{path.name}-wal").exists():
            raise
        return _read_only(path, "mode=ro&immutable=1")


def _read_only(path: Path, how: str) -> sqlite3.Connection:
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True)
    try:
        connection.isolation_level = None
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_TIMEOUT_MS}")
        # SQLite opens the log and the shared memory at the first reading only.
        connection.execute("SELECT 1 FROM sqlite_schema LIMIT 1").fetchall()
    except BaseException:
        connection.close()
        raise
    return _shaped(connection)


def connect_memory() -> sqlite3.Connection:
    """Make an empty database in memory."""
    return _shaped(sqlite3.connect(":memory:", isolation_level=None))


@contextmanager
def immediate(connection: sqlite3.Connection) -> Iterator[None]:
    """A write transaction: all of it, or nothing and a typed error.

    ``BEGIN IMMEDIATE`` takes the write lock at once: a read transaction that turns into a writing
    one fails with SQLITE_BUSY_SNAPSHOT, against which no busy timeout helps.

    Raises:
        UnsavedError: The disk refused; nothing was saved.
        ConflictError: It contradicts what is saved; nothing was saved.
    """
    with typed_errors():
        connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            _roll_back(connection)
            raise
        try:
            connection.execute("COMMIT")
        except sqlite3.Error:
            _roll_back(connection)
            raise


@contextmanager
def typed_errors() -> Iterator[None]:
    """What SQLite says, as one sentence that says what to do.

    Raises:
        UnsavedError: The disk refused.
        ConflictError: What was to be saved contradicts what is saved.
    """
    try:
        yield
    except sqlite3.IntegrityError as error:
        raise ConflictError(f"The store already holds something else ({error}).") from error
    except sqlite3.Error as error:
        raise unsaved_error(error) from error


@contextmanager
def snapshot(connection: sqlite3.Connection) -> Iterator[None]:
    """A read transaction: everything inside sees one state of the database."""
    connection.execute("BEGIN")
    try:
        yield
    finally:
        _roll_back(connection)


def _roll_back(connection: sqlite3.Connection) -> None:
    """SQLite rolls back by itself after some errors (full disk, I/O); then there is nothing left
    to roll back.
    """
    if connection.in_transaction:
        connection.execute("ROLLBACK")


def _shaped(connection: sqlite3.Connection) -> sqlite3.Connection:
    connection.row_factory = _as_dict
    # A flipped bit may leave bytes that are not UTF-8; the checksum is to find it, not a decoder.
    connection.text_factory = _as_text
    return connection


def _as_dict(cursor: sqlite3.Cursor, row: tuple[Any, ...]) -> dict[str, Any]:
    return {column[0]: value for column, value in zip(cursor.description, row, strict=True)}


def _as_text(data: bytes) -> str:
    return data.decode("utf-8", "replace")
