"""Real processes of the product, and clients that watch them; the fixture is in conftest."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

from device.live.client import CommandClient, LiveSubscriber, endpoints
from device.live.subscriber import Broadcast

ROOT = Path(__file__).parents[2]


LONGEST_S = 100.0
"""No wait ends sooner, as a busy machine is no fault; pytest's own time-out is a little longer."""


def wait_until(condition: Callable[[], object], what: str, timeout_s: float = LONGEST_S) -> object:
    """Wait for a condition, and return what it gave."""
    deadline = time.monotonic() + timeout_s
    while not (found := condition()):
        assert time.monotonic() < deadline, f"in {timeout_s} s not: {what}"
        time.sleep(0.01)
    return found


def page_of(process: subprocess.Popen[str]) -> str:
    """The address that is printed once the page answers; the rest of the output is drained."""
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"page at (http://\S+/)", line):
            threading.Thread(target=process.stdout.read, daemon=True).start()
            return found[1]
    raise AssertionError(f"no address; {process.stderr.read() if process.stderr else ''}")


class Listener:
    """Everything that a device process broadcasts, until what is waited for has come."""

    def __init__(self, subscriber: LiveSubscriber) -> None:
        self.subscriber = subscriber
        self.heard: list[Broadcast] = []

    def until(
        self, wanted: Callable[[Broadcast], bool], what: str, timeout_s: float = LONGEST_S
    ) -> Broadcast:
        deadline = time.monotonic() + timeout_s
        while time.monotonic() < deadline:
            broadcast = self.subscriber.receive(0.1)
            if broadcast is not None:
                self.heard.append(broadcast)
                if wanted(broadcast):
                    return broadcast
        raise AssertionError(f"in {timeout_s} s not heard: {what}")

    def rep(self, stage: str, number: int | None = None) -> Broadcast:
        return self.until(
            lambda b: (
                b.topic == "rep"
                and b.message["stage"] == stage
                and number in (None, b.message["number"])
            ),
            f"rep {number} {stage}",
        )

    def heartbeat(self, wanted: Callable[[dict], bool] = lambda state: True) -> dict:
        return self.until(
            lambda b: b.topic == "heartbeat" and wanted(b.message), "such a heartbeat"
        ).message


class Product:
    """Starts halves of the product on one data folder, and ends them whatever happens."""

    def __init__(self, data_dir: Path, environment: dict[str, str], stack: ExitStack) -> None:
        self.data_dir = data_dir
        self.environment = environment
        self._stack = stack

    def start(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return self.start_alone(*arguments, "--data-dir", str(self.data_dir), **environment)

    def start_alone(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        """A command that takes no data folder."""
        return self.start_module("server", *arguments, **environment)

    def start_module(
        self, module: str, *arguments: str, **environment: str
    ) -> subprocess.Popen[str]:
        """A module of the project, such as a tool of ``tests.tools``."""
        process = subprocess.Popen(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT,
            env=self.environment | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._stack.callback(self._end, process)
        return process

    def device(self, *arguments: str, **environment: str) -> subprocess.Popen[str]:
        return self.start("device", *arguments, **environment)

    def listen(self) -> Listener:
        return Listener(self._stack.enter_context(LiveSubscriber(endpoints(self.data_dir))))

    def commands(self) -> CommandClient:
        return self._stack.enter_context(CommandClient(endpoints(self.data_dir)))

    @staticmethod
    def _end(process: subprocess.Popen[str]) -> None:
        if process.poll() is None:
            process.send_signal(signal.SIGKILL)
        process.communicate()
