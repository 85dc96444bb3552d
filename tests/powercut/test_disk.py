"""The model of the disk, by its rules."""

import random

import pytest
from powercut.disk import Disk, Record, Survives

DICE = random.Random(0)


def step(
    disk: Disk, kind: str, path: str, second: str = "", at: int = 0, data: bytes = b""
) -> None:
    disk.step(Record(kind, path, second, at, data))


def after(disk: Disk, survives: Survives) -> dict[str, bytes]:
    return disk.after_power_cut(survives, DICE)


def test_what_was_not_synced_may_be_gone_or_there() -> None:
    disk = Disk.holding({"/d/a": b"old"}, strict=False)
    step(disk, "W", "/d/a", data=b"new!")
    assert after(disk, Survives.NOTHING) == {"/d/a": b"old"}
    assert after(disk, Survives.EVERYTHING) == {"/d/a": b"new!"}
    step(disk, "S", "/d/a")
    assert after(disk, Survives.NOTHING) == {"/d/a": b"new!"}


def test_a_write_may_be_torn_at_sectors() -> None:
    disk = Disk.holding({"/d/a": bytes(2048)}, strict=False)
    step(disk, "W", "/d/a", at=256, data=b"x" * 1024)
    seen = {after(disk, Survives.SOME_SECTORS)["/d/a"] for _ in range(200)}
    assert len(seen) == 8  # three sectors, each old or new
    assert all(len(content) == 2048 for content in seen)


@pytest.mark.parametrize("strict", [False, True])
def test_a_new_name_needs_a_sync(strict: bool) -> None:
    disk = Disk(strict)
    step(disk, "C", "/d/a")
    step(disk, "W", "/d/a", data=b"1")
    step(disk, "S", "/d/a")
    assert after(disk, Survives.NOTHING) == ({} if strict else {"/d/a": b"1"})
    step(disk, "S", "/d")
    assert after(disk, Survives.NOTHING) == {"/d/a": b"1"}


@pytest.mark.parametrize("strict", [False, True])
def test_a_rename_without_a_sync_of_the_folder_may_be_taken_back(strict: bool) -> None:
    disk = Disk.holding({"/d/a": b"old", "/d/b": b"new"}, strict)
    step(disk, "N", "/d/b", "/d/a")
    assert after(disk, Survives.NOTHING) == {"/d/a": b"old", "/d/b": b"new"}
    assert after(disk, Survives.EVERYTHING) == {"/d/a": b"new"}
    step(disk, "S", "/d")
    assert after(disk, Survives.NOTHING) == {"/d/a": b"new"}


def test_on_a_strict_disk_another_folder_does_not_help() -> None:
    disk = Disk(strict=True)
    step(disk, "C", "/d/a")
    step(disk, "S", "/e")
    assert after(disk, Survives.NOTHING) == {}
