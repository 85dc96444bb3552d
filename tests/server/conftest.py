"""The real server on a free port, before a device of which only the wire is faked."""

import importlib.util
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from device.clock.system import SYSTEM_CLOCK, Clock
from device.live.endpoints import endpoints
from server.access.identity import Role
from server.access.state_directory import private_folder
from server.config import Limits, ServerConfig
from server.process import ServerProcess
from server.training_data import TrainingData


def _beside(name: str) -> Any:
    """A helper module of this folder (tests are imported by path, not as a package)."""
    known = sys.modules.get(f"tests_server_{name}")
    if known is not None:
        return known
    path = Path(__file__).with_name(f"{name}.py")
    spec = importlib.util.spec_from_file_location(f"tests_server_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


fake = _beside("fake_device")


def wait_until(condition: Callable[[], Any], within_s: float = 100.0) -> Any:
    deadline = time.monotonic() + within_s
    while not (found := condition()):
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.01)
    return found


@dataclass
class Station:
    """One server and its fake device."""

    process: ServerProcess
    device: Any
    data_dir: Path
    console: list[str]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.process.port}"

    @property
    def services(self) -> Any:
        return self.process.services

    def client(self, role: str | None = None, athlete_id: int | None = None) -> requests.Session:
        """A session with a token of that role; without any, a stranger's."""
        session = Session(self.url)
        if role is not None:
            token = self.services.credentials.add(role, "script", Role.parse(role), athlete_id)
            session.headers["Authorization"] = f"Bearer {token}"
        return session

    def visit(self) -> socket.socket:
        """A bare connection, to misbehave with."""
        return socket.create_connection(("127.0.0.1", self.process.port), timeout=10)

    def device_comes(self) -> None:
        wait_until(lambda: self.services.link.online)


class Session(requests.Session):
    """Takes addresses without the host."""

    def __init__(self, base: str) -> None:
        super().__init__()
        self.base = base
        self.trust_env = False

    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", 10)
        return super().request(method, self.base + url, *args, **kwargs)


WIDE = Limits(streams=16, requests_per_s=1e6, burst=10**6)


@contextmanager
def stations() -> Iterator[Callable[..., Station]]:
    """Makes stations in a folder of their own, and stops them."""
    made: list[Station] = []
    with tempfile.TemporaryDirectory(prefix="cc-") as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        patch.setenv("CABLECOACH_RUNTIME_DIR", str(folder / "run"))
        patch.delenv("STATE_DIRECTORY", raising=False)

        def make(
            *,
            simulated: bool = False,
            device: bool = True,
            clock: Clock = SYSTEM_CLOCK,
            **options: Any,
        ) -> Station:
            data_dir = folder / f"data{len(made)}"
            data_dir.mkdir()
            options = {"host": "127.0.0.1", "port": 0, "limits": WIDE} | options
            console: list[str] = []
            fake_device = fake.FakeDevice(data_dir, endpoints(data_dir))
            fake_device.simulated = simulated
            process = ServerProcess(
                ServerConfig(data_dir, **options),
                private_folder(data_dir),
                training_data=TrainingData(data_dir),
                announce=console.append,
                clock=clock,
            )
            made.append(Station(process, fake_device, data_dir, console))
            process.start()
            if device:
                fake_device.start()
                made[-1].device_comes()
            return made[-1]

        yield make
        for station in made:
            station.process.stop()
            if station.device._thread.is_alive():
                station.device.stop()


@pytest.fixture
def make_station() -> Iterator[Callable[..., Station]]:
    with stations() as make:
        yield make


@pytest.fixture
def station(make_station: Callable[..., Station]) -> Station:
    return make_station()


@pytest.fixture(scope="module")
def shared_station() -> Iterator[Station]:
    """One station for all tests of a module: for those that change nothing another one sees."""
    with stations() as make:
        yield make()


@pytest.fixture(scope="session")
def a_rep() -> Callable[..., Any]:
    return fake.a_rep


class Events:
    """A reader of the live stream."""

    def __init__(self, station: Station, last_event_id: str | None = None, **headers: str) -> None:
        self.socket = socket.create_connection(("127.0.0.1", station.process.port), timeout=10)
        lines = [f"Host: 127.0.0.1:{station.process.port}", *map(": ".join, headers.items())]
        if last_event_id is not None:
            lines.append(f"Last-Event-ID: {last_event_id}")
        request = "\r\n".join(["GET /api/v1/stream HTTP/1.1", *lines, "", ""])
        self.socket.sendall(request.encode())
        self._file = self.socket.makefile("rb")
        self._events = self._read()
        self.status = int(self._file.readline().split()[1])
        self.headers = dict(
            line.decode().rstrip().split(": ", 1) for line in iter(self._file.readline, b"\r\n")
        )

    def __iter__(self) -> Iterator[dict[str, str]]:
        return self._events

    def _read(self) -> Iterator[dict[str, str]]:
        event: dict[str, str] = {}
        for line in self._lines():
            if line:
                name, _, value = line.partition(": ")
                event[name] = value
            elif event:
                yield event
                event = {}

    def _lines(self) -> Iterator[str]:
        rest = b""
        while size := int(self._file.readline() or b"0", 16):
            rest += self._file.read(size)
            self._file.readline()
            *lines, rest = rest.split(b"\n")
            yield from (line.decode() for line in lines)

    def until(self, topic: str, within_s: float = 100.0) -> dict[str, str]:
        deadline = time.monotonic() + within_s
        for event in self._events:
            if event.get("event") == topic:
                return event
            assert time.monotonic() < deadline, f"no {topic} came in time"
        raise AssertionError("the stream ended")

    def close(self) -> None:
        self._file.close()
        self.socket.close()


@pytest.fixture
def listen() -> Iterator[Callable[..., Events]]:
    opened: list[Events] = []

    def make(*args: Any, **kwargs: Any) -> Events:
        opened.append(Events(*args, **kwargs))
        return opened[-1]

    yield make
    for events in opened:
        events.close()


@pytest.fixture(name="wait_until")
def wait_until_fixture() -> Callable[..., Any]:
    return wait_until


@pytest.fixture
def visitors() -> Iterator[Callable[[socket.socket], socket.socket]]:
    """Closes, at the end, every connection that is passed through it."""
    with ExitStack() as stack:
        yield stack.enter_context
