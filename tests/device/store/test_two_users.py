"""The server reads the store as another user, who shares only a group with the writer."""

import multiprocessing
import os
import re
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import pytest

from device.errors import UserError
from device.files import make_folder
from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

WRITER, READER, STRANGER = 64_001, 64_002, 64_003
GROUP, OTHERS = 64_010, 64_011
UNIT = Path(__file__).parents[3] / "systemd/cablecoach-device.service"

pytestmark = [
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as two users"),
    # The children only use what was imported before the fork: an interpreter in root's own
    # folders could not be started anew by another user.
    pytest.mark.filterwarnings("ignore:.*fork.*:DeprecationWarning"),
]

Job = Callable[[Path, Connection], Any]


@contextmanager
def as_user(user: int, group: int, job: Job, database: Path) -> Iterator[Connection]:
    """Run ``job`` in a process of that user; what it sends arrives at the connection."""
    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()

    def child() -> None:
        os.setgroups([])
        os.setgid(group)
        os.setuid(user)
        try:
            job(database, there)
        except (OSError, sqlite3.Error, UserError) as error:
            there.send(repr(error))

    process = context.Process(target=child)
    process.start()
    try:
        yield here
    finally:
        process.kill()
        process.join(10)
        here.close()
        there.close()


def answer(connection: Connection) -> Any:
    assert connection.poll(20), "the other user's process says nothing"
    return connection.recv()


def write(database: Path, control: Connection) -> None:
    umask = re.search(r"^UMask=(\d+)$", UNIT.read_text(), re.MULTILINE)
    assert umask is not None
    os.umask(int(umask[1], 8))
    with StoreWriter(database, "simulated") as writer:
        writer.sets.end_set(writer.sets.open_set(SetPlan(), 0), 1, EndReason.USER)
        control.send("written")
        control.recv()
    control.send("closed")


def read(database: Path, user: int = READER, group: int = GROUP) -> Any:
    def count(path: Path, control: Connection) -> None:
        control.send(len(StoreReader(path).sets()[0]))

    with as_user(user, group, count, database) as reader:
        return answer(reader)


@pytest.fixture
def database() -> Iterator[Path]:
    """In a folder as systemd makes it: the writer's own, open to the group."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    state = folder / "cablecoach"
    make_folder(state)
    os.chown(state, WRITER, GROUP)
    yield state / "store" / "training.sqlite"
    shutil.rmtree(folder)


@pytest.fixture
def writer(database: Path) -> Iterator[Connection]:
    with as_user(WRITER, GROUP, write, database) as control:
        assert answer(control) == "written"
        yield control


def test_the_group_reads_while_the_writer_writes(database: Path, writer: Connection) -> None:
    assert read(database) == 1


def test_the_group_reads_after_a_clean_end(database: Path, writer: Connection) -> None:
    writer.send("close")
    assert answer(writer) == "closed"
    assert not database.with_name("training.sqlite-wal").exists()
    assert read(database) == 1


def test_the_group_reads_after_a_crash(database: Path) -> None:
    with as_user(WRITER, GROUP, write, database) as control:
        assert answer(control) == "written"
    assert database.with_name("training.sqlite-wal").stat().st_size > 0
    assert read(database) == 1


def test_the_group_does_not_write(database: Path, writer: Connection) -> None:
    def deface(path: Path, control: Connection) -> None:
        with path.open("r+b"):
            control.send("opened")

    with as_user(READER, GROUP, deface, database) as other:
        assert "PermissionError" in answer(other)
    with as_user(READER, GROUP, write, database) as other:
        assert "ReadOnlyError" in answer(other)


def test_nobody_else_reads(database: Path, writer: Connection) -> None:
    assert read(database, STRANGER, OTHERS) != 1
