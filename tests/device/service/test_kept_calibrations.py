import pytest

from device.calibration.factors import Factors
from device.process.heartbeat import Heartbeats
from device.service.saving.records import SetKeys
from device.service.saving.station_time import StationTime
from device.service.saving.store_session import StoreSession
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

FACTORS = Factors(3819.7, 0.0005, 120.0)


@pytest.fixture
def store(tmp_path):
    with StoreWriter(StoreLayout(tmp_path).database, "gpio") as store:
        yield store


def session_of(tmp_path, wiring):
    reader = StoreReader(StoreLayout(tmp_path).database)
    return StoreSession(
        layout=StoreLayout(tmp_path),
        source="gpio",
        run="run",
        wiring=wiring,
        reader=reader,
        time=StationTime(reader),
        keys=SetKeys(),
        state=None,
        beats=Heartbeats(["writer"]),
    )


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
def test_only_what_was_found_with_this_wiring_is_used(store, tmp_path, kept, state, factors):
    for kind, wiring in kept:
        store.calibrations.add(FACTORS, kind, {"wiring": wiring})
    session = session_of(tmp_path, "here")
    assert session.calibration_state() == state
    assert session.factors() == factors


def test_no_calibration_applies_where_the_source_has_its_own_factors(store, tmp_path):
    store.calibrations.add(FACTORS, "procedure", {"wiring": "here"})
    session = session_of(tmp_path, None)
    assert session.calibration_state() == "own"
    assert session.factors() is None
