"""Addresses of their own for every test, and a device's answering end in a thread."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from device.live.answering import CommandServer, Handler
from device.live.endpoints import Endpoints, endpoints


@pytest.fixture
def addresses(tmp_path: Path, short_folder: Path, monkeypatch) -> Endpoints:
    monkeypatch.setenv("CABLECOACH_RUNTIME_DIR", str(short_folder))
    return endpoints(tmp_path)


@contextmanager
def answering(addresses: Endpoints, handle: Handler) -> Iterator[CommandServer]:
    """Serve commands until the block is left."""
    ready, stop = threading.Event(), threading.Event()
    made: list[CommandServer] = []

    def serve() -> None:
        server = CommandServer(addresses, handle)
        made.append(server)
        ready.set()
        while not stop.is_set():
            server.poll_once(0.2)
        server.close()

    thread = threading.Thread(target=serve)
    thread.start()
    try:
        assert ready.wait(5)
        yield made[0]
    finally:
        stop.set()
        if made:
            made[0].wake()
        thread.join(5)


@pytest.fixture
def serve(addresses: Endpoints) -> Iterator[Callable[[Handler], CommandServer]]:
    with ExitStack() as stack:
        yield lambda handle: stack.enter_context(answering(addresses, handle))
