"""A wall clock that jumps changes no repetition, no duration and no order, and loses nothing."""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from clockshim import __file__ as _shim
from figures import Figure
from powercut.recording import build
from processes import LONGEST_S

SHIM = Path(_shim).parent
PROJECT = Path(__file__).parents[2]
RECORDING = PROJECT / "tests" / "golden" / "plain.csv"

DAY_S = 86_400
JUMPS_S = {
    "+90 days": 90 * DAY_S,
    "-5 hours": -5 * 3600,
    "1970": -int(time.time()) + 1000,
}

pytestmark = pytest.mark.skipif(shutil.which("cc") is None, reason="there is no C compiler")


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(SHIM / "wall_offset.c", tmp_path_factory.mktemp("shim"))


def train(shim: Path, folder: Path, when: str, jump_s: int) -> dict[str, Any]:
    folder.mkdir()
    offset = folder / "offset"
    offset.write_bytes(bytes(8))
    surroundings = os.environ | {
        "LD_PRELOAD": str(shim),
        "WALL_OFFSET_FILE": str(offset),
        "PYTHONPATH": str(PROJECT),
    }
    done = subprocess.run(
        [sys.executable, str(SHIM / "training.py"), folder, RECORDING, when, str(jump_s)],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def undisturbed(shim: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return train(shim, tmp_path_factory.mktemp("undisturbed") / "data", "never", 0)


def without_times(rows: list[dict[str, str]]) -> list[dict[str, str]]:
    return [
        {name: value for name, value in row.items() if name not in ("started_at", "flags")}
        for row in rows
    ]


@pytest.mark.parametrize("when", ["before", "inside", "after"])
@pytest.mark.parametrize("jump", JUMPS_S)
def test_a_jump_changes_nothing_but_what_time_it_says(
    shim: Path,
    tmp_path: Path,
    undisturbed: dict[str, Any],
    when: str,
    jump: str,
    figure: Figure,
) -> None:
    found = train(shim, tmp_path / "data", when, JUMPS_S[jump])
    assert len(found["before"]) >= 2
    assert without_times(found["before"]) == without_times(undisturbed["before"])
    assert without_times(found["after"]) == without_times(undisturbed["after"])
    assert found["sets"] == undisturbed["sets"]
    assert found["recordings"] == undisturbed["recordings"] == len(found["sets"])
    assert all("time_unsynced" in row["flags"] for row in found["before"])
    assert not any("time_" in row["flags"] for row in found["after"])
    assert all(abs(error_s) < 1 for error_s in found["errors_s"])
    worst_ms = max(abs(error_s) for error_s in found["errors_s"]) * 1000
    figure(
        31,
        f"{jump}, {when} a set: same reps and order; CSV {worst_ms:.0f} ms off",
    )


def test_the_shim_moves_the_wall_clock_and_nothing_else(shim: Path, tmp_path: Path) -> None:
    offset = tmp_path / "offset"
    offset.write_bytes((90 * DAY_S).to_bytes(8, sys.byteorder, signed=True))
    code = (
        "import sqlite3, time; print(time.time(), time.monotonic(), "
        "sqlite3.connect(':memory:').execute(\"SELECT unixepoch()\").fetchone()[0])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | {"LD_PRELOAD": str(shim), "WALL_OFFSET_FILE": str(offset)},
        capture_output=True,
        text=True,
        check=True,
    )
    wall, monotonic, in_sqlite = map(float, done.stdout.split())
    assert wall - time.time() == pytest.approx(90 * DAY_S, abs=60)
    assert in_sqlite - time.time() == pytest.approx(90 * DAY_S, abs=60)
    assert monotonic - time.monotonic() == pytest.approx(0, abs=60)
