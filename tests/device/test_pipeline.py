"""What the screen is shown while nothing is measured."""

from device.calibration.factors import Factors
from device.pipeline import Pipeline
from device.sensors.reading import Fault, Reading


def test_no_place_and_no_hold_is_shown_while_no_position_is_measured() -> None:
    pipeline = Pipeline(Factors(2000.0, 0.0025, 83880.0))
    pipeline.feed(Reading(0, 0, None))
    seen = pipeline.live()
    assert (seen.position_ok, seen.excursion_m, seen.hold_s) == (True, 0.0, 0.0)
    pipeline.feed(Reading(5_000_000, 0, None, int(Fault.OFFLINE)))
    blind = pipeline.live()
    assert not blind.position_ok
    assert blind.excursion_m is blind.hold_s is blind.pace is None
