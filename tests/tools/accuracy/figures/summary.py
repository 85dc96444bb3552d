"""Many errors condensed into the figures that docs/design.md, "Goals", speaks of."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from tests.tools.accuracy.errors import RepError
from tests.tools.accuracy.run import Outcome

Figures = dict[str, float | None]


def _values(errors: Iterable[RepError], name: str) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    values = [getattr(error, name) for error in errors]
    return np.array([value for value in values if value is not None], dtype=np.float64)


def _bias(errors: list[RepError], name: str) -> float | None:
    values = _values(errors, name)
    return float(values.mean()) if len(values) else None


def _p(share: float) -> Callable[[list[RepError], str], float | None]:
    def quantile(errors: list[RepError], name: str) -> float | None:
        values = np.abs(_values(errors, name))
        # "higher" never interpolates towards an infinite neighbour, nor makes a figure better.
        return float(np.quantile(values, share, method="higher")) if len(values) else None

    return quantile


def _high(errors: list[RepError], name: str) -> float | None:
    """The 95th percentile with its sign: how large it gets, not how far from 0."""
    values = _values(errors, name)
    return float(np.quantile(values, 0.95, method="higher")) if len(values) else None


def _max(errors: list[RepError], name: str) -> float | None:
    values = _values(errors, name)
    return float(values.max()) if len(values) else None


@dataclass(frozen=True, slots=True)
class Figure:
    """One column: a figure made of one quantity of all repetitions.

    Attributes:
        key: Its name in JSON.
        heading: Its name in the table, with its unit.
        quantity: The field of ``RepError``.
        condense: How many become one.
        scale: From the quantity's unit to the table's.
        goal: What it must not exceed (or fall below, for shares that should be high).
        high_is_good: Which way the goal is meant.
        live: Whether it speaks of what is known while it happens: the second table.
    """

    key: str
    heading: str
    quantity: str
    condense: Callable[[list[RepError], str], float | None]
    scale: float = 1.0
    goal: float | None = None
    high_is_good: bool = False
    live: bool = False

    def meets(self, value: float | None) -> bool:
        """Whether a value reaches the goal; one that does not apply does."""
        if self.goal is None or value is None:
            return True
        return value >= self.goal if self.high_is_good else abs(value) <= self.goal


FIGURES: Final = (
    Figure("hold_bias_s", "hold ±", "hold_s", _bias, 1e3, 0.005),
    Figure("hold_p50_s", "p50", "hold_s", _p(0.5), 1e3, 0.010),
    Figure("hold_p95_s", "p95", "hold_s", _p(0.95), 1e3, 0.020),
    Figure("verdict_right", "≥1 s %", "verdict_right", _bias, 1e2, 0.995, high_is_good=True),
    Figure("rom_p95_m", "rom mm", "rom_m", _p(0.95), 1e3, 0.003),
    Figure("mean_velocity_bias_m_s", "v mm/s±", "mean_velocity_m_s", _bias, 1e3, 0.010),
    Figure("mean_velocity_p95_m_s", "p95", "mean_velocity_m_s", _p(0.95), 1e3, 0.060),
    Figure("peak_velocity_p95", "vmax %", "peak_velocity", _p(0.95), 1e2, 0.025),
    Figure("mean_force_p95", "F %", "mean_force", _p(0.95), 1e2),
    Figure("force_right", "F ok %", "force_right", _bias, 1e2, 1.0, high_is_good=True),
    Figure("start_p95_s", "start", "start_s", _p(0.95), 1e3, live=True),
    Figure("top_p95_s", "top", "top_s", _p(0.95), 1e3, live=True),
    Figure("release_p95_s", "release", "release_s", _p(0.95), 1e3, live=True),
    Figure("end_p95_s", "end", "end_s", _p(0.95), 1e3, live=True),
    Figure("delay_p95_s", "delay", "delay_s", _p(0.95), 1e3, 0.150, live=True),
    Figure("topped_p95_s", "topped", "topped_s", _p(0.95), 1e3, live=True),
    Figure("ring_late_p95_s", "ring", "ring_late_s", _p(0.95), 1e3, 0.100, live=True),
    Figure("ring_ahead_p95_s", "ahead", "ring_ahead_s", _high, 1e3, 0.100, live=True),
    Figure("ring_ahead_max_s", "most", "ring_ahead_s", _max, 1e3, 0.100, live=True),
    Figure("cue_right", "cue %", "cue_right", _bias, 1e2, 0.995, high_is_good=True, live=True),
)
"""Columns of the tables, in order. Times in the tables are milliseconds."""


class Tally:
    """Outcomes of one method, added up.

    Attributes:
        true: Repetitions made.
        missed: Of these, not found.
        invented: Found, but never made.
        errors: Of all that were found.
    """

    def __init__(self) -> None:
        self.true = self.missed = self.invented = 0
        self.errors: list[RepError] = []

    def add(self, outcome: Outcome) -> None:
        """Take one more."""
        self.true += outcome.true
        self.missed += len(outcome.missed_s)
        self.invented += len(outcome.invented_s)
        self.errors.extend(outcome.errors)

    @property
    def recall(self) -> float:
        """Share of the true repetitions that were found."""
        return len(self.errors) / self.true if self.true else 1.0

    @property
    def precision(self) -> float:
        """Share of the found repetitions that are true."""
        found = len(self.errors) + self.invented
        return len(self.errors) / found if found else 1.0

    def figures(self) -> Figures:
        """All figures by key; ``None`` where no repetition has the quantity."""
        return {f.key: f.condense(self.errors, f.quantity) for f in FIGURES}

    def document(self) -> dict[str, float | None]:
        """Counts and figures, ready for JSON (an infinite figure is ``null``)."""
        figures = {
            key: round(value, 6) if value is not None and np.isfinite(value) else None
            for key, value in self.figures().items()
        }
        return {
            "reps": self.true,
            "missed": self.missed,
            "invented": self.invented,
            "recall": round(self.recall, 6),
            "precision": round(self.precision, 6),
            **figures,
        }
