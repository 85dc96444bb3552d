import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from device.files import append_line, make_folder, replace_file, replacing


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """Within, no file can grow beyond ``size`` bytes: the disk is full."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


def test_a_file_is_made_and_replaced(tmp_path: Path) -> None:
    path = tmp_path / "a"
    replace_file(path, b"one")
    replace_file(path, b"two")
    assert path.read_bytes() == b"two"
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]


def test_a_full_disk_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    replace_file(path, b"old")
    with files_of_at_most(10_000), pytest.raises(OSError, match="File too large"):
        replace_file(path, bytes(100_000))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_an_error_while_writing_leaves_the_old_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    replace_file(path, b"old")
    with pytest.raises(ZeroDivisionError), replacing(path) as file:
        file.write(bytes(1 // 0))
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_what_is_no_ordinary_file_is_written_to(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)
    reader = os.open(fifo, os.O_RDONLY | os.O_NONBLOCK)
    try:
        replace_file(fifo, b"through")
        assert os.read(reader, 100) == b"through"
    finally:
        os.close(reader)
    assert fifo.is_fifo()


def test_lines_are_appended_and_a_torn_one_is_closed(tmp_path: Path) -> None:
    path = tmp_path / "log"
    append_line(path, b"one")
    append_line(path, b"two")
    with path.open("ab") as file:
        file.write(b"thr")
    append_line(path, b"four")
    assert path.read_bytes() == b"one\ntwo\nthr\nfour\n"
    with pytest.raises(ValueError, match="line end"):
        append_line(path, b"a\nb")


def test_a_line_that_does_not_fit_is_taken_back(tmp_path: Path) -> None:
    path = tmp_path / "log"
    append_line(path, b"one")
    with files_of_at_most(10), pytest.raises(OSError, match="File too large"):
        append_line(path, b"x" * 100)
    assert path.read_bytes() == b"one\n"
    append_line(path, b"two")
    assert path.read_bytes() == b"one\ntwo\n"


def test_folders_are_made_with_their_parents_for_the_owner_and_group(tmp_path: Path) -> None:
    make_folder(tmp_path / "a" / "b")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o777 == 0o750
    (tmp_path / "file").touch()
    with pytest.raises(NotADirectoryError):
        make_folder(tmp_path / "file")
