"""What every write has in common: one transaction, an event, an idempotency key."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from device.clock.stamp import Stamp, stamp
from device.errors import ConflictError, NotFoundError, Reason
from device.files import sync_folder
from device.store.connection import immediate
from device.store.errors import DamagedError
from device.store.rows import TABLES, Value, is_whole, placeholders, with_checksum

_KEPT_ANSWERS: Final = 10_000
_WHAT: Final = "command"
_MISSING: Final = {
    "sets": ("There is no set {}.", Reason.NO_SUCH_SET),
    "reps": ("There is no rep {}.", Reason.NO_SUCH_REP),
    "athletes": ("There is no athlete {}: choose one from the list.", Reason.NO_SUCH_ATHLETE),
    "calibrations": ("There is no calibration {}.", None),
}


class Transaction:
    """The writer's connection with the identity of the station and of this run.

    Attributes:
        connection: Opened by ``connect_writer``; used by one thread.
        path: The database.
        station: Which station writes.
        run_id: Which run of its device process.
    """

    def __init__(
        self, connection: sqlite3.Connection, path: Path, station: str, run_id: str
    ) -> None:
        self.connection = connection
        self.path = path
        self._identity = _identity(path)
        self.station = station
        self.run_id = run_id

    def once(
        self, key: str | None, work: Callable[[], dict[str, Any]], what: str = ""
    ) -> dict[str, Any]:
        """Do ``work`` in one transaction; with a ``key`` that was used before, only repeat what
        was answered then.

        Args:
            key: Idempotency key, or ``None``.
            work: Changes the database and gives the answer.
            what: Name of the command; a key is good for one.

        Raises:
            ConflictError: The key was used for another command.
            UnsavedError: The disk refused; nothing was saved.
        """
        if _identity(self.path) != self._identity:
            # SQLite would go on writing into a file that has no name any more.
            raise DamagedError(
                "The training store was moved or deleted while in use.", Reason.STORE_DAMAGED
            )
        with immediate(self.connection):
            if key is None:
                return work()
            row = self.one("SELECT answer FROM answers WHERE key = ?", key)
            if row is not None:
                given: dict[str, Any] = json.loads(row["answer"])
                if given.pop(_WHAT) != what:
                    raise ConflictError("This key was used for another request: use a new one.")
                return given
            answer = work()
            self.connection.execute(
                "INSERT INTO answers (key, answer) VALUES (?, ?)",
                (key, json.dumps({_WHAT: what, **answer})),
            )
            self.connection.execute(
                "DELETE FROM answers WHERE answer_id <= (SELECT max(answer_id) FROM answers) - ?",
                (_KEPT_ANSWERS,),
            )
            return answer

    def put_back_if_gone(self) -> None:
        """Where the database was deleted under this process, write it anew.

        Raises:
            sqlite3.Error: It could not be written.
        """
        if _identity(self.path) is None:
            interim = self.path.with_name(f"{self.path.name}.rescued")
            interim.unlink(missing_ok=True)
            self.connection.execute("VACUUM INTO ?", (str(interim),))
            for leftover in (f"{self.path}-wal", f"{self.path}-shm"):
                Path(leftover).unlink(missing_ok=True)
            interim.rename(self.path)
            sync_folder(self.path.parent)

    def one(self, query: str, *values: Value) -> dict[str, Any] | None:
        """The first row of a query, or ``None``."""
        row: dict[str, Any] | None = self.connection.execute(query, values).fetchone()
        return row

    def row(self, table: str, key: int) -> dict[str, Any]:
        """The row of ``table`` with this primary key.

        Raises:
            NotFoundError: There is none.
            DamagedError: It does not match its checksum.
        """
        found = self.one(f"SELECT * FROM {table} WHERE {TABLES[table]} = ?", key)  # noqa: S608 - names of our own tables  # nosec B608
        if found is None:
            sentence, reason = _MISSING[table]
            raise NotFoundError(sentence.format(key), reason)
        if not is_whole(found):
            raise DamagedError(
                f"Row {key} of {table} is damaged and left alone: restart CableCoach to repair it.",
                Reason.STORE_DAMAGED,
            )
        return found

    def next_key(self, table: str) -> int:
        """The key that the next row of ``table`` will have; nobody else writes."""
        found = self.one("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
        return 1 if found is None else int(found["seq"]) + 1

    def insert(self, table: str, row: Mapping[str, Value]) -> None:
        """Insert ``row`` with its checksum, and with the next key where it has none yet."""
        key = TABLES[table]
        checked = with_checksum({key: self.next_key(table), **row} if key else row)
        self.connection.execute(
            f"INSERT INTO {table} ({', '.join(checked)}) "  # noqa: S608 - names of our own tables  # nosec B608
            f"VALUES ({placeholders(checked)})",
            checked,
        )

    def amend(self, table: str, key: int, changes: Mapping[str, Value]) -> dict[str, Any]:
        """Change columns of a row, and its checksum; return the row as it was.

        Raises:
            NotFoundError: There is none.
            DamagedError: It does not match its checksum.
        """
        before = self.row(table, key)
        after = with_checksum({**before, **changes})
        changed = {name: value for name, value in after.items() if value != before[name]}
        if changed:
            assignments = ", ".join(f"{name} = :{name}" for name in changed)
            self.connection.execute(
                f"UPDATE {table} SET {assignments} "  # noqa: S608 - names of our own tables  # nosec B608
                f"WHERE {TABLES[table]} = :key_",
                {**changed, "key_": key},
            )
        return before

    def event(
        self,
        kind: str,
        at: Stamp | None = None,
        *,
        athlete_id: int | None = None,
        set_id: int | None = None,
        rep_id: int | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> dict[str, Value]:
        """Append to the outbox; return the columns with which a row says what it is from."""
        boot_id, mono_ns = at or stamp()
        origin: dict[str, Value] = {
            "station": self.station,
            "run_id": self.run_id,
            "seq": self.next_key("events"),
            "boot_id": boot_id,
            "mono_ns": mono_ns,
        }
        self.insert(
            "events",
            {
                **origin,
                "kind": kind,
                "athlete_id": athlete_id,
                "set_id": set_id,
                "rep_id": rep_id,
                "body": json.dumps(body or {}),
            },
        )
        return origin


def _identity(path: Path) -> tuple[int, int] | None:
    """Which file a path names at present."""
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
