"""A store that an earlier version wrote is brought to the present one, whole."""

import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from device.errors import UserError
from device.reps.definition import Definition
from device.reps.events import EndReason
from device.store.connection import connect_memory
from device.store.layout import StoreLayout
from device.store.migrations import LATEST, STEPS, migrate, version_of
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import find_damage, open_store
from device.store.writing.writer import StoreWriter

VERSIONS = Path(__file__).parent / "versions"


def of_version(version: int, database: Path) -> None:
    database.parent.mkdir(exist_ok=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript((VERSIONS / f"version-{version}.sql").read_text())


def schema(connection: sqlite3.Connection) -> dict[str, str]:
    """The statements by name, without comments, and without space where it means nothing."""
    rows = connection.execute("SELECT name, sql FROM sqlite_schema WHERE sql IS NOT NULL")
    return {
        row["name"]: re.sub(r"\s*([(),])\s*|\s+", r"\1 ", re.sub("--.*", "", row["sql"]))
        for row in rows
        if not row["name"].startswith("sqlite_")
    }


@pytest.mark.parametrize("version", range(1, LATEST))
def test_an_older_store_ends_up_with_the_present_schema(version: int) -> None:
    with closing(connect_memory()) as fresh, closing(connect_memory()) as older:
        migrate(fresh)
        older.executescript((VERSIONS / f"version-{version}.sql").read_text())
        assert version_of(older) == version
        assert migrate(older) == version
        assert version_of(older) == version_of(fresh) == LATEST
        assert schema(older) == schema(fresh)


@pytest.mark.parametrize("version", range(1, LATEST))
def test_nothing_of_an_older_store_is_lost(version: int, tmp_path: Path) -> None:
    layout = StoreLayout(tmp_path)
    of_version(version, layout.database)
    opened = open_store(layout, "simulated")
    opened.writer.close()
    assert opened.status.message is None
    assert opened.status.interrupted == (2,)
    assert find_damage(layout.database) is None  # so every row has got its checksum

    reader = StoreReader(layout.database)
    finished, left_open = reader.each_set()
    assert [stored.rep.number for stored in finished.reps] == [1, 3]
    assert finished.athlete is not None
    assert finished.athlete.name == "Zoë"
    assert finished.set.plan.weight_kg == 42.5
    assert finished.damaged_reps == 0
    kept = finished.reps[0].rep
    assert (kept.rom_m, kept.hold_s, kept.held) == (0.601, 1.1, True)
    assert (finished.set.definition, left_open.set.definition) == (Definition.ONSETS,) * 2
    assert kept.hold_pm_s is kept.close is kept.steadiness_mm is None, "nobody knows it of them"
    assert left_open.set.ended is EndReason.INTERRUPTED
    assert len(left_open.reps) == 1
    assert reader.settings() == {"rest_s": 25}
    assert reader.calibrations()[0].factors.newtons_per_count == 0.0026


def test_a_reader_understands_the_version_before_until_the_writer_has_opened_it(
    tmp_path: Path,
) -> None:
    layout = StoreLayout(tmp_path)
    of_version(LATEST - 1, layout.database)
    finished, _ = StoreReader(layout.database).each_set()
    assert [stored.rep.number for stored in finished.reps] == [1, 3]
    assert (finished.damaged_reps, finished.withdrawn) == (0, ())
    assert finished.set.definition == Definition.ONSETS
    assert finished.reps[0].rep.hold_pm_s is None


def test_a_migrated_station_keeps_its_identity(tmp_path: Path) -> None:
    layout = StoreLayout(tmp_path)
    of_version(1, layout.database)
    with closing(sqlite3.connect(layout.database)) as connection:
        [(value,)] = connection.execute("SELECT value FROM settings WHERE name = 'installation'")
    StoreWriter(layout.database, "simulated").close()
    with closing(sqlite3.connect(layout.database)) as connection:
        query = "SELECT value FROM state WHERE name = 'installation'"
        assert connection.execute(query).fetchone() == (value,)


def test_a_step_that_fails_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    database = tmp_path / "training.sqlite"
    of_version(1, database)
    before = database.read_bytes()
    monkeypatch.setitem(STEPS, 2, STEPS[2] + "; INSERT INTO nowhere VALUES (1);")
    with pytest.raises(sqlite3.Error, match="nowhere"):
        StoreWriter(database, "simulated")
    with closing(sqlite3.connect(database)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (1,)
        assert connection.execute("SELECT count(*) FROM settings").fetchone() == (2,)
    assert len(database.read_bytes()) >= len(before)


def test_a_store_of_a_later_version_is_left_alone(
    writer: StoreWriter, database: Path, add_set: Callable[..., int]
) -> None:
    add_set()
    writer.close()
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(f"PRAGMA user_version = {LATEST + 1}")
    with pytest.raises(UserError, match="newer CableCoach"):
        open_store(StoreLayout.around(database), "simulated")
    assert StoreReader(database).set(1).reps
