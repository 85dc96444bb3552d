"""Device service and web server as children: started together, watched, and stopped together."""

import ctypes
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Final

import click

_GRACE_S: Final = 10.0
"""How long a process may take to save what it holds before it is killed."""

_PR_SET_PDEATHSIG: Final = 1
_USER_ERROR: Final = 2


class _Stop:
    """Wakes a ``select`` when a signal asks to stop; a second one changes nothing."""

    def __init__(self) -> None:
        self.bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
        self.asked = False

    def __call__(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
        os.eventfd_write(self.bell, 1)


def supervise(commands: Mapping[str, Sequence[str]]) -> int:
    """Run the commands until one ends or a signal asks to stop; then stop them all.

    Args:
        commands: Arguments of each child by what it is called in a sentence.

    Returns:
        The exit status: 0 after a signal where all ended well; 2 where one ended by an error of
        the user (it has said which); 1 otherwise.
    """
    children: dict[str, subprocess.Popen[bytes]] = {}
    with _signals() as stop:
        try:
            for name, command in commands.items():
                children[name] = _start(command)
            _wait(children, stop)
            died = [name for name, child in children.items() if child.poll() is not None]
            for name in [] if stop.asked else died:
                _say(f"{name} ended by itself ({_ending(children[name])}); stopping.")
        finally:
            _stop(children)
    statuses = [child.returncode for child in children.values()]
    if stop.asked and not any(statuses):
        return 0
    return _USER_ERROR if _USER_ERROR in statuses else 1


@contextmanager
def _signals() -> Iterator[_Stop]:
    stop = _Stop()
    caught = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, stop) for number in caught}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        os.close(stop.bell)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C reaches this process alone, which then stops both in good order.
    parent = os.getpid()
    return subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        process_group=0,
        preexec_fn=lambda: _end_with_parent(parent),  # no thread exists in this process
    )


def _end_with_parent(parent: int) -> None:
    """In the child: have the kernel send SIGTERM when the parent dies, however it dies."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:  # it died before that took effect
        os._exit(1)


def _wait(children: Mapping[str, subprocess.Popen[bytes]], stop: _Stop) -> None:
    """Until the first child has ended or a signal came."""
    handles = [os.pidfd_open(child.pid) for child in children.values()]
    try:
        while not stop.asked and all(child.poll() is None for child in children.values()):
            select.select([stop.bell, *handles], [], [])
    finally:
        for handle in handles:
            os.close(handle)


def _stop(children: Mapping[str, subprocess.Popen[bytes]]) -> None:
    for child in children.values():
        if child.poll() is None:
            child.terminate()
    deadline = time.monotonic() + _GRACE_S
    for name, child in children.items():
        try:
            child.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            _say(f"{name} did not stop within {_GRACE_S:.0f} s and was killed.")
            child.kill()
            child.wait()


def _ending(child: subprocess.Popen[bytes]) -> str:
    if child.returncode < 0:
        return f"killed by {signal.Signals(-child.returncode).name}"
    return f"status {child.returncode}"


def _say(sentence: str) -> None:
    click.echo(f"cablecoach: {sentence}", err=True)
    sys.stderr.flush()
