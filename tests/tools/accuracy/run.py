"""Puts simulated recordings through the methods, on several cores."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Final

from device.sensors.simulated.condition import CONDITIONS
from device.sensors.simulated.generate import Simulated, generate
from tests.tools.accuracy.baselines import peaks, threshold
from tests.tools.accuracy.detector import detect
from tests.tools.accuracy.errors import RepError, rep_error
from tests.tools.accuracy.found import FoundRep
from tests.tools.accuracy.matching import match

OURS: Final = "detector"
METHODS: Final[dict[str, Callable[[Simulated], list[FoundRep]]]] = {
    OURS: detect,
    "find_peaks": peaks,
    "velocity": threshold,
}
"""By name: ours first, then the baselines."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method made of one recording.

    Attributes:
        true: Number of repetitions that were made and can be found.
        missed_s: True starts of those not found.
        invented_s: Found starts of those never made.
        errors: Of those found.
    """

    method: str
    condition: str
    seed: int
    true: int
    missed_s: tuple[float, ...]
    invented_s: tuple[float, ...]
    errors: tuple[RepError, ...]


def judge(made: Simulated, method: str, *, exact_range: bool = True) -> Outcome:
    """Put one recording through one method and compare with the truth."""
    truth = made.truth
    matching = match(truth.reps, METHODS[method](made), truth.spoiled_s)
    errors = tuple(
        rep_error(
            (truth.scenario, truth.seed, 1 + truth.reps.index(true)),
            true,
            found,
            exact_range=exact_range,
            load_lost_s=truth.load_lost_s if method == OURS else None,
        )
        for true, found in matching.pairs
    )
    return Outcome(
        method,
        truth.scenario,
        truth.seed,
        len(matching.pairs) + len(matching.missed),
        tuple(true.start_s for true in matching.missed),
        tuple(found.start_s for found in matching.invented),
        errors,
    )


def outcomes(
    conditions: Iterable[str], seeds: range, methods: Iterable[str], processes: int
) -> Iterator[Outcome]:
    """Every method over every condition and seed, in that order of the loops inwards.

    A condition with a ``share`` below 1 runs with that share of the seeds, at least one.
    """
    tasks = [
        (name, seed, tuple(methods))
        for name in conditions
        for seed in seeds[: max(1, round(len(seeds) * CONDITIONS[name].share))]
    ]
    if processes == 1:
        for task in tasks:
            yield from _judge_all(task)
        return
    with ProcessPoolExecutor(processes) as pool:
        for some in pool.map(_judge_all, tasks, chunksize=2):
            yield from some


def _judge_all(task: tuple[str, int, tuple[str, ...]]) -> list[Outcome]:
    name, seed, methods = task
    made = generate(name, seed)
    exact_range = CONDITIONS[name].exact_range
    return [judge(made, method, exact_range=exact_range) for method in methods]
