"""Factors from what is printed on the sensors, for a machine that was never calibrated."""

from typing import Final

from device.calibration.factors import Factors

STANDARD_GRAVITY: Final = 9.80665
"""Metres per second squared; newtons of one kilogram-force."""

COUNTS_PER_LINE: Final = 4
"""Quadrature counts of one encoder line, whichever edges the source looks at."""

_HX711_COUNTS_PER_VOLT_PER_VOLT: Final = 128 * 2**24
"""The HX711 at gain 128 spans ±0.5 × supply / 128 with 24 bits, and the supply that it measures
against is the bridge's own (data sheet, "Analog Inputs"), so the code is ratio × 128 × 2²⁴."""


def nominal_counts_per_metre(encoder_lines: int, wheel_circumference_mm: float) -> float:
    """Quadrature counts of a metre of cable over a wheel."""
    return encoder_lines * COUNTS_PER_LINE / (wheel_circumference_mm / 1_000)


def nominal_newtons_per_count(load_cell_kg: float, load_cell_mv_per_v: float) -> float:
    """Force of one load cell count.

    Args:
        load_cell_kg: The cell's rated load.
        load_cell_mv_per_v: Its output at that load, in millivolts per volt of supply.
    """
    full_counts = load_cell_mv_per_v / 1_000 * _HX711_COUNTS_PER_VOLT_PER_VOLT
    return load_cell_kg * STANDARD_GRAVITY / full_counts


def nominal_factors(
    *,
    encoder_lines: int,
    wheel_circumference_mm: float,
    load_cell_kg: float,
    load_cell_mv_per_v: float,
    load_delay_s: float,
) -> Factors:
    """Factors from the labels; zero and direction are unknown until someone calibrates.

    Typical parts keep their labels within a few per cent, so that repetitions, holds and ranges are
    right at once, while kilograms await the known weight.
    """
    return Factors(
        counts_per_metre=nominal_counts_per_metre(encoder_lines, wheel_circumference_mm),
        newtons_per_count=nominal_newtons_per_count(load_cell_kg, load_cell_mv_per_v),
        load_delay_s=load_delay_s,
    )
