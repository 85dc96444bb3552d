"""The plug is pulled under a real ext4: its journal, its block order, its recovery on mounting.

The store works on ext4 on a loop device whose disk logs every block write and flush. For cuts at
random instants a disk is put together from that log, mounted, and the product started on it.
Needs root, loop devices, FUSE and mkfs.ext4; without them the file-level test stands alone.
"""

import hashlib
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

import pytest
from figures import Figure
from powercut import block_device, recording
from powercut.block_device import Step, read_steps
from powercut.enumeration import Tally
from powercut.promises import Promise, hold_to, promises
from processes import ROOT, wait_until

SCENARIO = Path(recording.__file__).with_name("scenario.py")
DISK_BYTES = 24 << 20
BLOCK = 4096
CUTS = 70

pytestmark = [
    pytest.mark.crash,
    pytest.mark.slow,
    pytest.mark.timeout(600),
    pytest.mark.xdist_group("loop devices"),
]


def do(*command: object) -> str:
    done = subprocess.run(
        [*map(str, command)], check=True, capture_output=True, text=True, timeout=60
    )
    return done.stdout.strip()


@contextmanager
def mounted(disk: Path, folder: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    device = do("losetup", "--show", "--find", disk)
    try:
        do("mount", "-t", "ext4", device, folder)
        try:
            yield folder
        finally:
            do("umount", folder)
    finally:
        do("losetup", "--detach", device)


@pytest.fixture(scope="module", autouse=True)
def _able_to_mount(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("able")
    (folder / "disk").write_bytes(bytes(DISK_BYTES))
    try:
        do("mkfs.ext4", "-q", "-F", folder / "disk")
        with mounted(folder / "disk", folder / "mounted"), open_fuse(folder / "fuse", folder):
            return
    except (OSError, subprocess.CalledProcessError, AssertionError) as error:
        pytest.skip(f"no disk can be made and mounted here: {error}")


@contextmanager
def open_fuse(folder: Path, work: Path) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    program = subprocess.Popen(
        [sys.executable, block_device.__file__, folder, str(DISK_BYTES), work / "log"]
    )
    try:
        wait_until(lambda: (folder / "disk").exists() or program.poll() is not None, "a disk", 5)
        assert program.poll() is None, "FUSE cannot be used"
        yield folder / "disk"
        do("umount", folder)
    finally:
        program.kill()
        program.wait()


@pytest.fixture
def record(tmp_path: Path) -> Callable[..., Path]:
    """Runs the scenario on a fresh disk; returns the log."""

    def run(*options: str) -> Path:
        with ExitStack() as stack:
            disk = stack.enter_context(open_fuse(tmp_path / "fuse", tmp_path))
            do("mkfs.ext4", "-q", "-F", disk)
            data = stack.enter_context(mounted(disk, tmp_path / "mounted")) / "data"
            data.mkdir()
            os.sync()
            with (disk.parent / "promises").open("ab") as acknowledged:
                subprocess.run(
                    [sys.executable, SCENARIO, data, "fresh", *options],
                    stdout=acknowledged,
                    check=True,
                    cwd=ROOT,
                    env=os.environ | {"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'support'}"},
                )
        return tmp_path / "log"

    return run


def power_cuts(steps: list[Step], seed: int) -> Iterator[tuple[bytes, list[Promise]]]:
    """Different disks that cuts after the first promise can leave, and what was promised then."""
    first = next(number for number, step in enumerate(steps) if step.kind == "P")
    dice = random.Random(seed)
    cuts = set(dice.sample(range(first, len(steps)), CUTS))
    flushed, cached = bytearray(DISK_BYTES), bytearray(DISK_BYTES)
    waiting: list[tuple[int, bytes]] = []
    promised = b""
    seen = set()
    for number, step in enumerate(steps):
        if step.kind == "P":
            promised += step.data
        elif step.kind == "F":
            flushed[:], waiting = cached, []
        else:
            cached[step.offset : step.offset + len(step.data)] = step.data
            waiting += (
                (step.offset + at, step.data[at : at + BLOCK])
                for at in range(0, len(step.data), BLOCK)
            )
        if number not in cuts:
            continue
        torn = bytearray(flushed)
        for offset, data in waiting:
            if dice.random() < 0.5:
                torn[offset : offset + len(data)] = data
        made = promises(promised)
        for disk in (flushed, cached, torn):
            identity = (hashlib.sha256(disk).digest(), len(made))
            if identity not in seen:
                seen.add(identity)
                yield bytes(disk), made


def try_all(log: Path, work: Path, seed: int) -> Tally:
    tally = Tally()
    image = work / "image"
    with closing(read_steps(log)) as steps:  # also its file, where a time-out comes in between
        for disk, made in power_cuts(list(steps), seed):
            image.write_bytes(disk)
            with mounted(image, work / "after") as after:
                finding = hold_to(made, after / "data", 0)
            tally.count(finding, str(tally.tried))
    return tally


def test_no_power_cut_under_ext4_takes_what_was_acknowledged(
    record: Callable[..., Path], tmp_path: Path, figure: Figure
) -> None:
    tally = try_all(record(), tmp_path, seed=1)
    figure(25, f"ext4 on a cut block device: {tally}")
    assert tally.tried > CUTS
    assert (tally.lost, tally.wrong) == (0, 0), tally.examples


def test_a_loss_under_ext4_is_seen(
    record: Callable[..., Path], tmp_path: Path, figure: Figure
) -> None:
    tally = try_all(record("--normal"), tmp_path, seed=2)
    figure(25, f"ext4, mutant with synchronous=NORMAL: {tally}")
    assert tally.lost > tally.tried / 10
