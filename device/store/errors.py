"""How the disk refuses, each as one sentence that says what to do."""

import sqlite3
from typing import Final

from device.errors import Reason, UnsavedError


class DiskFullError(UnsavedError):
    """No space is left."""


class ReadOnlyError(UnsavedError):
    """The disk cannot be written: read-only, unplugged, or failing."""


class LockedError(UnsavedError):
    """Another program holds the database."""


class DamagedError(UnsavedError):
    """The database is damaged or gone; opening the store anew mends it."""


_FULL: Final = (sqlite3.SQLITE_FULL,)
_LOCKED: Final = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_DAMAGED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
_KINDS: Final = (
    (
        _FULL,
        DiskFullError,
        "The disk is full: delete old files to go on recording.",
        Reason.DISK_FULL,
    ),
    (
        _LOCKED,
        LockedError,
        "Another program is using the training store: close it.",
        Reason.STORE_LOCKED,
    ),
    (
        _DAMAGED,
        DamagedError,
        "The training store is damaged: restart CableCoach to repair it.",
        Reason.STORE_DAMAGED,
    ),
)
_OTHERWISE: Final = "The disk cannot be written: check the memory card, then restart."


def unsaved_error(error: sqlite3.Error) -> UnsavedError:
    """The typed error for what SQLite says (https://sqlite.org/rescode.html)."""
    code = getattr(error, "sqlite_errorcode", None)
    primary = code & 0xFF if isinstance(code, int) else None
    for codes, kind, sentence, reason in _KINDS:
        if primary in codes:
            return kind(sentence, reason)
    return ReadOnlyError(_OTHERWISE, Reason.DISK_FAILS)
