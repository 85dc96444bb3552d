import pytest

from device.calibration.nominal import (
    nominal_counts_per_metre,
    nominal_factors,
    nominal_newtons_per_count,
)


def test_a_wheel_of_a_fifth_of_a_metre() -> None:
    assert nominal_counts_per_metre(600, 200.0) == pytest.approx(12_000)
    assert nominal_counts_per_metre(100, 200.0) == pytest.approx(2_000)


@pytest.mark.parametrize(("kg", "counts_per_newton"), [(100.0, 4_380), (200.0, 2_190)])
def test_cells_of_two_millivolts_per_volt(kg: float, counts_per_newton: float) -> None:
    """The figures of the data sheets' worked example: 42 950 and 21 475 counts a kilogram."""
    assert 1 / nominal_newtons_per_count(kg, 2.0) == pytest.approx(counts_per_newton, rel=1e-3)
    assert 9.80665 / nominal_newtons_per_count(kg, 2.0) == pytest.approx(4.294967e6 / kg, rel=1e-6)


def test_zero_is_left_to_the_tare() -> None:
    factors = nominal_factors(
        encoder_lines=600,
        wheel_circumference_mm=200.0,
        load_cell_kg=200.0,
        load_cell_mv_per_v=2.0,
        load_delay_s=0.02,
    )
    assert factors.load_zero == 0
    assert factors.load_delay_s == 0.02
