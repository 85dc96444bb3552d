"""What the store keeps for itself, by name."""

import json
import sqlite3
from typing import Any


def read_state(connection: sqlite3.Connection, name: str) -> Any:
    """The value kept under ``name``, or ``None``."""
    row = connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
    return None if row is None else json.loads(row["value"])


def write_state(connection: sqlite3.Connection, name: str, value: Any) -> None:
    """Keep a value; inside the caller's transaction."""
    connection.execute(
        "INSERT INTO state (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, json.dumps(value)),
    )
