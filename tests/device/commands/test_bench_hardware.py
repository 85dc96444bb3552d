import json

import pytest
from click.testing import CliRunner
from virtual_board.board import VirtualBoard
from virtual_board.clock import RealClock

from device.commands.bench_hardware import SKIPPED
from server.cli import main


@pytest.fixture
def board(monkeypatch):
    board = VirtualBoard(RealClock())
    board.install(monkeypatch)
    return board


def run(*options):
    return CliRunner().invoke(main, ["bench-hardware", "--maker", "rpigpio", *options])


def run_until_frames_came(*options):
    """On a busy machine the frames of half a second may all come late."""
    for seconds in ("0.5", "2", "8"):
        result = run("--seconds", seconds, *options)
        if "no conversion" not in result.output and '"median_us": null' not in result.output:
            break
    return result


def test_elsewhere_it_is_skipped_with_its_reason():
    result = run()
    assert result.exit_code == SKIPPED
    assert "skipped: Direct wiring needs a Raspberry Pi" in result.output


def test_says_how_long_frames_take(board):
    board.load = 1234
    result = run_until_frames_came()
    assert result.exit_code == 0, result.output
    assert "conversions per second" in result.output
    assert "µs" in result.output


def test_says_where_to_look_when_nothing_comes(board):
    board.chip.dout = 1
    assert "look at its wires" in run("--seconds", "0.05").output


def test_speaks_json(board):
    document = json.loads(run_until_frames_came("--json").output)
    assert document["edges"] == []
    assert document["frames"]["conversions"] > 0
