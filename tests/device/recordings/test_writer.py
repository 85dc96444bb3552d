import contextlib
import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import UserError
from device.recordings.format import format_reading, format_stamp
from device.recordings.lines import parse_row
from device.recordings.reader import RecordingReader
from device.recordings.writer import RecordingWriter
from device.sensors.reading import Fault, Reading

HEADER = {"counts_per_metre": -2000.0, "exercise": "row", "made_by": "a “test”\n"}
READINGS = [
    Reading(k * 5_000_000 + k % 3, k * 7 - 40, 83_000 + k if k % 2 else None, 0x20 * (k == 9))
    for k in range(30)
]


def read(path: Path) -> list[Reading]:
    with RecordingReader(path) as reader:
        return list(reader)


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    with RecordingWriter(path, HEADER) as writer:
        for reading in READINGS:
            writer.write(reading)
    assert writer.bytes_written == path.stat().st_size
    assert read(path) == READINGS
    with RecordingReader(path) as reader:
        assert dict(reader.header) == HEADER


def test_cut_anywhere_it_replays_up_to_the_cut(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    with RecordingWriter(path, HEADER) as writer:
        for reading in READINGS:
            writer.write(reading)
    whole = path.read_bytes()
    body = whole.index(b"load_raw\n") + len(b"load_raw\n")
    for cut in range(whole.index(b"\n") + 1, len(whole)):
        path.write_bytes(whole[:cut])
        found = read(path)
        complete = sum(
            not line.startswith(b"#") for line in whole[body:cut].split(b"\n")[:-1] if cut > body
        )
        assert found[:complete] == READINGS[:complete]
        assert len(found) - complete in (0, 1)
        if len(found) > complete:
            last = READINGS[complete]
            assert found[-1] == last._replace(load_raw=None)


def test_the_header_is_there_at_once_and_lines_after_flush(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    with RecordingWriter(path, {}) as writer:
        assert read(path) == []
        writer.write(READINGS[0])
        writer.flush()
        assert read(path) == READINGS[:1]


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    path.write_text("precious")
    with pytest.raises(UserError, match="already exists"):
        RecordingWriter(path, {})
    assert path.read_text() == "precious"
    with pytest.raises(UserError, match="cannot be created: No such file"):
        RecordingWriter(tmp_path / "nowhere" / "set.csv", {})


def test_it_stops_at_its_size_limit_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "set.csv"
    with RecordingWriter(path, {}, max_bytes=400) as writer:
        for reading in READINGS:
            writer.write(reading)
            writer.flush()
    assert writer.is_full
    found = read(path)
    assert 5 < len(found) < len(READINGS)
    assert found == READINGS[: len(found)]
    assert path.read_text().endswith("size limit was reached\n")


class FullDisk:
    """Takes ``room`` bytes, then refuses as a full disk does, half-way through a line."""

    def __init__(self, room: int) -> None:
        self.room = room
        self.real = os.write

    def write(self, fd: int, data: memoryview) -> int:
        if self.room <= 0:
            raise OSError(errno.ENOSPC, "No space left on device")
        taken = self.real(fd, data[: self.room])
        self.room -= taken
        return taken


def test_a_full_disk_loses_nothing_once_there_is_room_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "set.csv"
    with RecordingWriter(path, {}) as writer:
        disk = FullDisk(100)
        monkeypatch.setattr(os, "write", disk.write)
        failures = 0
        for k, reading in enumerate(READINGS):
            disk.room += 1000 * (k == 20)
            writer.write(reading)
            try:
                writer.flush()
            except OSError:
                failures += 1
                assert read(path) == READINGS[: len(read(path))]
        monkeypatch.undo()
    assert failures > 10
    assert read(path) == READINGS


def test_what_a_full_disk_makes_it_drop_shows_as_loss(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "set.csv"
    with RecordingWriter(path, {}) as writer:
        disk = FullDisk(0)
        monkeypatch.setattr(os, "write", disk.write)
        count = 0
        while not writer._lost:
            with contextlib.suppress(OSError):
                writer.write(Reading(count * 5_000_000, count, None))
            count += 1
            assert count < 200_000
        monkeypatch.undo()
        writer.write(Reading(count * 5_000_000, count, None))
        writer.write(Reading(count * 5_000_000 + 1, count, None))
    assert [reading.faults for reading in read(path)] == [Fault.LOST_FRAMES, 0]


@given(st.integers(-(10**17), 10**17))
def test_every_stamp_comes_back_exactly(t_ns: int) -> None:
    line = f"{format_stamp(t_ns)},0,".encode()
    assert parse_row(line) == (t_ns, 0, None)


@given(
    st.integers(0, 10**17),
    st.integers(-(2**31) + 1, 2**31 - 1),
    st.none() | st.integers(-(2**23), 2**23 - 1),
)
def test_every_reading_comes_back(t_ns: int, count: int, raw: int | None) -> None:
    line = format_reading(Reading(t_ns, count, raw)).rstrip("\n").encode()
    assert parse_row(line) == (t_ns, count, raw)
