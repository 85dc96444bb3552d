import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from bridge_board import PlayingBridge, Pty

from device.sensors.reading import Fault, Reading
from device.sensors.serial.source import SerialSource

DEADLINE_S = 10.0


def pulls(seconds: float) -> list[Reading]:
    """A handle that goes out and back by 4,000 counts, once in four seconds, at 200 per second."""
    turn = [*range(0, 4000, 10), *range(4000, 0, -10)]
    return [
        Reading(index * 5_000_000, turn[index % len(turn)], 83_000 + index % 7, 0)
        for index in range(int(seconds * 200))
    ]


class Listener:
    """Iterates a source in a thread and keeps what it gives."""

    def __init__(self, source: SerialSource) -> None:
        self.source = source
        self.readings: list[Reading] = []
        self._news = threading.Condition()
        self._thread = threading.Thread(target=self._listen, daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        for reading in self.source:
            with self._news:
                self.readings.append(reading)
                self._news.notify_all()

    def wait(self, what: Callable[[], bool], seconds: float = DEADLINE_S) -> None:
        """Until a condition holds, looked at with each reading."""
        with self._news:
            assert self._news.wait_for(what, seconds), self.source.status

    def wait_for_live(self, more: int = 20, start: int | None = None) -> list[Reading]:
        """Until so many readings with counts have come after the first ``start``; these."""
        begin = len(self.readings) if start is None else start
        self.wait(lambda: len(self.live(begin)) >= more)
        return self.live(begin)

    def live(self, start: int = 0) -> list[Reading]:
        return [one for one in self.readings[start:] if not one.faults & Fault.OFFLINE]

    def close(self) -> None:
        self.source.close()
        self._thread.join(DEADLINE_S)
        assert not self._thread.is_alive()


@pytest.fixture
def link(tmp_path: Path) -> Path:
    return tmp_path / "ttyACM0"


@pytest.fixture
def pty(link: Path) -> Iterator[Pty]:
    pty = Pty(link)
    yield pty
    pty.unplug()


@pytest.fixture
def board(link: Path) -> Iterator[PlayingBridge]:
    with PlayingBridge(link, pulls(100)) as board:
        yield board


@pytest.fixture
def listen() -> Iterator[Callable[..., Listener]]:
    listeners: list[Listener] = []

    def start(*args: object, **options: object) -> Listener:
        listeners.append(Listener(SerialSource(*args, **options)))  # type: ignore[arg-type]
        return listeners[-1]

    yield start
    for listener in listeners:
        listener.close()
