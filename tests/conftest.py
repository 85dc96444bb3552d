"""Fixtures for every room."""

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from figures import Figure
from hypothesis import HealthCheck, settings
from in_time import InTime
from processes import Product
from service_manager import ServiceManager
from stepped import SteppedTrainee

# How long an example takes says more about what else the machine does than about the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A private folder whose name is short enough for Unix sockets (``tmp_path`` is not)."""
    with tempfile.TemporaryDirectory(prefix="cc-") as folder:
        yield Path(folder)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Figure:
    """Keeps what a test measured of a row of the fault table, for ``make reliability``."""
    return lambda row, text: record_property(f"row {row}", text)


@pytest.fixture(params=["ordered", pytest.param("timed", marks=pytest.mark.timing)])
def in_time(request: pytest.FixtureRequest) -> InTime:
    """Asserts a wall-clock bound, in a run of the test that is marked ``timing``.

    A test that uses it runs twice: for what happens, anywhere, and for how soon, with the others of
    that mark.
    """

    def check(took_s: float, most_s: float) -> None:
        if request.param == "timed":
            assert took_s < most_s

    return check


@pytest.fixture
def product(tmp_path, short_folder, monkeypatch) -> Iterator[Product]:
    monkeypatch.setenv("CABLECOACH_RUNTIME_DIR", str(short_folder))
    with ExitStack() as stack:
        yield Product(tmp_path, dict(os.environ), stack)


@pytest.fixture
def trainee(short_folder) -> Iterator[SteppedTrainee]:
    """Moves the handle of a device process that is started with ``--source trainee.source``."""
    with SteppedTrainee(short_folder) as trainee:
        yield trainee


@pytest.fixture
def manager(short_folder, monkeypatch) -> Iterator[ServiceManager]:
    """Takes systemd's place for a process that it starts."""
    monkeypatch.setenv("CABLECOACH_RUNTIME_DIR", str(short_folder))
    with ExitStack() as stack:
        yield ServiceManager(short_folder, stack)
