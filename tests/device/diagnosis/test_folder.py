"""What can be seen of the data folder without a running station."""

from typing import NamedTuple

import pytest

from device.diagnosis import Level, folder
from device.store.layout import StoreLayout


class Usage(NamedTuple):
    total: int
    used: int
    free: int


@pytest.mark.parametrize(
    ("free_mb", "level"), [(10, Level.PROBLEM), (300, Level.NOTE), (9000, Level.GOOD)]
)
def test_room_on_the_disk(monkeypatch, tmp_path, free_mb, level):
    usage = Usage(10**10, 0, free_mb * 10**6)
    monkeypatch.setattr(folder.shutil, "disk_usage", lambda path: usage)
    finding = folder.check_disk(tmp_path)
    assert finding.level is level
    assert f"{free_mb:,} MB" in finding.found
    assert bool(finding.advice) == (level is not Level.GOOD)


def test_a_damaged_store_is_a_problem_and_a_missing_one_is_not(tmp_path):
    assert folder.check_store(tmp_path).level is Level.GOOD
    database = StoreLayout(tmp_path).database
    database.parent.mkdir()
    database.write_bytes(b"no database" * 1000)
    assert folder.check_store(tmp_path).level is Level.PROBLEM
    assert database.read_bytes() == b"no database" * 1000


def test_a_folder_that_cannot_be_written(tmp_path, monkeypatch):
    assert folder.check_rights(tmp_path).level is Level.GOOD
    monkeypatch.setattr(folder.os, "access", lambda path, how: False)
    assert "--data-dir" in folder.check_rights(tmp_path).advice


@pytest.mark.parametrize(("mark", "level"), [(None, Level.NOTE), ("1", Level.GOOD)])
def test_the_clock(monkeypatch, mark, level):
    monkeypatch.setattr(folder, "sync_mark", lambda: mark)
    assert folder.check_clock().level is level
