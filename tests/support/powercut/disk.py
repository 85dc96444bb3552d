"""A disk that loses power: what is on it after every step of a recorded program.

The model is that of a journalling file system on a device that honours a flush. What a program
wrote to a file is safe when it has synced the file; before that, any part of it may be there.
Names (created, renamed, deleted) become safe in their order: with the next sync of any file
(``ordered``, as ext4 does it) or only with a sync of their folder (``strict``).
"""

import random
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path, PurePath
from typing import NamedTuple


class Record(NamedTuple):
    """One step of the recorded program; ``recorder.c`` says what the kinds are."""

    kind: str
    path: str
    second: str
    offset: int
    data: bytes


class Survives(Enum):
    """What of the writes that were not synced is on the disk after the power came back."""

    NOTHING = 0
    EVERYTHING = 1
    SOME_PAGES = 4096
    SOME_SECTORS = 512


def read_log(path: Path) -> list[Record]:
    """The records of a log; the last one may be cut off."""
    log, place, found = path.read_bytes(), 0, []
    header = struct.Struct("=cxHHxxQI")
    while place + header.size <= len(log):
        kind, path_size, second_size, offset, size = header.unpack_from(log, place)
        place += header.size
        texts = []
        for length in (path_size, second_size):
            texts.append(log[place : place + length].decode())
            place += length
        data = b""
        if kind in b"AW":
            data = log[place : place + size]
            place += size
        found.append(Record(kind.decode(), texts[0], texts[1], offset, data))
    return found


@dataclass
class File:
    """A file's safe content and the writes since."""

    safe: bytearray = field(default_factory=bytearray)
    pending: list[tuple[int, bytes | None]] = field(default_factory=list)
    """Offset and data; without data it is the size that the file was cut to."""

    def sync(self) -> None:
        for offset, data in self.pending:
            _apply(self.safe, offset, data)
        self.pending.clear()

    def after(self, survives: Survives, dice: random.Random) -> bytes:
        content = bytearray(self.safe)
        for offset, data in self.pending:
            for part_offset, part in _parts(offset, data, survives):
                if survives is Survives.EVERYTHING or (
                    survives is not Survives.NOTHING and dice.random() < 0.5
                ):
                    _apply(content, part_offset, part)
        return bytes(content)


class NameChange(NamedTuple):
    """A change of names that is not safe yet."""

    name: str
    file: File | None
    new_name: str | None


@dataclass
class Disk:
    """The files of a program as it sees them, and as the disk has them.

    Attributes:
        strict: Whether names need a sync of their folder.
    """

    strict: bool
    live: dict[str, File] = field(default_factory=dict)
    safe_names: dict[str, File] = field(default_factory=dict)
    changes: list[NameChange] = field(default_factory=list)

    @classmethod
    def holding(cls, files: dict[str, bytes], strict: bool) -> "Disk":
        disk = cls(strict)
        for name, content in files.items():
            disk.live[name] = disk.safe_names[name] = File(bytearray(content))
        return disk

    def step(self, record: Record) -> None:
        """Do what the program did."""
        name = record.path
        if record.kind == "C":
            self.live[name] = File()
            self.changes.append(NameChange(name, self.live[name], None))
        elif record.kind in "WT":
            data = record.data if record.kind == "W" else None
            self.live[name].pending.append((record.offset, data))
        elif record.kind == "U":
            self.live.pop(name)
            self.changes.append(NameChange(name, None, None))
        elif record.kind == "N":
            self.live[record.second] = self.live.pop(name)
            self.changes.append(NameChange(name, None, record.second))
        elif record.kind == "S":
            self._sync(name)

    def after_power_cut(self, survives: Survives, dice: random.Random) -> dict[str, bytes]:
        """What the next start finds."""
        names = dict(self.safe_names)
        kept = len(self.changes)
        if survives is Survives.NOTHING:
            kept = 0
        elif survives is not Survives.EVERYTHING:
            kept = dice.randint(0, kept)
        for change in self.changes[:kept]:
            _rename(names, change)
        return {name: file.after(survives, dice) for name, file in names.items()}

    def _sync(self, name: str) -> None:
        file = self.live.get(name)
        if file is not None:
            file.sync()
            if self.strict:
                return
            folder = None
        else:
            folder = name if self.strict else None
        waiting = []
        for change in self.changes:
            if folder is None or str(PurePath(change.new_name or change.name).parent) == folder:
                _rename(self.safe_names, change)
            else:
                waiting.append(change)
        self.changes = waiting


def _rename(names: dict[str, File], change: NameChange) -> None:
    if change.file is not None:
        names[change.name] = change.file
    elif change.new_name is None:
        names.pop(change.name, None)
    elif change.name in names:
        names[change.new_name] = names.pop(change.name)


def _apply(content: bytearray, offset: int, data: bytes | None) -> None:
    if data is None:
        del content[offset:]
        content.extend(bytes(offset - len(content)))
    else:
        content.extend(bytes(max(0, offset + len(data) - len(content))))
        content[offset : offset + len(data)] = data


def _parts(
    offset: int, data: bytes | None, survives: Survives
) -> Iterator[tuple[int, bytes | None]]:
    """A write in the pieces that reach the disk each on its own."""
    if data is None or survives in (Survives.NOTHING, Survives.EVERYTHING):
        yield offset, data
        return
    place = 0
    while place < len(data):
        size = survives.value - (offset + place) % survives.value
        yield offset + place, data[place : place + size]
        place += size
