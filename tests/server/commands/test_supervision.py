"""Both halves live and die together; with real processes."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from processes import LONGEST_S

_SUPERVISOR = """
import sys
from server.commands.supervision import supervise
sys.exit(supervise({"One": [sys.executable, "-c", sys.argv[1]],
                    "Two": [sys.executable, "-c", sys.argv[2]]}))
"""

# Blocked signals wait until ``sigwait`` takes them: one that comes just before it is not missed, as
# it would be by a handler and ``pause``.
_STEADY = """
import signal, sys, pathlib, os, time
awaited = {signal.SIGTERM: 0, signal.SIGINT: 9}
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
pathlib.Path(f"up-{os.getpid()}").touch()
status = awaited[signal.sigwait(awaited)]
sys.exit(status)
"""
_STUBBORN = _STEADY.replace("signal.SIGTERM: 0, ", "")
_PATIENT = _STEADY.replace(
    "sys.exit", "while not pathlib.Path('end').exists(): time.sleep(.01)\nsys.exit"
)


def wait_for(condition, what, timeout_s=LONGEST_S):
    deadline = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.01)


@pytest.fixture
def start(tmp_path):
    started = []

    def start(one: str, two: str, up: int = 2) -> subprocess.Popen:
        child = subprocess.Popen(
            [sys.executable, "-c", _SUPERVISOR, one, two],
            cwd=tmp_path,
            env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[3])},
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(child)
        wait_for(lambda: len(list(tmp_path.glob("up-*"))) >= up, "children are up")
        return child

    yield start
    for child in started:
        if child.poll() is None:
            child.kill()
        child.communicate()


def pids(folder: Path) -> list[int]:
    return [int(path.name.removeprefix("up-")) for path in folder.glob("up-*")]


def gone(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_stops_both_and_is_no_failure(start, tmp_path, number):
    supervisor = start(_PATIENT, _STEADY)
    supervisor.send_signal(number)
    wait_for(lambda: any(map(gone, pids(tmp_path))), "it stops them")
    supervisor.send_signal(number)  # an impatient second Ctrl-C does no harm
    (tmp_path / "end").touch()
    _, err = supervisor.communicate(timeout=LONGEST_S)
    assert (supervisor.returncode, err) == (0, "")
    assert all(gone(pid) for pid in pids(tmp_path))


@pytest.mark.parametrize(
    ("ending", "status", "words"),
    [
        ("raise SystemExit(2)", 2, "One ended by itself (status 2)"),
        ("raise SystemExit(0)", 1, "One ended by itself (status 0)"),
        ("import os; os.kill(os.getpid(), 9)", 1, "One ended by itself (killed by SIGKILL)"),
    ],
)
def test_where_one_dies_it_is_said_and_the_other_stopped(start, tmp_path, ending, status, words):
    wait = "import pathlib, time\nwhile not list(pathlib.Path().glob('up-*')): time.sleep(.01)\n"
    supervisor = start(wait + ending, _STEADY, up=1)
    _, err = supervisor.communicate(timeout=LONGEST_S)
    assert supervisor.returncode == status
    assert words in err
    assert all(gone(pid) for pid in pids(tmp_path))


def test_where_the_parent_is_killed_the_children_end(start, tmp_path):
    supervisor = start(_STEADY, _STEADY)
    supervisor.kill()
    for pid in pids(tmp_path):
        wait_for(lambda pid=pid: gone(pid), "child ends")


def test_one_that_does_not_stop_is_killed_and_that_is_said(start, tmp_path, monkeypatch):
    monkeypatch.setattr(
        sys.modules[__name__],
        "_SUPERVISOR",
        "import server.commands.supervision as s; s._GRACE_S = 0.3\n" + _SUPERVISOR,
    )
    supervisor = start(_STUBBORN, _STEADY)
    supervisor.terminate()
    _, err = supervisor.communicate(timeout=LONGEST_S)
    assert supervisor.returncode == 1
    assert "One did not stop" in err
    assert all(gone(pid) for pid in pids(tmp_path))
