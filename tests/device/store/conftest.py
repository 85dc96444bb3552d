"""Stores with something in them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

SECOND = 1_000_000_000


def make_rep(number: int = 1, **changes: object) -> Rep:
    """A good repetition of three seconds, the ``number``-th of a set that began at 0."""
    start = number * 3 * SECOND
    values: dict[str, object] = {
        "number": number,
        "start_ns": start,
        "top_ns": start + 600_000_000,
        "release_ns": start + 1_700_000_000,
        "end_ns": start + 2_900_000_000,
        "detected_ns": start + 2_950_000_000,
        "rom_m": round(0.6 + number / 1000, 3),
        "rom_pct": None,
        "hold_s": 1.1,
        "held": True,
        "concentric_s": 0.6,
        "eccentric_s": 1.2,
        "mean_velocity_m_s": 1.0,
        "mean_propulsive_velocity_m_s": 1.05,
        "peak_velocity_m_s": 1.6,
        "eccentric_velocity_m_s": 0.5,
        "mean_force_n": 200.0,
        "peak_force_n": 260.5,
        "mean_power_w": 200.0,
        "peak_power_w": 380.25,
        "work_j": 120.0,
        "rfd_n_s": 900.0,
        "velocity_loss_pct": 0.0,
        "tempo": "1-0-X-1",
        "verdict": "good",
        "reasons": (),
        "flags": (),
    }
    return Rep(**(values | changes))  # type: ignore[arg-type]


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
