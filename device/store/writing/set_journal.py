"""A second copy of every finished set: one JSON line each, in a log in another folder.

A line is appended when the set ends and again when it is corrected; the last one counts. From
the log a store that is damaged or gone is filled again.
"""

import json
import logging
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from device.errors import UnsavedError
from device.files import append_line, make_folder, replacing
from device.store.connection import immediate, typed_errors
from device.store.state import read_state, write_state
from device.store.writing.transaction import Transaction

_log = logging.getLogger(__name__)

VERSION: Final = 1
_STATE: Final = "mirrored"


@dataclass(frozen=True, slots=True)
class JournalledSet:
    """A line of the log: rows as the database holds them.

    Attributes:
        set: The row of the set.
        reps: The rows of its repetitions.
        athlete: The row of the athlete; ``None`` for a guest.
    """

    set: Mapping[str, Any]
    reps: tuple[Mapping[str, Any], ...]
    athlete: Mapping[str, Any] | None

    def to_line(self) -> bytes:
        """The line, without its end."""
        content = {
            "v": VERSION,
            "set": dict(self.set),
            "reps": [dict(rep) for rep in self.reps],
            "athlete": None if self.athlete is None else dict(self.athlete),
        }
        return json.dumps({"crc": _checksum(content), **content}, ensure_ascii=False).encode()


class SetJournal:
    """Writes the log after the database; the database is what counts.

    What could not be logged (the disk is full) is caught up with the next time.
    """

    def __init__(self, session: Transaction, path: Path) -> None:
        self._session = session
        self.path = path

    def catch_up(self) -> None:
        """Log the sets that changed since the last time; for a problem with the disk, later.

        While a set is open nothing is logged: it will change again.
        """
        try:
            with typed_errors():
                self._catch_up()
        except (OSError, UnsavedError) as error:
            _log.warning("the log of sets waits: %s", error)

    def _catch_up(self) -> None:
        if self._session.one("SELECT 1 FROM sets WHERE ended IS NULL") is not None:
            return
        latest = self._session.next_key("events") - 1
        done = read_state(self._session.connection, _STATE) or 0
        if latest <= done:
            return
        changed = self._session.connection.execute(
            "SELECT DISTINCT set_id FROM events WHERE seq > ? AND set_id IS NOT NULL "
            "ORDER BY set_id",
            (done,),
        ).fetchall()
        make_folder(self.path.parent)
        for row in changed:
            self._append(row["set_id"])
        with immediate(self._session.connection):
            write_state(self._session.connection, _STATE, latest)

    def forget(self, athlete_id: int, set_ids: list[int]) -> None:
        """Take an athlete out of the log.

        Raises:
            OSError: The log cannot be rewritten; it is as it was.
        """
        if not self.path.exists():
            return
        with replacing(self.path) as file:
            for logged in read_journal(self.path):
                theirs = logged.athlete is not None and logged.athlete["athlete_id"] == athlete_id
                if not theirs and logged.set["set_id"] not in set_ids:
                    file.write(logged.to_line() + b"\n")

    def _append(self, set_id: int) -> None:
        session = self._session
        row = session.one("SELECT * FROM sets WHERE set_id = ?", set_id)
        if row is None:  # erased since
            return
        reps = session.connection.execute(
            "SELECT * FROM reps WHERE set_id = ? ORDER BY number", (set_id,)
        ).fetchall()
        athlete = session.one("SELECT * FROM athletes WHERE athlete_id = ?", row["athlete_id"])
        append_line(self.path, JournalledSet(row, tuple(reps), athlete).to_line())


def read_journal(path: Path) -> Iterator[JournalledSet]:
    """The lines of a log that are whole, in their order; nothing where there is no log.

    Raises:
        OSError: It cannot be read.
    """
    if not path.exists():
        return
    with path.open("rb") as file:
        for line in file:
            logged = _parse(line)
            if logged is not None:
                yield logged


def _parse(line: bytes) -> JournalledSet | None:
    try:
        content = json.loads(line)
        crc = content.pop("crc")
        if content["v"] != VERSION or crc != _checksum(content):
            return None
        return JournalledSet(content["set"], tuple(content["reps"]), content["athlete"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _checksum(content: Mapping[str, Any]) -> int:
    return zlib.crc32(json.dumps(content, sort_keys=True, separators=(",", ":")).encode())
