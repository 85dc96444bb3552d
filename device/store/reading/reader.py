"""Read-only queries, for any process: the server, the exports, the doctor."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from statistics import median
from typing import Any, Final

from device.clock.anchors import WallClock
from device.errors import NotFoundError, Reason
from device.reps.definition import DEFINITION
from device.reps.exercises import Exercise, Side
from device.reps.scoring.summary import range_that_counts
from device.store.connection import connect_memory, connect_reader, snapshot
from device.store.errors import ReadOnlyError, unsaved_error
from device.store.migrations import migrate
from device.store.reading.query import SetQuery
from device.store.reading.set_records import (
    SetRecord,
    all_rows,
    assemble,
    read_wall_clock,
    whole_reps,
    whole_rows,
)
from device.store.rows import (
    Athlete,
    Calibration,
    DamagedRowError,
    read_athlete,
    read_calibration,
)

_PAGE: Final = 50
_BEST_REPS: Final = 5
_LATEST_SETS: Final = 40
_LEAST_REPS: Final = 3


class StoreReader:
    """Answers from the database at ``path``; every call is one short transaction of its own.

    A connection lives only as long as a call. So a reader never holds up the writer's checkpoint,
    may be used by any thread, and sees the new file when the database was replaced.

    Every method raises ``UnsavedError`` where the database cannot be read; a store that does not
    exist yet is empty.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def athletes(self) -> list[Athlete]:
        """All athletes, by name. Damaged ones are left out."""
        with self._open() as connection:
            found = whole_rows(connection, "SELECT * FROM athletes")
        return sorted(map(read_athlete, found), key=lambda athlete: athlete.name.casefold())

    def settings(self) -> dict[str, Any]:
        """All settings that were ever changed; of a damaged one the default holds again."""
        with self._open() as connection:
            rows = whole_rows(connection, "SELECT * FROM settings")
        return {row["name"]: json.loads(row["value"]) for row in rows}

    def calibrations(self, limit: int = 50) -> list[Calibration]:
        """The calibrations, newest first: the first is in force. Damaged ones are left out."""
        with self._open() as connection:
            rows = all_rows(
                connection,
                "SELECT * FROM calibrations ORDER BY calibration_id DESC LIMIT ?",
                (limit,),
            )
        found = []
        for row in rows:
            try:
                found.append(read_calibration(row))
            except DamagedRowError:
                continue
        return found

    def wall_clock(self) -> WallClock:
        """What turns stamps into wall times, as far as known now."""
        with self._open() as connection:
            return read_wall_clock(connection)

    def open_set(self) -> SetRecord | None:
        """The set that is open, if any."""
        with self._open() as connection:
            rows = all_rows(connection, "SELECT * FROM sets WHERE ended IS NULL")
            return next(assemble(connection, rows), None)

    def set(self, set_id: int) -> SetRecord:
        """One set, put away or not.

        Raises:
            NotFoundError: There is none, or its row is damaged.
        """
        with self._open() as connection:
            rows = all_rows(connection, "SELECT * FROM sets WHERE set_id = ?", (set_id,))
            record = next(assemble(connection, rows), None)
        if record is None:
            raise NotFoundError(f"There is no set {set_id}.", Reason.NO_SUCH_SET)
        return record

    def set_id_of_rep(self, rep_id: int) -> int | None:
        """The set of a repetition, put away or not; ``None`` if it does not exist."""
        with self._open() as connection:
            rows = all_rows(connection, "SELECT set_id FROM reps WHERE rep_id = ?", (rep_id,))
        return int(rows[0]["set_id"]) if rows else None

    def sets(
        self, query: SetQuery | None = None, *, limit: int = _PAGE, before: int | None = None
    ) -> tuple[list[SetRecord], int | None]:
        """Sets, newest first, and where to go on: the ``before`` of the next call, or ``None``.

        Args:
            query: Which.
            limit: At most so many.
            before: Only older ones than this set.
        """
        query = query or SetQuery()
        found: list[SetRecord] = []
        with self._open() as connection:
            for record in self._matching(connection, query, before, newest_first=True):
                if len(found) == limit:
                    return found, found[-1].set.set_id
                found.append(record)
        return found, None

    def each_set(self, query: SetQuery | None = None) -> Iterator[SetRecord]:
        """Sets, oldest first, in bounded memory; no transaction is open between two of them."""
        query = query or SetQuery()
        after: int | None = 0
        while after is not None:
            page: list[SetRecord] = []
            with self._open() as connection:
                matching = self._matching(connection, query, after, newest_first=False)
                for record in matching:
                    page.append(record)
                    if len(page) == _PAGE:
                        break
            yield from page
            after = page[-1].set.set_id if len(page) == _PAGE else None

    def reference_rom_m(
        self, athlete_id: int | None, exercise: Exercise, side: Side
    ) -> float | None:
        """The range to reach: the median of the five longest repetitions of the latest 40 sets.

        Those whose range is in doubt do not count, nor those put away or withdrawn, nor sets that
        were measured by another definition than the present one. ``None`` for a guest, and until
        there are three.
        """
        if athlete_id is None:
            return None
        with self._open() as connection:
            rows = all_rows(
                connection,
                "SELECT * FROM reps WHERE NOT deleted AND set_id IN ("
                "SELECT set_id FROM sets WHERE athlete_id = ? AND exercise = ? AND side = ? "
                "AND definition = ? AND NOT deleted ORDER BY set_id DESC LIMIT ?)",
                (athlete_id, str(exercise), str(side), DEFINITION, _LATEST_SETS),
            )
        reps = (stored.rep for stored in whole_reps(rows) if stored.withdrawn is None)
        counted = (range_that_counts(rep.rom_m, rep.hold_s, rep.flags) for rep in reps)
        ranges = sorted((range_m for range_m in counted if range_m is not None), reverse=True)
        return median(ranges[:_BEST_REPS]) if len(ranges) >= _LEAST_REPS else None

    def _matching(
        self,
        connection: sqlite3.Connection,
        query: SetQuery,
        beyond: int | None,
        *,
        newest_first: bool,
    ) -> Iterator[SetRecord]:
        condition, values = query.condition()
        comparison, order = ("<", "DESC") if newest_first else (">", "ASC")
        if beyond is not None:
            condition += f" AND set_id {comparison} :beyond"
            values["beyond"] = beyond
        cursor = connection.execute(
            f"SELECT * FROM sets WHERE {condition} ORDER BY set_id {order}",  # noqa: S608 - names of our own tables  # nosec B608
            values,
        )
        for record in assemble(connection, cursor):
            if query.begins_within(record.began.wall_us):
                yield record

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        try:
            with closing(self._connect()) as connection, snapshot(connection):
                yield connection
        except sqlite3.Error as error:
            raise unsaved_error(error) from error
        except OSError as error:
            raise ReadOnlyError(
                f"The data folder cannot be read ({error.strerror or error}): "
                "check whom it belongs to, and the memory card.",
                Reason.DISK_FAILS,
            ) from error

    def _connect(self) -> sqlite3.Connection:
        if self.path.exists():
            return connect_reader(self.path)
        empty = connect_memory()
        migrate(empty)
        return empty
