"""Stands for systemd: a socket that hears the keep-alive, and a process that sends it."""

import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

INTERVAL_S = 0.1
"""How often the process looks after its loops and tells."""


class ServiceManager:
    """Listens at ``folder / "notify"``; what it starts is killed when ``stack`` is closed."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self._address = folder / "notify"
        self._stack = stack
        self._socket = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM))
        self._socket.bind(str(self._address))
        self._socket.settimeout(100)

    def start(self, script: Path, *arguments: str) -> subprocess.Popen[str]:
        environment = os.environ | {
            "NOTIFY_SOCKET": str(self._address),
            "WATCHDOG_USEC": str(int(2e6 * INTERVAL_S)),
            "PYTHONPATH": str(Path(__file__).parents[2]),
        }
        environment.pop("WATCHDOG_PID", None)
        process = subprocess.Popen(
            [sys.executable, str(script), *arguments],
            env=environment,
            stdout=subprocess.PIPE,
            text=True,
        )
        self._stack.enter_context(process)
        self._stack.callback(process.kill)
        return process

    def lines(self) -> list[str]:
        """The next thing that is told."""
        return self._socket.recv(4096).decode().split("\n")

    def time_of_last_keep_alive(self) -> float:
        """When the last one came, once none has come for six intervals."""
        self._socket.settimeout(6 * INTERVAL_S)
        last = time.monotonic()
        try:
            while True:
                if "WATCHDOG=1" in self.lines():
                    last = time.monotonic()
        except TimeoutError:
            return last
