"""The plug of a whole station is pulled: kernel, systemd, services, and a disk with ext4.

The station is a guest in QEMU, which is killed. What its device had announced as saved came out
over a serial line, and must be there after every cut, on a copy of the disk; the guest itself goes
on with the same disk, and has to come up without help.
"""

import random
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from figures import Figure
from powercut import guest_system
from powercut.enumeration import Tally
from powercut.guest import Station
from powercut.promises import hold_to

from device.reps.events import EndReason
from device.store.connection import connect_reader
from device.store.layout import StoreLayout
from device.store.migrations import LATEST, version_of
from device.store.reading.reader import StoreReader

VERSION_1 = Path(__file__).parents[1] / "device" / "store" / "versions" / "version-1.sql"
OLD_SETS = 2
OLD_REPS = [(1, 1, 1), (3, 1, 3), (4, 2, 1)]
"""Keys, sets and numbers of its repetitions, but for one that its user had deleted."""

MANY_EVENTS = """
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
    INSERT INTO events (station, run_id, boot_id, mono_ns, kind, body)
    SELECT station, run_id, boot_id, mono_ns, kind, body
    FROM n, events WHERE kind = 'settings_changed'
"""

DEVICE_STARTS = "Starting cablecoach-device"
WHILE_BOOTING, WHILE_MIGRATING, WHILE_TRAINING = 10, 8, 12

pytestmark = [
    pytest.mark.soak,
    pytest.mark.crash,
    pytest.mark.timeout(7200),
    pytest.mark.skipif(guest_system.missing() is not None, reason=str(guest_system.missing())),
]


@pytest.fixture
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="cablecoach-guest-") as name:
        yield Path(name)


def check(station: Station, tally: Tally, which: str, known_sets: int = 0) -> int:
    """Start the product on a copy of the disk; return the version of the store before that."""
    with tempfile.TemporaryDirectory(dir=station.folder) as name:
        data = station.after_the_cut(Path(name))
        database = StoreLayout(data).database
        version = 0
        if database.exists():
            with closing(connect_reader(database)) as connection:
                version = version_of(connection)
        finding = hold_to(station.made, data, known_sets)
        if which == "training":
            ends = {record.set.ended for record in StoreReader(database).each_set()}
            if EndReason.INTERRUPTED not in ends:
                finding.wrong.append("no set was interrupted")
    tally.count(finding, which)
    print(f"power cut {which}, store version {version}: {tally}", flush=True)
    return version


def train(station: Station, dice: random.Random, reps: int) -> None:
    """Cut while repetitions are saved."""
    with station.powered() as boot:
        boot.until_promised(dice.randint(1, reps))
        time.sleep(dice.uniform(0.0, 4.0))


def boot_only(station: Station, dice: random.Random) -> None:
    """Cut anywhere from power on to some time after the device began to start."""
    with station.powered() as boot:
        if dice.random() < 0.5:
            boot.until_console(DEVICE_STARTS)
        time.sleep(dice.uniform(0.0, 20.0))


def test_a_station_keeps_what_it_promised(folder: Path, figure: Figure) -> None:
    station, dice, tally = Station(folder), random.Random(4), Tally()
    (folder / "empty").mkdir()
    station.new_disk(folder / "empty")
    kinds = ["booting"] * WHILE_BOOTING + ["training"] * WHILE_TRAINING
    dice.shuffle(kinds)
    began = time.monotonic()
    for kind in kinds:
        boot_only(station, dice) if kind == "booting" else train(station, dice, 5)
        check(station, tally, kind)
    seconds = (time.monotonic() - began) / len(kinds)
    with station.powered() as boot:
        boot.until_console("Started cablecoach-server")
        boot.until_promised(1)
    check(station, tally, "last")
    figure(25, f"whole guest, {len(station.made)} reps, {seconds:.0f} s a cut: {tally}")
    assert (tally.lost, tally.wrong) == (0, 0), tally.examples


def test_a_station_survives_cuts_while_it_migrates(folder: Path, figure: Figure) -> None:
    """Where the cut falls too early or too late, the next one falls between the two."""
    station, tally, versions = Station(folder), Tally(), []
    database = StoreLayout(folder / "old").database
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(VERSION_1.read_text())
        connection.execute(MANY_EVENTS)
        connection.commit()
    early, late = 0.0, 80.0
    for _ in range(WHILE_MIGRATING):
        station.new_disk(folder / "old")
        station.made = [{"rep": rep, "of": of, "number": number} for rep, of, number in OLD_REPS]
        delay = (early + late) / 2
        with station.powered() as boot:
            boot.until_console(DEVICE_STARTS)
            time.sleep(delay)
        versions.append(check(station, tally, "migrating", OLD_SETS))
        early, late = (delay, late) if versions[-1] < LATEST else (early, delay)
    with station.powered() as boot:
        boot.until_promised(1)
    check(station, tally, "last", OLD_SETS)
    figure(25, f"whole guest, cuts around a migration left versions {versions}: {tally}")
    assert min(versions) < LATEST == max(versions), versions
    assert (tally.lost, tally.wrong) == (0, 0), tally.examples


def test_a_loss_in_a_guest_is_seen(folder: Path, figure: Figure) -> None:
    station, dice, tally = Station(folder, synchronous="NORMAL"), random.Random(5), Tally()
    (folder / "empty").mkdir()
    for _ in range(4):
        station.new_disk(folder / "empty")
        train(station, dice, 5)
        check(station, tally, "mutant")
    figure(25, f"whole guest, mutant with synchronous=NORMAL: {tally}")
    assert tally.lost > 0
