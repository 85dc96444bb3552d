from collections.abc import Callable

import pytest

from device.calibration.factors import Factors
from device.clock.anchors import Anchor, AnchorSource, TimeQuality
from device.clock.stamp import Stamp
from device.errors import StoreError
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

MINUTE_NS = 60 * 10**9
NOON_US = 1_780_000_000_000_000
DRIFT = 20e-6


def anchor(minute: int, source: AnchorSource = AnchorSource.NTP, step_us: int = 0) -> Anchor:
    mono_ns = minute * MINUTE_NS
    return Anchor("b", mono_ns, NOON_US + step_us + round(mono_ns * (1 + DRIFT) / 1000), source, 50)


def kept(writer: StoreWriter) -> list[int]:
    rows = writer.anchors._session.connection.execute("SELECT mono_ns FROM anchors ORDER BY 1")
    return [row["mono_ns"] // MINUTE_NS for row in rows]


def test_calibrations_keep_their_history(writer: StoreWriter, reader: StoreReader) -> None:
    first = writer.calibrations.add(Factors(2000, 0.0025, 80_000, 0.02), "procedure", {"n": 1})
    second = writer.calibrations.add(Factors(-1990.5, 0.0026), "tare", key="k")
    assert writer.calibrations.add(Factors(-1990.5, 0.0026), "tare", key="k") == second
    assert reader.calibrations() == [second, first]
    assert first.factors == Factors(2000, 0.0025, 80_000, 0.02)
    assert first.details == {"n": 1}
    with pytest.raises(StoreError, match="finite"):
        writer.calibrations.add(Factors(float("nan")), "procedure")


def test_a_damaged_calibration_is_not_used(writer: StoreWriter, reader: StoreReader) -> None:
    first = writer.calibrations.add(Factors(), "procedure")
    writer.calibrations.add(Factors(), "tare")
    writer.anchors._session.connection.execute(
        "UPDATE calibrations SET newtons_per_count = 1 WHERE calibration_id = 2"
    )
    assert reader.calibrations() == [first]


def test_settings_are_changed_one_by_one(writer: StoreWriter, reader: StoreReader) -> None:
    writer.settings.change({"rest_s": 30, "name": "Row 1"})
    writer.settings.change({"rest_s": 45.5, "list": [1, None, {"a": True}]})
    assert reader.settings() == {"rest_s": 45.5, "name": "Row 1", "list": [1, None, {"a": True}]}


@pytest.mark.parametrize("value", [float("nan"), object(), "x" * 70_000])
def test_what_cannot_be_kept_is_refused(
    writer: StoreWriter, reader: StoreReader, value: object
) -> None:
    with pytest.raises(StoreError, match="setting bad"):
        writer.settings.change({"good": 1, "bad": value})
    assert reader.settings() == {}


def test_a_rotten_setting_is_as_if_never_changed(writer: StoreWriter, reader: StoreReader) -> None:
    writer.settings.change({"rest_s": 30, "other": 1})
    writer.anchors._session.connection.execute(
        "UPDATE settings SET value = '{' WHERE name = 'rest_s'"
    )
    assert reader.settings() == {"other": 1}


def test_a_week_of_anchors_is_a_few_and_tells_the_same_time(
    writer: StoreWriter, reader: StoreReader
) -> None:
    minutes = range(0, 7 * 24 * 60, 10)
    for minute in minutes:
        writer.anchors.add(anchor(minute))
    found = kept(writer)
    assert len(found) < 40
    assert found[0] == 0
    assert found[-1] == minutes[-1]
    clock = reader.wall_clock()
    for minute in minutes:
        told = clock.at(Stamp("b", minute * MINUTE_NS))
        assert told.wall_us is not None
        assert abs(told.wall_us - anchor(minute).wall_us) < 500_000
        assert told.quality is TimeQuality.NTP


def test_anchors_around_a_step_are_kept(writer: StoreWriter) -> None:
    for minute in (0, 10, 20):
        writer.anchors.add(anchor(minute))
    for minute in (30, 40, 50):
        writer.anchors.add(anchor(minute, step_us=3_600_000_000))
    writer.anchors.add(anchor(60, AnchorSource.SYSTEM))
    assert kept(writer) == [0, 20, 30, 50, 60]


def test_a_rotten_anchor_is_left_out(
    writer: StoreWriter, reader: StoreReader, add_set: Callable[..., int]
) -> None:
    writer.anchors.add(anchor(0))
    writer.anchors._session.connection.execute("UPDATE anchors SET source = 'ntq'")
    add_set()
    assert reader.sets()[0][0].began.quality is TimeQuality.UNSYNCED


def test_no_setting_is_no_event(writer: StoreWriter) -> None:
    before = writer.settings._session.next_key("events")
    writer.settings.change({})
    assert writer.settings._session.next_key("events") == before
