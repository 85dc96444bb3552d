"""Moves one value and puts the simulated trainees through the detector again."""

import multiprocessing
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any, Final

from device.sensors.simulated.generate import Simulated, generate
from tests.tools.sensitivity.constants import Constant

CONDITIONS: Final = (
    "plain",
    "uneven",
    "slow",
    "tremor",
    "creep",
    "overshoot",
    "partials",
    "pull_pause",
    "release_pause",
    "touch_and_go",
    "start_step",
    "walk",
    "no_return",
    "drop",
    "fidgets",
    "coarse_encoder",
    "gaps",
    "load_10",
    "load_spikes",
    "load_frozen",
    "line_off",
)
"""Those that differ most in what they ask of a value; the others are mixtures or variations."""

WORTH_TELLING: Final = {
    "missed": 1,
    "invented": 1,
    "hold_bias_s": 0.002,
    "hold_p95_s": 0.005,
    "verdict_right": 0.001,
    "rom_p95_m": 0.0005,
    "mean_velocity_p95_m_s": 0.005,
    "peak_velocity_p95": 0.005,
    "mean_force_p95": 0.005,
    "force_right": 0.001,
    "delay_p95_s": 0.010,
    "topped_p95_s": 0.010,
    "ring_late_p95_s": 0.010,
    "ring_ahead_p95_s": 0.010,
    "cue_right": 0.001,
}
"""Figures of the accuracy tool, and the least change that is told."""

Figures = dict[str, dict[str, float | None]]
"""By condition: the figures of the accuracy tool."""

Changes = dict[str, dict[str, tuple[float | None, float | None]]]
"""By condition and figure: before and after the move."""


@dataclass(frozen=True, slots=True)
class Move:
    """One value moved by some percent; ``constant`` is ``None`` for none moved."""

    constant: Constant | None
    percent: int


@dataclass(frozen=True, slots=True)
class Moved:
    """What a move did.

    Attributes:
        key: Stage and name of the value.
        value: The value as it stood.
        percent: By how much it was moved.
        seeds: How many sets of each condition were made.
        conditions: Number of conditions.
        identical: Whether every figure was the same to the last digit.
        changes: What changed by more than ``WORTH_TELLING``.
        failed: The error that the moved value caused, if any.
    """

    key: str
    value: float
    percent: int
    seeds: int
    conditions: int
    identical: bool
    changes: Changes
    failed: str | None

    def document(self) -> dict[str, Any]:
        """Ready for JSON."""
        return asdict(self)


_made: dict[str, list[Simulated]] = {}


def measure(moves: Iterable[Move], seeds: int, processes: int) -> Iterator[Moved]:
    """Each move in a process of its own, forked before any measuring code is loaded.

    So whatever is derived from a value while its module loads is derived from the moved one.
    """
    loaded = [name for name in sys.modules if name.startswith(("device.reps", "device.motion"))]
    if loaded:
        raise RuntimeError(f"already loaded, cannot be moved: {loaded}")
    for name in CONDITIONS:
        _made[name] = [generate(name, seed) for seed in range(seeds)]
    with multiprocessing.get_context("fork").Pool(processes, maxtasksperchild=1) as pool:
        _, before, failed = pool.apply(_figures, (Move(None, 0),))
        if failed is not None:
            raise RuntimeError(failed)
        for move, after, failed in pool.imap(_figures, moves, chunksize=1):
            assert move.constant is not None
            yield Moved(
                move.constant.key,
                move.constant.value,
                move.percent,
                seeds,
                len(CONDITIONS),
                after == before,
                {} if failed else _changes(before, after),
                failed,
            )


def _figures(move: Move) -> tuple[Move, Figures, str | None]:
    constant = move.constant
    if constant is not None:
        setattr(import_module(constant.module), constant.name, constant.moved(move.percent))
    from device.sensors.simulated.condition import CONDITIONS as ALL
    from tests.tools.accuracy.figures.summary import Tally
    from tests.tools.accuracy.run import OURS, judge

    figures: Figures = {}
    try:
        for name, recordings in _made.items():
            tally = Tally()
            for made in recordings:
                tally.add(judge(made, OURS, exact_range=ALL[name].exact_range))
            figures[name] = tally.document()
    except Exception as error:  # noqa: BLE001  a value that cannot be moved so far is a finding
        return move, figures, f"{type(error).__name__}: {error}"
    return move, figures, None


def _changes(before: Figures, after: Figures) -> Changes:
    changes: Changes = {}
    for condition, figures in before.items():
        for figure, least in WORTH_TELLING.items():
            old, new = figures[figure], after[condition][figure]
            if old == new:
                continue
            if old is None or new is None or abs(new - old) >= least * (1 - 1e-9):
                changes.setdefault(condition, {})[figure] = (old, new)
    return changes
