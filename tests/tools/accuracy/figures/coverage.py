"""Whether the 90 % intervals hold the truth as often as they say, condition by condition."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np

from tests.tools.accuracy.errors import RepError
from tests.tools.accuracy.run import Outcome

POOLED: Final = (0.88, 0.92)
EACH: Final = (0.80, 0.98)
"""Shares between which coverage must lie: of all together, and of every condition. Both leave the
extreme ones out: while the cable is slack or rings, nobody sees the hand."""


class Interval(NamedTuple):
    """One quantity with an interval: its name, and the unit that its half width is printed in."""

    title: str
    within: str
    half_width: str
    unit: str
    scale: float


INTERVALS: Final = (
    Interval("start", "start_within", "start_pm_s", "ms", 1e3),
    Interval("hold", "hold_within", "hold_pm_s", "ms", 1e3),
    Interval("range", "rom_within", "rom_pm_m", "mm", 1e3),
    Interval("mean velocity", "mean_velocity_within", "mean_velocity_pm_m_s", "mm/s", 1e3),
)


class Covered(NamedTuple):
    """How many intervals there were, the share that holds the truth, half of the half widths."""

    n: int
    share: float
    half_width: float


def covered(outcomes: Sequence[Outcome], interval: Interval) -> Covered | None:
    """Over all repetitions; ``None`` where no interval was given."""
    errors = [error for outcome in outcomes for error in outcome.errors if not error.unsaid]
    told = [error for error in errors if getattr(error, interval.within) is not None]
    if not told:
        return None
    share = float(np.mean([getattr(error, interval.within) for error in told]))
    return Covered(len(told), share, _half(told, interval.half_width))


def _half(errors: Sequence[RepError], name: str) -> float:
    return float(np.median([getattr(error, name) for error in errors]))


def by_condition(outcomes: Sequence[Outcome]) -> Mapping[str, list[Outcome]]:
    """Sorted into the conditions that they were made in."""
    found: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        found.setdefault(outcome.condition, []).append(outcome)
    return found
