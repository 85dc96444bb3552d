"""Values by name: the page's settings, and what the store keeps for itself."""

import json
import sqlite3
from typing import Any

from device.store.rows import is_whole, with_checksum


def read_state(connection: sqlite3.Connection, name: str) -> Any:
    """The value kept under ``name``; ``None`` where there is none, or its row is damaged."""
    row = connection.execute("SELECT * FROM state WHERE name = ?", (name,)).fetchone()
    return json.loads(row["value"]) if row is not None and is_whole(row) else None


def write_state(connection: sqlite3.Connection, name: str, value: Any) -> None:
    """Keep a value; inside the caller's transaction."""
    write_named(connection, "state", name, value)


def write_named(connection: sqlite3.Connection, table: str, name: str, value: Any) -> None:
    """Keep a value as JSON in ``settings`` or ``state``; inside the caller's transaction."""
    connection.execute(
        f"INSERT INTO {table} (name, value, crc) VALUES (:name, :value, :crc) "  # noqa: S608 - names of our own tables  # nosec B608
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value, crc = excluded.crc",
        with_checksum({"name": name, "value": json.dumps(value)}),
    )
