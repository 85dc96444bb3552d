import os
from pathlib import Path

import pytest

from device.errors import UserError
from device.recordings.archive import RecordingArchive
from device.recordings.reader import RecordingReader
from device.sensors.reading import Reading


def fill(archive: RecordingArchive, name: str, lines: int = 100) -> Path:
    with archive.open_new(name, {}) as writer:
        for k in range(lines):
            writer.write(Reading(k * 5_000_000, k, None))
    return writer.path


def test_the_oldest_go_first(tmp_path: Path) -> None:
    archive = RecordingArchive(tmp_path / "raw", cap_bytes=3500)
    older, old, young = (fill(archive, archive.new_name("f00")) for _ in range(3))
    other = tmp_path / "raw" / "notes.txt"
    other.write_text("x" * 9000)
    size = young.stat().st_size
    assert 3 * size > 3500 > 2 * size
    assert archive.prune() == [older]
    kept = (old.exists(), older.exists(), young.exists(), other.exists())
    assert kept == (True, False, True, True)
    assert archive.prune() == []


@pytest.mark.parametrize("jump_days", [90, -90, -20_000])
def test_a_clock_that_jumps_does_not_change_which_go(tmp_path: Path, jump_days: int) -> None:
    made = []
    for session in range(4):
        archive = RecordingArchive(tmp_path, cap_bytes=3500)  # each start of the device anew
        made.append(fill(archive, archive.new_name(f"run{session}")))
        seconds = 2e9 + session * jump_days * 86_400 / 4
        os.utime(made[-1], (seconds, seconds))
        archive.prune()
    assert [path.exists() for path in made] == [False, False, True, True]
    assert len({path.name for path in made}) == 4


def test_recordings_from_elsewhere_go_first(tmp_path: Path) -> None:
    archive = RecordingArchive(tmp_path, cap_bytes=3500)
    numbered = fill(archive, archive.new_name("run"))
    foreign = fill(archive, "zzz")
    last = fill(archive, archive.new_name("run"))
    archive.prune()
    assert (numbered.exists(), foreign.exists(), last.exists()) == (True, False, True)


def test_the_newest_is_kept_whatever_its_size(tmp_path: Path) -> None:
    archive = RecordingArchive(tmp_path, cap_bytes=300)
    path = fill(archive, "a")
    assert archive.prune() == []
    with RecordingReader(path) as reader:
        assert len(list(reader)) == 100  # one block: the limit is checked between blocks


def test_a_recording_stops_at_half_the_cap(tmp_path: Path) -> None:
    archive = RecordingArchive(tmp_path, cap_bytes=20_000)
    path = fill(archive, "a", lines=5000)
    assert 10_000 <= path.stat().st_size < 20_000


@pytest.mark.parametrize("name", ["", "../x", "a/b", ".hidden", "a" * 101, "a\n", "set 1"])
def test_names_stay_in_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match="cannot be called"):
        RecordingArchive(tmp_path, 1000).open_new(name, {})


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "raw").write_text("")
    with pytest.raises(UserError, match="cannot hold recordings"):
        RecordingArchive(tmp_path / "raw", 1000).open_new("a", {})
