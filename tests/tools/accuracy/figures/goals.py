"""The goals of docs/design.md, "Goals", row by row, and what many outcomes come to in each."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from tests.tools.accuracy.errors import RepError
from tests.tools.accuracy.run import Outcome
from tests.tools.accuracy.sets import CLOSED, PROBES
from tests.tools.accuracy.strokes.conditions import EXTREME, ORDINARY, SLOW

Quantity = Callable[[RepError], float | bool | None]


class Goal(NamedTuple):
    """What must not be exceeded; ``share`` is what must be reached."""

    p50: float | None = None
    p95: float | None = None
    bias: float | None = None
    share: float | None = None


NONE: Final = Goal()


class Value(NamedTuple):
    """A row's value over many repetitions, in the quantity's own unit.

    Attributes:
        n: How many had the quantity.
        p50: Half of the absolute errors are no larger; likewise ``p95``.
        most: The largest.
        bias: The mean, with its sign.
        share: Of those that are right, where the quantity is right or wrong.
    """

    n: int
    p50: float | None = None
    p95: float | None = None
    most: float | None = None
    bias: float | None = None
    share: float | None = None

    def meets(self, goal: Goal) -> bool:
        """Whether every part of the goal is reached; without repetitions it is."""
        if not self.n:
            return True
        upper = ((self.p50, goal.p50), (self.p95, goal.p95), (self.bias, goal.bias))
        right = all(limit is None or value is None or abs(value) <= limit for value, limit in upper)
        return right and (goal.share is None or (self.share or 0.0) >= goal.share)


@dataclass(frozen=True, slots=True)
class Row:
    """One quantity.

    Attributes:
        key: Its name in JSON.
        title: Its name in the table.
        unit: What is printed.
        of: The quantity of one repetition.
        scale: From the quantity's unit to the printed one.
        digits: Behind the point.
        goals: By group of sets.
    """

    key: str
    title: str
    unit: str
    of: Quantity
    scale: float = 1.0
    digits: int = 0
    goals: Mapping[str, Goal] = field(default_factory=dict)

    def goal(self, group: str) -> Goal:
        """For a group of sets."""
        return self.goals.get(group, NONE)

    def value(self, outcomes: Sequence[Outcome]) -> Value:
        """Over all repetitions found in these outcomes."""
        found = [self.of(error) for outcome in outcomes for error in outcome.errors]
        known = [value for value in found if value is not None]
        if not known:
            return Value(0)
        values = np.array(known, dtype=np.float64)
        if isinstance(known[0], bool):
            return Value(len(known), share=float(values.mean()))
        size = np.abs(values)
        half, most = (float(np.quantile(size, q, method="higher")) for q in (0.5, 0.95))
        return Value(len(known), half, most, float(size.max()), float(values.mean()))


def _first(of: Callable[[RepError], float | None]) -> Quantity:
    return lambda error: of(error) if error.first else None


_START: Final = Goal(p95=0.025)
_RIGHT: Final = Goal(share=0.999)
_VELOCITY: Final = Goal(p95=0.06, bias=0.01)
_PEAK: Final = Goal(p95=0.025, bias=0.005)

ROWS: Final = (
    Row(
        "start_s",
        "start of the pull",
        "ms",
        lambda e: e.start_s,
        1e3,
        goals={CLOSED: _START, ORDINARY: _START, SLOW: _START, PROBES: Goal(p95=0.02)},
    ),
    Row(
        "first_start_s",
        "start, first reps of a set",
        "ms",
        _first(lambda e: e.start_s),
        1e3,
        goals={CLOSED: _START, ORDINARY: _START, SLOW: _START, PROBES: Goal(p95=0.02)},
    ),
    Row("top_s", "top", "ms", lambda e: e.top_s, 1e3),
    Row("release_s", "release", "ms", lambda e: e.release_s, 1e3),
    Row("end_s", "end", "ms", lambda e: e.end_s, 1e3),
    Row(
        "hold_s",
        "hold",
        "ms",
        lambda e: e.hold_s,
        1e3,
        goals={
            CLOSED: Goal(0.010, 0.020),
            ORDINARY: Goal(0.012, 0.035),
            SLOW: Goal(p95=0.050),
            EXTREME: Goal(p95=0.150),
        },
    ),
    Row(
        "said_hold_s",
        "hold, where no flag doubts it",
        "ms",
        lambda e: None if e.unsaid else e.hold_s,
        1e3,
        goals={EXTREME: Goal(p95=0.150)},
    ),
    Row(
        "verdict",
        "full second judged right",
        "%",
        lambda e: e.verdict_right,
        1e2,
        2,
        goals={CLOSED: _RIGHT, ORDINARY: _RIGHT, SLOW: _RIGHT, PROBES: _RIGHT},
    ),
    Row(
        "rom_m",
        "range",
        "mm",
        lambda e: e.rom_m,
        1e3,
        1,
        goals={CLOSED: Goal(p95=0.003), ORDINARY: Goal(p95=0.0025), SLOW: Goal(p95=0.0025)},
    ),
    Row(
        "first_rom_m",
        "range, first reps of a set",
        "mm",
        _first(lambda e: e.rom_m),
        1e3,
        1,
        goals={CLOSED: Goal(p95=0.003), ORDINARY: Goal(p95=0.0025), SLOW: Goal(p95=0.0025)},
    ),
    Row(
        "mean_velocity_m_s",
        "mean velocity",
        "mm/s",
        lambda e: e.mean_velocity_m_s,
        1e3,
        goals={CLOSED: _VELOCITY, ORDINARY: _VELOCITY, SLOW: _VELOCITY},
    ),
    Row(
        "peak_velocity",
        "peak velocity",
        "%",
        lambda e: e.peak_velocity,
        1e2,
        1,
        goals={CLOSED: _PEAK, ORDINARY: _PEAK, SLOW: _PEAK},
    ),
)
"""In the order of the table."""


class Counts(NamedTuple):
    """How many repetitions and sets were found as they were made."""

    true: int
    missed: int
    invented: int
    files: int
    sets_wrong: int | None
    unsaid: int


def counts(outcomes: Sequence[Outcome]) -> Counts:
    """Add up; each recording is one set."""
    told = [outcome for outcome in outcomes if outcome.sets is not None]
    return Counts(
        sum(outcome.true for outcome in outcomes),
        sum(len(outcome.missed_s) for outcome in outcomes),
        sum(len(outcome.invented_s) for outcome in outcomes),
        len(outcomes),
        sum(outcome.sets != 1 for outcome in told) if told else None,
        sum(error.unsaid for outcome in outcomes for error in outcome.errors),
    )
