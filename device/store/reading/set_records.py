"""Joins rows of several tables into records."""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from device.clock.anchors import Anchor, AnchorSource, WallClock, WallTime
from device.store.rows import (
    Athlete,
    DamagedRowError,
    StoredRep,
    StoredSet,
    is_whole,
    read_athlete,
    read_rep,
    read_set,
)

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SetRecord:
    """A set with all that is known of it.

    Attributes:
        set: The set.
        reps: Its repetitions, those that were put away or withdrawn left out.
        withdrawn: Those that were announced and then withdrawn.
        athlete: Who; ``None`` for a guest.
        began: When, by the best known clock.
        damaged_reps: How many of its rows do not match their checksum and are left out.
        source: What it was measured with, as the user asked for it.
    """

    set: StoredSet
    reps: tuple[StoredRep, ...]
    athlete: Athlete | None
    began: WallTime
    damaged_reps: int
    source: str = ""
    withdrawn: tuple[StoredRep, ...] = ()


def assemble(connection: sqlite3.Connection, rows: Iterable[Row]) -> Iterator[SetRecord]:
    """Sets with their repetitions; a damaged row of a set is left out."""
    runs = _runs(connection)
    clock = _wall_clock(connection, runs)
    athletes = {
        row["athlete_id"]: read_athlete(row)
        for row in whole_rows(connection, "SELECT * FROM athletes")
    }
    sources = {run["run_id"]: run["source"] for run in runs}
    for row in rows:
        try:
            stored = read_set(row)
        except DamagedRowError:
            continue
        rep_rows = all_rows(
            connection,
            "SELECT * FROM reps WHERE set_id = ? AND NOT deleted ORDER BY number",
            (stored.set_id,),
        )
        whole = tuple(whole_reps(rep_rows))
        yield SetRecord(
            set=stored,
            reps=tuple(rep for rep in whole if rep.withdrawn is None),
            athlete=athletes.get(stored.plan.athlete_id or 0),
            began=clock.at(stored.at),
            damaged_reps=len(rep_rows) - len(whole),
            source=sources.get(stored.run_id, ""),
            withdrawn=tuple(rep for rep in whole if rep.withdrawn is not None),
        )


def whole_reps(rows: Iterable[Row]) -> Iterator[StoredRep]:
    """The repetitions of the rows that match their checksum."""
    for row in rows:
        try:
            yield read_rep(row)
        except DamagedRowError:
            continue


def read_wall_clock(connection: sqlite3.Connection) -> WallClock:
    """What turns stamps into wall times, from all anchors."""
    return _wall_clock(connection, _runs(connection))


def _runs(connection: sqlite3.Connection) -> list[Row]:
    return whole_rows(connection, "SELECT * FROM runs ORDER BY ordinal")


def _wall_clock(connection: sqlite3.Connection, runs: Iterable[Row]) -> WallClock:
    anchors = whole_rows(connection, "SELECT * FROM anchors")
    return WallClock((run["boot_id"] for run in runs), map(_anchor, anchors))


def _anchor(row: Row) -> Anchor:
    values = {name: row[name] for name in Anchor._fields}
    return Anchor(**(values | {"source": AnchorSource(row["source"])}))


def whole_rows(connection: sqlite3.Connection, query: str) -> list[Row]:
    """What a query of all columns finds, without the rows that do not match their checksum."""
    return [row for row in all_rows(connection, query) if is_whole(row)]


def all_rows(connection: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> list[Row]:
    """What a query finds."""
    return connection.execute(query, values).fetchall()
