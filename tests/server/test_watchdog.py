"""The server's keep-alive stops when any part of it hangs (row 36 of docs/reliability.md)."""

import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from service_manager import INTERVAL_S

SCRIPT = Path(__file__).with_name("frozen_server.py")
LATE_AFTER_S = 1.0
LOOKS_EVERY_S = 0.5
CONNECTIONS = 12
"""More than the frozen server has threads."""


@pytest.fixture
def server(tmp_path, manager):
    def start(loop: str) -> tuple[Path, int]:
        flag = tmp_path / "freeze"
        process = manager.start(SCRIPT, str(tmp_path), loop, str(flag))
        port = int(process.stdout.readline())
        assert manager.lines() == ["READY=1"]
        for _ in range(3):
            manager.lines()
        return flag, port

    return start


@pytest.fixture
def ask():
    """Sends a request; nobody waits for the answer."""
    with ExitStack() as stack:

        def send(port: int) -> None:
            visitor = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            visitor.sendall(b"GET /healthz HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")

        yield send


LOOPS = ["device link", "accepting", "pending connections", "threads", "streams"]


@pytest.fixture
def freeze(server, manager, ask, figure):
    def freeze(loop: str) -> float:
        """Freeze a loop; return how long after it the last keep-alive came."""
        flag, port = server(loop)
        flag.touch()
        frozen_at = time.monotonic()
        for _ in range(CONNECTIONS):
            ask(port)
        stopped_after_s = manager.time_of_last_keep_alive() - frozen_at
        figure(36, f"server's {loop}: last keep-alive {stopped_after_s:.2f} s after the freeze")
        return stopped_after_s

    return freeze


@pytest.mark.parametrize("loop", LOOPS)
def test_a_frozen_loop_ends_the_keep_alive(loop, freeze):
    freeze(loop)


@pytest.mark.timing
@pytest.mark.parametrize("loop", LOOPS)
def test_a_frozen_loop_ends_the_keep_alive_in_time(loop, freeze):
    assert freeze(loop) < LATE_AFTER_S + LOOKS_EVERY_S + 0.5 + 2 * INTERVAL_S


def test_busy_is_not_frozen(server, manager, ask):
    _, port = server("none")
    until = time.monotonic() + 2 * LATE_AFTER_S
    alive = 0
    while time.monotonic() < until:
        ask(port)
        alive += "WATCHDOG=1" in manager.lines()
    assert alive >= LATE_AFTER_S / INTERVAL_S
