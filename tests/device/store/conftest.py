"""Stores with something in them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from made_reps import SECOND, make_rep

from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter


@pytest.fixture
def layout(tmp_path: Path) -> StoreLayout:
    return StoreLayout(tmp_path)


@pytest.fixture
def database(layout: StoreLayout) -> Path:
    return layout.database


@pytest.fixture
def writer(database: Path) -> Iterator[StoreWriter]:
    with StoreWriter(database, "simulated") as opened:
        yield opened


@pytest.fixture
def reader(writer: StoreWriter) -> StoreReader:
    return StoreReader(writer.path)


@pytest.fixture
def rep() -> Callable[..., Rep]:
    return make_rep


@pytest.fixture(scope="session", name="make_rep")
def make_rep_everywhere() -> Callable[..., Rep]:
    return make_rep


@pytest.fixture
def add_set(writer: StoreWriter) -> Callable[..., int]:
    """Writes a whole set and gives its key."""

    def add(plan: SetPlan | None = None, reps: int | list[Rep] = 2, **options: object) -> int:
        made = reps if isinstance(reps, list) else [make_rep(n) for n in range(1, reps + 1)]
        set_id = writer.sets.open_set(plan or SetPlan(), 0, **options)  # type: ignore[arg-type]
        for one in made:
            writer.sets.add_rep(set_id, one)
        writer.sets.end_set(set_id, 10 * SECOND, EndReason.USER)
        return set_id

    return add
