"""The plug is pulled after every single step, in every way a disk can take it.

A killed process proves nothing about power: what it wrote is still in the kernel's memory. Here
the real store and the real recorder work under a recorder of every write, sync and rename; the
disk is rebuilt as it may look after each of them, and the product is started on it.
"""

import random
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from figures import Figure
from powercut import recording
from powercut.disk import Disk, Record, Survives, read_log
from powercut.enumeration import Tally, power_cuts, try_all

SUPPORT = Path(recording.__file__).parent
VERSION_1 = Path(__file__).parents[1] / "device" / "store" / "versions" / "version-1.sql"

pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler"),
]


@pytest.fixture(scope="module")
def recorder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return recording.build(SUPPORT / "recorder.c", tmp_path_factory.mktemp("recorder"))


@pytest.fixture
def memory(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: thousands of syncs cost nothing there."""
    shared = Path("/dev/shm")
    if not shared.is_dir():
        yield tmp_path
        return
    folder = shared / f"cablecoach-{tmp_path.parent.name}-{tmp_path.name}"
    folder.mkdir()
    yield folder
    shutil.rmtree(folder)


def run(
    recorder: Path, folder: Path, *options: str, script: str = "scenario.py"
) -> tuple[list[Record], Path]:
    root, log = folder / "data", folder / "log"
    root.mkdir(exist_ok=True)
    recording.record(recorder, SUPPORT / script, root, log, *options)
    return read_log(log), root


def files_below(root: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def report(what: str, tally: Tally) -> None:
    print(f"\npower cuts, {what}: {tally}")
    for example in tally.examples:
        print("   ", example)


def test_no_power_cut_takes_what_was_acknowledged(
    recorder: Path, memory: Path, figure: Figure
) -> None:
    log, root = run(recorder, memory, "fresh")
    tally = try_all(power_cuts(log, {}), root, memory / "work")
    report("a first day", tally)
    figure(25, f"every power cut of a day: {tally}")
    assert tally.tried > 1000
    assert (tally.lost, tally.wrong) == (0, 0)


def test_no_power_cut_during_a_migration_takes_anything(
    recorder: Path, memory: Path, figure: Figure
) -> None:
    database = memory / "data" / "store" / "training.sqlite"
    database.parent.mkdir(parents=True)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.executescript(VERSION_1.read_text())
    before = {str(database): database.read_bytes()}
    log, root = run(recorder, memory, "version 1")
    opened = next(n for n, step in enumerate(log) if b'"athlete"' in step.data and step.kind == "A")
    cuts = power_cuts(log[: opened + 1], before)
    tally = try_all(cuts, root, memory / "work", known_sets=2)
    report("a migration", tally)
    figure(25, f"every power cut of a migration: {tally}")
    assert tally.tried > 100
    assert (tally.lost, tally.wrong) == (0, 0)


def test_no_power_cut_during_a_repair_takes_anything(
    recorder: Path, memory: Path, figure: Figure
) -> None:
    """The store is damaged, and while it is repaired the plug is pulled; the next start goes on."""
    log, root = run(recorder, memory, "fresh")
    sets = sum(b'"ended"' in step.data for step in log if step.kind == "A")
    database = root / "store" / "training.sqlite"
    content = bytearray(database.read_bytes())
    noise = random.Random(3)
    for page in noise.sample(range(20, len(content) // 4096), 4):
        content[page * 4096 : (page + 1) * 4096] = noise.randbytes(4096)
    database.write_bytes(content)
    before = files_below(root)
    (memory / "log").unlink()
    log, root = run(recorder, memory, script="repair.py")
    tally = try_all(power_cuts(log, before), root, memory / "work", sets, may_repair=True)
    report("a repair", tally)
    figure(23, f"every power cut of a repair: {tally}")
    assert tally.tried > 100
    assert (tally.lost, tally.wrong) == (0, 0)


def test_the_test_can_see_a_loss(recorder: Path, memory: Path, figure: Figure) -> None:
    """With ``synchronous=NORMAL`` the same run must lose, or the test above is blind."""
    log, root = run(recorder, memory, "fresh", "--normal")
    dice = random.Random(1)
    sample = (cut for cut in power_cuts(log, {}) if dice.random() < 0.1)
    tally = try_all(sample, root, memory / "work")
    report("the mutant with synchronous=NORMAL, one in ten", tally)
    figure(25, f"mutant with synchronous=NORMAL, one cut in ten: {tally}")
    assert tally.lost > tally.tried / 5
    assert tally.most_lost > 5


def test_the_test_can_see_a_name_that_is_lost(recorder: Path, memory: Path) -> None:
    """Without a sync of the folder a finished export must be taken back by some cuts."""
    log, root = run(recorder, memory, "fresh", "--lazy-names")
    exported = [n for n, step in enumerate(log) if step.kind == "A" and b"exported" in step.data]
    cuts = (cut for cut in power_cuts(log[: exported[0] + 2], {}) if cut.step >= exported[0])
    tally = try_all(cuts, root, memory / "work")
    report("the mutant without a sync of folders, right after an export", tally)
    assert tally.lost > 0


def test_the_recorder_sees_every_kind_of_step(recorder: Path, memory: Path) -> None:
    log, root = run(recorder, memory, "fresh")
    assert {record.kind for record in log} == set("CWTSUNA")
    on_disk = files_below(root)
    disk = Disk(strict=True)
    for record in log:
        if record.kind != "A":
            disk.step(record)
    rebuilt = disk.after_power_cut(Survives.EVERYTHING, random.Random(0))
    assert rebuilt == on_disk
