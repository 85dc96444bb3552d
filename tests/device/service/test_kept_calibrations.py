import pytest

from device.calibration.factors import Factors
from device.service.saving.records import SetKeys
from device.service.saving.store_session import StoreSession
from device.store.layout import StoreLayout
from device.store.writing.writer import StoreWriter

FACTORS = Factors(3819.7, 0.0005, 120.0)


@pytest.fixture
def store(tmp_path):
    with StoreWriter(StoreLayout(tmp_path).database, "gpio") as store:
        yield store


@pytest.fixture
def books(tmp_path):
    return StoreSession(StoreLayout(tmp_path), "gpio", "run", SetKeys(), board=None)


@pytest.mark.parametrize(
    ("kept", "state", "factors"),
    [
        ([], "none", None),
        ([("tare", "here")], "none", FACTORS),
        ([("procedure", "here")], "current", FACTORS),
        ([("procedure", "there")], "stale", None),
        ([("procedure", "here"), ("procedure", "there")], "current", FACTORS),
    ],
)
def test_only_what_was_found_with_this_wiring_is_used(store, books, kept, state, factors):
    for kind, wiring in kept:
        store.calibrations.add(FACTORS, kind, {"wiring": wiring})
    assert books.calibration_state("here") == state
    assert books.factors("here") == factors
