"""A changed byte in any row of any table is noticed, left out, and made good where possible."""

import sqlite3
from collections.abc import Callable
from contextlib import closing

import pytest

from device.calibration.factors import Factors
from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import stamp
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import find_damage, open_store
from device.store.rows import TABLES
from device.store.writing.writer import StoreWriter

ROTS = {
    "state": "UPDATE state SET value = '\"0\"' WHERE name = 'installation'",
    "settings": "UPDATE settings SET value = '31'",
    "runs": "UPDATE runs SET source = 'simulate'",
    "anchors": "UPDATE anchors SET wall_us = wall_us + 1",
    "athletes": "UPDATE athletes SET name = 'Adb'",
    "sets": "UPDATE sets SET note = '!'",
    "reps": "UPDATE reps SET hold_s = hold_s + 1 WHERE number = 2",
    "corrections": "UPDATE corrections SET after = '11.0'",
    "calibrations": "UPDATE calibrations SET load_zero = 11 WHERE calibration_id = 2",
    "events": "UPDATE events SET body = '{}' WHERE kind = 'calibrated'",
}


@pytest.fixture
def kept(layout: StoreLayout, add_set: Callable[..., int], writer: StoreWriter) -> StoreLayout:
    """A closed store with a row in every table."""
    ada = writer.athletes.add("Eda").athlete_id
    writer.athletes.change(ada, {"name": "Ada"})
    boot_id, mono_ns = stamp()
    writer.anchors.add(Anchor(boot_id, mono_ns, 1_780_000_000_000_000, AnchorSource.NTP, 5))
    writer.settings.change({"rest_s": 25})
    writer.settings.change({"rest_s": 30})
    writer.calibrations.add(Factors(2000.0, 0.0025, 1.0), "import")
    writer.calibrations.add(Factors(2000.0, 0.0025, 10.0), "procedure")
    writer.corrections.change_set(add_set(), {"weight_kg": 10, "athlete_id": ada})
    writer.close()
    return layout


def rot(layout: StoreLayout, table: str) -> None:
    with closing(sqlite3.connect(layout.database)) as connection, connection:
        assert connection.execute(ROTS[table]).rowcount >= 1


def mended(layout: StoreLayout) -> StoreReader:
    opened = open_store(layout, "simulated")
    opened.writer.close()
    assert opened.status.kept_aside is not None
    assert find_damage(layout.database) is None
    return StoreReader(layout.database)


def test_a_whole_store_has_a_checksum_in_every_row(kept: StoreLayout) -> None:
    assert find_damage(kept.database) is None
    with closing(sqlite3.connect(kept.database)) as connection:
        for table in TABLES:
            assert connection.execute(f"SELECT min(crc != 0) FROM {table}").fetchone() == (1,)


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_row_is_found_and_the_history_goes_on(kept: StoreLayout, table: str) -> None:
    rot(kept, table)
    assert find_damage(kept.database) == f"a row of {table} does not match its checksum"
    [record] = mended(kept).each_set()
    assert [stored.rep.hold_s for stored in record.reps] == [1.1] * len(record.reps)
    assert record.set.plan.weight_kg == 10
    assert record.athlete is not None
    assert record.athlete.name == "Ada"


def test_what_is_damaged_is_not_read(kept: StoreLayout) -> None:
    for table in ("settings", "athletes", "anchors", "runs"):
        rot(kept, table)
    reader = StoreReader(kept.database)
    assert reader.settings() == {}
    assert reader.athletes() == []
    [record] = reader.each_set()
    assert record.athlete is None
    assert record.source == ""
    assert record.began.wall_us is None


def test_an_athlete_comes_back_from_the_events(kept: StoreLayout) -> None:
    kept.set_log.unlink()
    rot(kept, "athletes")
    [athlete] = mended(kept).athletes()
    assert (athlete.name, athlete.unit) == ("Ada", "kg")


def test_an_erased_athlete_does_not_come_back(kept: StoreLayout) -> None:
    with StoreWriter(kept.database, "simulated") as writer:
        writer.erase_athlete(1)
    rot(kept, "settings")
    assert mended(kept).athletes() == []


def test_settings_come_back_from_the_events(kept: StoreLayout) -> None:
    rot(kept, "settings")
    assert mended(kept).settings() == {"rest_s": 30}


def test_the_calibration_in_force_comes_back_from_the_events(kept: StoreLayout) -> None:
    rot(kept, "calibrations")
    newest, older = mended(kept).calibrations()
    assert (newest.factors.load_zero, older.factors.load_zero) == (10.0, 1.0)
    assert (newest.kind, older.kind) == ("procedure", "import")
