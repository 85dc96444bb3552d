"""Brings a database of any earlier version to the present one."""

import re
import sqlite3
from importlib import resources
from typing import Final

from device.errors import UserError
from device.store.rows import Value, checksum

_NUMBERED = re.compile(r"(\d{4})_\w+\.sql").fullmatch


def _steps() -> dict[int, str]:
    found = {}
    for entry in resources.files(__name__).iterdir():
        match = _NUMBERED(entry.name)
        if match:
            found[int(match[1])] = entry.read_text("utf-8")
    return dict(sorted(found.items()))


STEPS: Final = _steps()
"""What leads to each version from the one before; version 1 has none."""
LATEST: Final = max(STEPS, default=1)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of a database; 0 for an empty one."""
    row = connection.execute("PRAGMA user_version").fetchone()
    return int(next(iter(row.values())))


def migrate(connection: sqlite3.Connection) -> int:
    """Bring the database to ``LATEST``; return the version it had.

    Each step is one transaction with its version number inside, so that a power cut leaves a
    database of one version or of the next.

    Raises:
        UserError: The database is of a later version than this program knows.
        sqlite3.Error: A step failed; the database is as it was before that step.
    """
    found = version_of(connection)
    if found > LATEST:
        raise UserError(
            f"This training store was written by a newer CableCoach (store version {found}, this "
            f"one knows {LATEST}): install that version or a later one; nothing was changed."
        )
    if found == 0:
        schema = resources.files("device.store").joinpath("schema.sql").read_text("utf-8")
        _apply(connection, schema, LATEST)
    else:
        connection.create_function("row_checksum", -1, _checksum, deterministic=True)
        for version, step in STEPS.items():
            if version > found:
                _apply(connection, step, version)
    return found


def _checksum(*pairs: Value) -> int:
    """SQL's way to ``checksum``: names and values of a row's columns by turns."""
    return checksum(dict(zip(map(str, pairs[::2]), pairs[1::2], strict=True)))


def _apply(connection: sqlite3.Connection, script: str, version: int) -> None:
    try:
        connection.executescript(
            f"BEGIN IMMEDIATE;\n{script}\n;PRAGMA user_version = {version};\nCOMMIT;"
        )
    except sqlite3.Error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
