"""A disk in memory that keeps a log of every write and flush; run as a program, through FUSE.

Usage: ``python block_device.py FOLDER BYTES LOG``. ``FOLDER`` then holds ``disk``, to be made a
block device with ``losetup``, and ``promises``, where a program at work on that disk appends what
it acknowledges: so both stand in the log in the order in which they happened.

A record of the log is a letter (``W`` write, ``F`` flush, ``P`` promise), the offset and the
length as 8 bytes each, and the data.
"""

import errno
import stat
import struct
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

HEADER = struct.Struct("<cQQ")


class Step(NamedTuple):
    """Something that happened to the disk, or was promised."""

    kind: str
    offset: int
    data: bytes


def read_steps(log: Path) -> Iterator[Step]:
    """What happened, in order."""
    with log.open("rb") as file:
        while head := file.read(HEADER.size):
            kind, offset, length = HEADER.unpack(head)
            yield Step(kind.decode(), offset, file.read(length))


def serve(folder: str, size: int, log: Path) -> None:
    import mfusepy  # it needs libfuse, which only this program does

    class Disk(mfusepy.Operations):
        use_ns = True

        def __init__(self) -> None:
            self.files = {"/disk": bytearray(size), "/promises": bytearray()}
            self.log = log.open("wb", buffering=0)

        def record(self, kind: bytes, offset: int = 0, data: bytes = b"") -> None:
            self.log.write(HEADER.pack(kind, offset, len(data)) + data)

        def getattr(self, path: str, fh: int | None = None) -> dict[str, Any]:
            if path == "/":
                return {"st_mode": stat.S_IFDIR | 0o700, "st_nlink": 2}
            if path not in self.files:
                raise mfusepy.FuseOSError(errno.ENOENT)
            length = len(self.files[path])
            return {"st_mode": stat.S_IFREG | 0o600, "st_nlink": 1, "st_size": length}

        def read(self, path: str, length: int, offset: int, fh: int) -> bytes:
            return bytes(self.files[path][offset : offset + length])

        def write(self, path: str, data: bytes, offset: int, fh: int) -> int:
            self.files[path][offset : offset + len(data)] = data
            self.record(b"W" if path == "/disk" else b"P", offset, data)
            return len(data)

        def fsync(self, path: str, datasync: int, fh: int) -> int:
            self.record(b"F")
            return 0

    mfusepy.FUSE(Disk(), folder, foreground=True, nothreads=True)


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), Path(sys.argv[3]))
