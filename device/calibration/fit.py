"""From pairs of counts and known quantities to factors, by least squares."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

SETTLING_CONVERSIONS: Final = 4
"""The HX711's output settles in four conversions: 400 ms at 10, 50 ms at 80 samples per second
(HX711 data sheet, "Output settling time")."""


class WeightPoint(NamedTuple):
    """A known force and the counts it made."""

    force_n: float
    load_counts: float


class LoadFit(NamedTuple):
    """The load cell's line.

    Attributes:
        newtons_per_count: Its slope.
        load_zero: Counts at no force.
        residual_n: Root mean square distance of the points from the line; 0 of two points.
    """

    newtons_per_count: float
    load_zero: float
    residual_n: float


def fit_load(tare_counts: float, points: Sequence[WeightPoint]) -> LoadFit:
    """The line of least squares through the tare (no force) and the points.

    Raises:
        ValueError: All points have the same counts.
    """
    every = [WeightPoint(0.0, tare_counts), *points]
    mean_n = math.fsum(p.force_n for p in every) / len(every)
    mean_counts = math.fsum(p.load_counts for p in every) / len(every)
    squares = math.fsum((p.load_counts - mean_counts) ** 2 for p in every)
    if squares == 0:
        raise ValueError("one count value for several forces")
    slope = math.fsum((p.load_counts - mean_counts) * (p.force_n - mean_n) for p in every) / squares
    if slope == 0:
        raise ValueError("no force in any point")
    zero = mean_counts - mean_n / slope
    errors = (p.force_n - slope * (p.load_counts - zero) for p in every)
    return LoadFit(slope, zero, math.sqrt(math.fsum(e * e for e in errors) / len(every)))


def wheel_counts_per_metre(diameter_m: float, counts_per_turn: float) -> float:
    """Counts a metre of cable that runs over a wheel without slip."""
    return counts_per_turn / (math.pi * diameter_m)


def group_delay_s(rate_hz: float) -> float:
    """How far a conversion lags the force: half the settling time of a symmetric filter."""
    return SETTLING_CONVERSIONS / 2 / rate_hz
