import csv
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import Stamp, stamp
from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.store.layout import StoreLayout
from device.store.reading.columns import COLUMNS
from device.store.writing.writer import StoreWriter
from server.cli import main

DAY_NS = 24 * 3600 * 10**9
FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)


def rep(number: int) -> Rep:
    at = number * 10**9
    figures = (0.6, None, 1.1, True, 0.6, 1.2, 1, 1, 1.6, 0.5, *[None] * 6, 0.0, "1-0-X-1", "good")
    return Rep(number, at, at, at, at, at, *figures)  # type: ignore[arg-type]


@pytest.fixture
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Three sets of two repetitions on three days, the store still open for writing."""
    monkeypatch.setenv("TZ", "UTC")
    boot_id, now_ns = stamp()
    with StoreWriter(StoreLayout(tmp_path).database, "simulated") as writer:
        wall_us = int(FIRST.timestamp() * 1e6)
        writer.anchors.add(Anchor(boot_id, now_ns, wall_us, AnchorSource.NTP, 1))
        for day in range(3):
            at = Stamp(boot_id, now_ns + day * DAY_NS)
            set_id = writer.sets.open_set(SetPlan(), 0, at=at)
            for number in (1, 2):
                writer.sets.add_rep(set_id, rep(number))
            writer.sets.end_set(set_id, 9, EndReason.USER)
        yield tmp_path


def export(data_dir: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["export", "--data-dir", str(data_dir), *options])


def sets_in(text: str) -> list[int]:
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert all(set(row) == set(COLUMNS) for row in rows)
    return [int(row["set_id"]) for row in rows]


def test_everything_goes_to_the_screen(data_dir: Path) -> None:
    result = export(data_dir)
    assert result.exit_code == 0, result.output
    assert sets_in(result.stdout) == [1, 1, 2, 2, 3, 3]


def test_one_set(data_dir: Path) -> None:
    assert sets_in(export(data_dir, "--set", "2").stdout) == [2, 2]


def test_days_are_inclusive(data_dir: Path) -> None:
    second = (FIRST + timedelta(days=1)).date().isoformat()
    assert sets_in(export(data_dir, "--from", second).stdout) == [2, 2, 3, 3]
    assert sets_in(export(data_dir, "--to", second).stdout) == [1, 1, 2, 2]
    assert sets_in(export(data_dir, "--from", second, "--to", second).stdout) == [2, 2]


def test_a_file_is_written_whole(data_dir: Path, tmp_path: Path) -> None:
    output = tmp_path / "out.csv"
    output.write_text("an older export")
    result = export(data_dir, "-o", str(output))
    assert result.exit_code == 0, result.output
    assert result.stdout == ""
    assert sets_in(output.read_bytes().decode()) == [1, 1, 2, 2, 3, 3]
    assert b"\r\r\n" not in output.read_bytes()
    assert [path.name for path in tmp_path.iterdir() if "out.csv" in path.name] == ["out.csv"]


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (["--set", "99"], "There is no set 99."),
        (["--set", "1", "--from", "2026-01-01"], "either --set or dates"),
        (["--from", "2026-02-02", "--to", "2026-02-01"], "--from is after --to"),
        (["-o", "/nowhere/out.csv"], "cannot be written"),
        (["--from", "yesterday"], "does not match the format"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    data_dir: Path, options: list[str], sentence: str
) -> None:
    result = export(data_dir, *options)
    assert result.exit_code == 2
    assert sentence in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_store_gives_the_header_alone(tmp_path: Path) -> None:
    result = export(tmp_path)
    assert result.exit_code == 0, result.output
    assert result.stdout_bytes.decode() == ",".join(COLUMNS) + "\r\n"
