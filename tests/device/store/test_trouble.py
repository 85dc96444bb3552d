"""A disk that refuses: a typed error, nothing half saved, and all goes on once it is mended."""

import contextlib
import os
import resource
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from figures import Figure

from device.errors import UnsavedError
from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.store.errors import DiskFullError, LockedError, ReadOnlyError
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import find_damage, open_store
from device.store.recovery.salvage import salvage
from device.store.writing.set_journal import read_journal
from device.store.writing.writer import StoreWriter

Make = Callable[..., Rep]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real file system of one megabyte."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("file systems cannot be mounted here")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file, contextlib.suppress(OSError):
        while file.write(bytes(4096)):
            pass
    return ballast


def numbers(layout: StoreLayout, set_id: int) -> list[int]:
    return [stored.rep.number for stored in StoreReader(layout.database).set(set_id).reps]


def test_a_full_disk(small_disk: Path, rep: Make, figure: Figure) -> None:
    layout = StoreLayout(small_disk)
    with open_store(layout, "simulated").writer as writer:
        set_id = writer.sets.open_set(SetPlan(), 0)
        writer.sets.add_rep(set_id, rep(1))
        ballast = fill(small_disk)
        saved = [1]

        def train_on() -> None:
            while len(saved) < 1000:
                writer.sets.add_rep(set_id, rep(len(saved) + 1))
                saved.append(len(saved) + 1)

        with pytest.raises(DiskFullError, match="disk is full"):
            train_on()
        assert numbers(layout, set_id) == saved
        for _ in range(3):
            with pytest.raises(UnsavedError):
                writer.sets.add_rep(set_id, rep(saved[-1] + 1))
        ballast.unlink()
        writer.sets.add_rep(set_id, rep(saved[-1] + 1))
        writer.sets.end_set(set_id, 1, EndReason.USER)
    assert numbers(layout, set_id) == [*saved, saved[-1] + 1]
    assert [len(logged.reps) for logged in read_journal(layout.set_log)] == [len(saved) + 1]
    assert find_damage(layout.database) is None
    figure(20, f"{len(saved)} reps acknowledged, 0 lost, recovered by itself")


def test_a_full_disk_at_the_start(small_disk: Path) -> None:
    ballast = fill(small_disk)
    with pytest.raises(UnsavedError):
        open_store(StoreLayout(small_disk), "simulated")
    ballast.unlink()
    open_store(StoreLayout(small_disk), "simulated").writer.close()


def test_a_repair_on_a_full_disk_leaves_all_as_it_was(small_disk: Path, rep: Make) -> None:
    layout = StoreLayout(small_disk)
    with open_store(layout, "simulated").writer as writer:
        set_id = writer.sets.open_set(SetPlan(), 0)
        for number in range(1, 20):
            writer.sets.add_rep(set_id, rep(number))
        writer.sets.end_set(set_id, 1, EndReason.USER)
        writer.sets._session.connection.execute("UPDATE reps SET rom_m = 9 WHERE rep_id = 5")
    before = layout.database.read_bytes()
    ballast = fill(small_disk)
    with pytest.raises(UnsavedError):
        open_store(layout, "simulated")
    assert layout.database.read_bytes() == before
    assert not layout.under_repair.exists()
    ballast.unlink()
    opened = open_store(layout, "simulated")
    opened.writer.close()
    assert opened.status.message is not None
    assert numbers(layout, set_id) == list(range(1, 20))


def test_a_disk_that_becomes_read_only(small_disk: Path, rep: Make, figure: Figure) -> None:
    layout = StoreLayout(small_disk)
    with open_store(layout, "simulated").writer as writer:
        set_id = writer.sets.open_set(SetPlan(), 0)
        writer.sets.add_rep(set_id, rep(1))
    remount = ["mount", "-o", "remount"]
    subprocess.run([*remount, "-r", str(small_disk)], check=True)
    with pytest.raises(ReadOnlyError):
        open_store(layout, "simulated")
    subprocess.run([*remount, "-w", str(small_disk)], check=True)
    opened = open_store(layout, "simulated")
    opened.writer.close()
    assert opened.status.interrupted == (set_id,)
    assert numbers(layout, set_id) == [1]
    figure(21, "refused with a sentence; all reps there when writable again")


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_disk_that_fails_to_write(layout: StoreLayout, writer: StoreWriter, rep: Make) -> None:
    set_id = writer.sets.open_set(SetPlan(), 0)
    writer.sets.add_rep(set_id, rep(1))
    with files_of_at_most(4096):
        for _ in range(3):
            with pytest.raises(ReadOnlyError, match="cannot be written"):
                writer.sets.add_rep(set_id, rep(2))
    assert numbers(layout, set_id) == [1]
    writer.sets.add_rep(set_id, rep(2))
    assert numbers(layout, set_id) == [1, 2]


def test_a_store_that_somebody_else_holds(
    layout: StoreLayout, writer: StoreWriter, rep: Make
) -> None:
    set_id = writer.sets.open_set(SetPlan(), 0)
    writer.sets._session.connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(layout.database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        for _ in range(3):
            with pytest.raises(LockedError, match="Another program"):
                writer.sets.add_rep(set_id, rep(1))
        assert numbers(layout, set_id) == []  # readers are not held up
        other.execute("ROLLBACK")
    writer.sets.add_rep(set_id, rep(1))
    assert numbers(layout, set_id) == [1]


def test_a_reader_that_stays_does_not_hold_up_the_writer(
    layout: StoreLayout, writer: StoreWriter, rep: Make
) -> None:
    set_id = writer.sets.open_set(SetPlan(), 0)
    with closing(sqlite3.connect(layout.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT count(*) FROM reps").fetchone()
        for number in range(1, 20):
            writer.sets.add_rep(set_id, rep(number))
        assert other.execute("SELECT count(*) FROM reps").fetchone() == (0,)
    assert len(numbers(layout, set_id)) == 19


def test_the_write_ahead_log_stays_small(
    layout: StoreLayout, writer: StoreWriter, rep: Make
) -> None:
    session = writer.sets._session
    session.connection.execute("PRAGMA wal_autocheckpoint = 50")
    set_id = writer.sets.open_set(SetPlan(), 0)
    for number in range(1, 120):
        writer.sets.add_rep(set_id, rep(number))
    assert Path(f"{layout.database}-wal").stat().st_size < 100 * 4200
    assert session.one("PRAGMA journal_size_limit") == {"journal_size_limit": 4 << 20}


@pytest.mark.parametrize("left", range(4096, 520_000, 43_000))
def test_a_repair_on_a_nearly_full_disk_is_whole_or_refused(
    small_disk: Path, tmp_path: Path, rep: Make, left: int
) -> None:
    """The repaired file is moved into its place alone: nothing may wait in a log beside it."""
    layout = StoreLayout(tmp_path / "source")
    with StoreWriter(layout.database, "simulated") as writer:
        for _ in range(20):
            set_id = writer.sets.open_set(SetPlan(), 0)
            for number in range(1, 11):
                writer.sets.add_rep(set_id, rep(number))
            writer.sets.end_set(set_id, 40, EndReason.USER)
    ballast = fill(small_disk)
    os.truncate(ballast, ballast.stat().st_size - left)
    fresh = small_disk / "fresh.sqlite"
    try:
        salvage(layout.database, layout.set_log, fresh)
    except (sqlite3.Error, UnsavedError):
        assert not fresh.exists()
        return
    alone = tmp_path / "alone.sqlite"
    alone.write_bytes(fresh.read_bytes())
    assert find_damage(alone) is None
    assert len(list(StoreReader(alone).each_set())) == 20


def test_long_work_is_told_again_and_again(
    writer: StoreWriter, rep: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("device.store.writing.writer._INSTRUCTIONS_A_BEAT", 50)
    beats: list[None] = []
    writer.when_busy(lambda: beats.append(None))
    writer.erase_athlete(writer.athletes.add("Ada").athlete_id)  # rewrites the whole file
    assert len(beats) > 10
