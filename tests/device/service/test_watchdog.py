"""The keep-alive stops when any loop hangs, and only then (row 36 of docs/reliability.md)."""

import time
from pathlib import Path

import pytest
from fake_clock import FakeClock
from service_manager import INTERVAL_S

from device.live.client import CommandClient, CommandError, endpoints
from device.process.heartbeat import LATE_AFTER_S, Heartbeats

SCRIPT = Path(__file__).with_name("frozen_station.py")


@pytest.fixture
def station(tmp_path, manager):
    def start(loop: str) -> Path:
        flag = tmp_path / "freeze"
        manager.start(SCRIPT, str(tmp_path), loop, str(flag))
        return flag

    return start


LOOPS = ["acquisition", "writer", "commands", "broadcaster"]


@pytest.fixture
def freeze(station, manager, tmp_path, figure):
    def freeze(loop: str) -> float:
        """Freeze a loop; return how long after it the last keep-alive came."""
        flag = station(loop)
        assert manager.lines() == ["READY=1"]
        for _ in range(3):
            manager.lines()
        frozen_at = time.monotonic()
        flag.touch()
        if loop == "writer":  # its chores come every ten seconds; a new athlete wakes it at once
            ask(tmp_path, "add_athlete", {"name": "Kim"})
        if loop == "commands":
            ask(tmp_path, "choose", {"side": "right"})
        stopped_after_s = manager.time_of_last_keep_alive() - frozen_at
        figure(36, f"{loop}: last keep-alive {stopped_after_s:.2f} s after the freeze")
        return stopped_after_s

    return freeze


@pytest.mark.parametrize("loop", LOOPS)
def test_a_frozen_loop_ends_the_keep_alive(loop, freeze):
    freeze(loop)


@pytest.mark.timing
@pytest.mark.parametrize("loop", LOOPS)
def test_a_frozen_loop_ends_the_keep_alive_in_time(loop, freeze):
    assert freeze(loop) < LATE_AFTER_S + 0.25 + 2 * INTERVAL_S


@pytest.mark.parametrize("thread", ["broadcaster", "set-recorder"])
def test_a_thread_that_fails_ends_the_process_and_says_why(thread, manager, tmp_path, capfd):
    flag = tmp_path / "fail"
    process = manager.start(SCRIPT, str(tmp_path), f"failing {thread}", str(flag))
    assert manager.lines() == ["READY=1"]
    flag.touch()
    if thread == "set-recorder":
        with CommandClient(endpoints(tmp_path)) as client:
            client.call("start_set")
    assert process.wait() == 1
    said = capfd.readouterr().err
    assert f"The thread {thread} failed, so all ends." in said
    assert "ZeroDivisionError: on purpose" in said


def ask(data_dir, command, args):
    with CommandClient(endpoints(data_dir)) as client, pytest.raises(CommandError):
        client.call(command, args, timeout_s=0.5)


def test_a_missing_sensor_does_not_end_it(station, manager):
    station("none")
    assert manager.lines() == ["READY=1"]
    alive, until = 0, time.monotonic() + 2 * LATE_AFTER_S
    status = ""
    while time.monotonic() < until:
        for line in manager.lines():
            alive += line == "WATCHDOG=1"
            status = line if line.startswith("STATUS=") else status
    assert alive >= LATE_AFTER_S / INTERVAL_S
    assert status == "STATUS=waiting for the sensor"


def test_beats_tell_who_is_late():
    clock = FakeClock()
    beats = Heartbeats(["one", "two"], clock=clock)
    clock.advance(LATE_AFTER_S)
    assert beats.late() == []
    beats.beat("two")
    clock.advance(0.1)
    assert beats.late() == ["one"]
    beats.beat("one", next_within_s=60.0)
    clock.advance(60)
    assert beats.late() == ["two"]
