import pytest

from device.calibration.factors import Factors
from device.calibration.recorded import factors_from_header, header_from_factors
from device.errors import UserError


def test_factors_come_back() -> None:
    factors = Factors(-12000.0, 0.00045, 83880.5, 0.0125)
    assert factors_from_header(header_from_factors(factors)) == factors


def test_what_is_left_out_has_its_default_and_unknown_keys_do_not_matter() -> None:
    assert factors_from_header({"counts_per_metre": 500, "gym": "east"}) == Factors(500.0)


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("counts_per_metre", "2000", "must be a number"),
        ("counts_per_metre", True, "must be a number"),
        ("counts_per_metre", 0, "must not be"),
        ("newtons_per_count", 0.0, "must not be"),
        ("load_zero", float("nan"), "out of range"),
        ("load_zero", 10**400, "out of range"),
        ("newtons_per_count", float("inf"), "out of range"),
        ("load_delay_s", -0.1, "0 to 1 s"),
    ],
)
def test_senseless_factors_are_refused(key: str, value: float, reason: str) -> None:
    with pytest.raises(UserError, match=rf"{key}.*{reason}"):
        factors_from_header({key: value})
