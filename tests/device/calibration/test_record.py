import pytest

from device.calibration.factors import Factors
from device.calibration.profile import MachineProfile
from device.calibration.record import CalibrationRecord, wiring_fingerprint

RECORD = CalibrationRecord(
    factors=Factors(),
    accepted_at=None,
    operator=None,
    wiring=wiring_fingerprint({"source": "gpio", "encoder_a": 17}),
    profile=MachineProfile(),
    weights=(),
    residual_n=0.0,
    noise_n=0.1,
    length_method="kept",
    length_m=None,
    closure_m=0.001,
)


def test_a_fingerprint_does_not_depend_on_the_order():
    assert wiring_fingerprint({"a": 1, "b": 2}) == wiring_fingerprint({"b": 2, "a": 1})


def test_another_wiring_has_another_fingerprint():
    assert RECORD.wiring == wiring_fingerprint({"encoder_a": 17, "source": "gpio"})
    assert RECORD.wiring != wiring_fingerprint({"source": "serial"})


@pytest.mark.parametrize("damage", [{"v": 2}, {"factors": None}, {"weights": [[1]]}, {"more": 1}])
def test_a_damaged_record_is_told_apart(damage):
    with pytest.raises(ValueError, match="calibration record"):
        CalibrationRecord.from_json({**RECORD.to_json(), **damage})
