"""Paired tablets and scripts' tokens: the server's own small SQLite file.

A token is 256 random bits; only its SHA-256 is kept, so a stolen card opens nothing. (A slow hash
is for passwords that people choose; nobody guesses 256 bits.) Expiry counts the hours that the
server has run, never the wall clock: a clock that jumps logs nobody out and lets nobody in.
"""

import hashlib
import logging
import os
import secrets
import sqlite3
import threading
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import Reason, UserError
from server.access.identity import Role

_log = logging.getLogger(__name__)

FILE_NAME: Final = "server.sqlite3"
EXPIRES_UNUSED_S: Final = 180 * 24 * 3600
"""A tablet unused for this much of the server's running time has to pair again."""
MAX_CLIENTS: Final = 200
"""More than a gym has tablets; bounds the list and its file."""

LONGEST_NAME: Final = 60
"""Characters; a name, not a note."""

_SCHEMA_VERSION: Final = 1

_SCHEMA: Final = f"""
CREATE TABLE IF NOT EXISTS client (
    client_id  INTEGER PRIMARY KEY AUTOINCREMENT,
    token_hash BLOB NOT NULL UNIQUE CHECK (length(token_hash) = 32),
    kind       TEXT NOT NULL CHECK (kind IN ('tablet', 'script')),
    name       TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND {LONGEST_NAME}),
    role       INTEGER NOT NULL CHECK (role BETWEEN 0 AND 2),
    athlete_id INTEGER,
    used_s     INTEGER NOT NULL
) STRICT;
CREATE TABLE IF NOT EXISTS running_time (
    only_row  INTEGER PRIMARY KEY CHECK (only_row = 1),
    seconds   INTEGER NOT NULL
) STRICT;
INSERT OR IGNORE INTO running_time VALUES (1, 0);
"""  # noqa: S608 - a number of ours  # nosec B608


@dataclass(frozen=True, slots=True)
class Client:
    """One credential, as it is listed; its token is known to its bearer alone.

    ``unused_s`` is running time of the server since it was last seen.
    """

    client_id: int
    kind: str
    name: str
    role: Role
    athlete_id: int | None
    unused_s: int


class CredentialStore:
    """The clients that may do more than look. Every method may be called by any thread.

    The command line opens the same file beside a running server: SQLite's locks are enough.
    """

    def __init__(self, data_dir: Path, *, clock: Clock = SYSTEM_CLOCK) -> None:
        path = data_dir / FILE_NAME
        try:
            data_dir.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
            path.chmod(0o600)
            self._db = sqlite3.connect(path, timeout=5.0, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = FULL")
            self._db.execute("PRAGMA secure_delete = ON")
            self._migrate()
        except (OSError, sqlite3.Error) as error:
            raise UserError(
                f"The file of paired tablets, {path}, cannot be opened ({error}); "
                "correct its permissions, or move it away and pair again."
            ) from error
        self._lock = threading.Lock()
        self._now = clock.monotonic
        self._counted_to = self._now()
        self._seen: set[int] = set()

    def close(self) -> None:
        """Save the running time and close the file; may be called twice."""
        with self._lock:
            try:
                self._save()
            except sqlite3.ProgrammingError:  # closed before
                return
            except sqlite3.Error:  # a full disk, say: some minutes of 180 days are not counted
                _log.exception("The use of paired tablets could not be saved.")
            self._db.close()

    def add(self, name: str, kind: str, role: Role, athlete_id: int | None = None) -> str:
        """Make a client; return its token, which is not kept.

        Raises:
            UserError: There are too many.
        """
        token = secrets.token_urlsafe(32)
        with self._lock, self._db:
            (count,) = self._db.execute("SELECT count(*) FROM client").fetchone()
            if count >= MAX_CLIENTS:
                raise UserError(
                    f"{count} tablets and scripts are paired; forget one first.",
                    Reason.TABLETS_FULL,
                    {"count": count},
                )
            self._db.execute(
                "INSERT INTO client (token_hash, kind, name, role, athlete_id, used_s)"
                " VALUES (?, ?, ?, ?, ?, ?)",
                (_digest(token), kind, name, int(role), athlete_id, self._running_s()),
            )
        return token

    def find(self, token: str) -> Client | None:
        """Return the client of a token, if it is known and has not expired. Writes nothing."""
        if not 20 <= len(token) <= 100:
            return None
        with self._lock:
            # Looked up by digest: how long that takes tells nothing of the token.
            row = self._db.execute(f"{_SELECT} WHERE token_hash = ?", (_digest(token),)).fetchone()
            client = self._client(row) if row else None
            if client is None or self._expired(client):
                return None
            self._seen.add(client.client_id)
            return client

    def clients(self) -> list[Client]:
        """All clients, oldest first."""
        with self._lock:
            rows = self._db.execute(f"{_SELECT} ORDER BY client_id").fetchall()
            return [self._client(row) for row in rows]

    def exists(self, client_id: int) -> bool:
        """Whether that client has not been revoked."""
        with self._lock:
            query = "SELECT 1 FROM client WHERE client_id = ?"
            return self._db.execute(query, (client_id,)).fetchone() is not None

    def has_operator(self) -> bool:
        """Whether anybody was paired as operator."""
        with self._lock:
            query = "SELECT 1 FROM client WHERE role = ? LIMIT 1"
            return self._db.execute(query, (int(Role.OPERATOR),)).fetchone() is not None

    def revoke(self, client_id: int) -> bool:
        """Forget a client; false where there is none of that number."""
        with self._lock, self._db:
            query = "DELETE FROM client WHERE client_id = ?"
            return self._db.execute(query, (client_id,)).rowcount == 1

    def bind(self, client_id: int, athlete_id: int) -> None:
        """Make a client an athlete's own, where it belongs to nobody yet."""
        with self._lock, self._db:
            self._db.execute(
                "UPDATE client SET athlete_id = ? WHERE client_id = ? AND athlete_id IS NULL",
                (athlete_id, client_id),
            )

    def forget_athlete(self, athlete_id: int) -> None:
        """Revoke the tablets and scripts of an athlete who is erased."""
        with self._lock:
            with self._db:
                self._db.execute("DELETE FROM client WHERE athlete_id = ?", (athlete_id,))
            # The name of a tablet may be the person's: no copy of the page may stay in the log.
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()

    def save_use(self) -> None:
        """Write down the running time and the clients seen; called at times, not by requests."""
        with self._lock:
            self._save()

    def _migrate(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > _SCHEMA_VERSION:
            raise UserError(
                "The file of paired tablets was written by a newer CableCoach; update this one."
            )
        self._db.executescript(_SCHEMA)
        self._db.execute(f"PRAGMA user_version = {_SCHEMA_VERSION:d}")

    def _save(self) -> None:
        now = self._now()
        whole = int(now - self._counted_to)
        with self._db:
            seen = [(self._running_s(), client_id) for client_id in self._seen]
            self._db.execute("UPDATE running_time SET seconds = seconds + ?", (whole,))
            self._db.executemany("UPDATE client SET used_s = ? WHERE client_id = ?", seen)
        self._counted_to += whole  # only now: what could not be saved has still run
        self._seen.clear()

    def _running_s(self) -> int:
        with closing(self._db.execute("SELECT seconds FROM running_time")) as rows:
            (saved,) = rows.fetchone()
        return int(saved + self._now() - self._counted_to)

    def _expired(self, client: Client) -> bool:
        return client.client_id not in self._seen and client.unused_s > EXPIRES_UNUSED_S

    def _client(self, row: tuple[int, str, str, int, int | None, int]) -> Client:
        client_id, kind, name, role, athlete_id, used_s = row
        unused_s = 0 if client_id in self._seen else max(0, self._running_s() - used_s)
        return Client(client_id, kind, name, Role(role), athlete_id, unused_s)


_SELECT: Final = "SELECT client_id, kind, name, role, athlete_id, used_s FROM client"


def _digest(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogateescape")).digest()
