"""The keep-alive stops when any loop hangs, and only then (FAULTS row 36)."""

import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from device.live.client import CommandClient, CommandError, endpoints
from device.service.watchdog import LATE_AFTER_S, Beats

INTERVAL_S = 0.1
SCRIPT = Path(__file__).with_name("frozen_station.py")


@pytest.fixture
def manager(short_folder):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as manager:
        manager.bind(str(short_folder / "notify"))
        manager.settimeout(10)
        yield manager


@pytest.fixture
def station(tmp_path, short_folder, manager, monkeypatch):
    monkeypatch.setenv("CABLECOACH_RUNTIME_DIR", str(short_folder))
    started = []

    def start(loop: str) -> Path:
        flag = tmp_path / "freeze"
        environment = os.environ | {
            "NOTIFY_SOCKET": str(short_folder / "notify"),
            "WATCHDOG_USEC": str(int(2e6 * INTERVAL_S)),
            "PYTHONPATH": str(SCRIPT.parents[3]),
        }
        environment.pop("WATCHDOG_PID", None)
        started.append(
            subprocess.Popen(
                [sys.executable, str(SCRIPT), str(tmp_path), loop, str(flag)], env=environment
            )
        )
        return flag

    yield start
    for process in started:
        process.kill()
        process.wait()


def lines_of(manager: socket.socket) -> list[str]:
    return manager.recv(4096).decode().split("\n")


def time_of_last_keep_alive(manager: socket.socket, quiet_s: float) -> float:
    manager.settimeout(quiet_s)
    last = time.monotonic()
    try:
        while True:
            if "WATCHDOG=1" in lines_of(manager):
                last = time.monotonic()
    except TimeoutError:
        return last


@pytest.mark.parametrize("loop", ["acquisition", "writer", "commands", "broadcaster"])
def test_a_frozen_loop_ends_the_keep_alive(loop, station, manager, tmp_path, record_property):
    flag = station(loop)
    assert lines_of(manager) == ["READY=1"]
    for _ in range(3):
        lines_of(manager)
    frozen_at = time.monotonic()
    flag.touch()
    if loop == "writer":  # its chores come every ten seconds; a new athlete has names read at once
        ask(tmp_path, "add_athlete", {"name": "Kim"})
    if loop == "commands":
        ask(tmp_path, "choose", {"side": "right"})
    last = time_of_last_keep_alive(manager, quiet_s=6 * INTERVAL_S)
    stopped_after_s = last - frozen_at
    record_property("fault", "36")
    record_property("measured", f"{loop}: last keep-alive {stopped_after_s:.2f} s after the freeze")
    assert stopped_after_s < LATE_AFTER_S + 0.25 + 2 * INTERVAL_S


def ask(data_dir, command, args):
    with CommandClient(endpoints(data_dir)) as client, pytest.raises(CommandError):
        client.call(command, args, timeout_s=0.1)


def test_a_missing_sensor_does_not_end_it(station, manager):
    station("none")
    assert lines_of(manager) == ["READY=1"]
    alive, until = 0, time.monotonic() + 2 * LATE_AFTER_S
    status = ""
    while time.monotonic() < until:
        for line in lines_of(manager):
            alive += line == "WATCHDOG=1"
            status = line if line.startswith("STATUS=") else status
    assert alive >= LATE_AFTER_S / INTERVAL_S
    assert status == "STATUS=waiting for the sensor"


def test_beats_tell_who_is_late():
    beats = Beats(["one", "two"], late_after_s=0.0)
    time.sleep(0.001)
    assert beats.late() == ["one", "two"]
    beats = Beats(["one", "two"], late_after_s=60.0)
    assert beats.late() == []
