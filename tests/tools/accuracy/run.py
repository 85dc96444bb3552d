"""Puts recordings through the methods, on several cores."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from device.sensors.simulated.generate import Simulated
from device.sensors.simulated.truth import TrueRep
from tests.tools.accuracy.errors import RepError, rep_error
from tests.tools.accuracy.matching import match, touches
from tests.tools.accuracy.methods.baselines import peaks, threshold
from tests.tools.accuracy.methods.detector import detect, detect_formerly
from tests.tools.accuracy.methods.former import Former
from tests.tools.accuracy.methods.found import Found
from tests.tools.accuracy.sets import CLOSED, Kind, kinds

OURS: Final = "detector"
FORMER: Final = "former"
METHODS: Final[dict[str, Callable[[Simulated], Found]]] = {
    OURS: detect,
    FORMER: detect_formerly,
    "find_peaks": peaks,
    "velocity": threshold,
}
"""By name: ours first, then what it was before, then the baselines."""

VERSIONS: Final = (OURS, FORMER)
"""Those that show rings, give cues and measure forces."""

_ABOUT_S: Final = 0.3
"""A cue so near to a repetition belongs to it: its boundaries are crossings within it."""


class Cue(NamedTuple):
    """What somebody who held at a true top was told.

    Attributes:
        top_s: When it was reached.
        hold_s: How long it was held.
        first: Whether in the first repetition of the set.
        cued: Whether the cue for the full second came.
    """

    top_s: float
    hold_s: float
    first: bool
    cued: bool


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one method made of one recording.

    Attributes:
        group: Row of the table.
        sound: Whether nothing is wrong with the sensors.
        true: Number of repetitions that were made and can be found.
        missed_s: True starts of those not found.
        invented_s: Found starts of those never made.
        errors: Of those found.
        sets: How many sets it was divided into, where the method knows of sets.
        cues: One for each true repetition, where the method gives cues.
        faults: Kinds of the sensor faults that were raised, one for each time.
        flags: Flags of the repetitions found.
        stray_cues_s: Cues outside repetitions; likewise tops announced there.
    """

    method: str
    condition: str
    seed: int
    true: int
    missed_s: tuple[float, ...]
    invented_s: tuple[float, ...]
    errors: tuple[RepError, ...]
    group: str = CLOSED
    sets: int | None = None
    cues: tuple[Cue, ...] = ()
    stray_cues_s: tuple[float, ...] = ()
    stray_tops_s: tuple[float, ...] = ()
    sound: bool = True
    faults: tuple[str, ...] = ()
    flags: tuple[tuple[str, ...], ...] = ()


def judge(
    made: Simulated,
    method: str,
    *,
    exact_range: bool = True,
    group: str = CLOSED,
    sound: bool = True,
) -> Outcome:
    """Put one recording through one method and compare with the truth.

    Args:
        made: The recording with its truth.
        method: A name in ``METHODS``.
        exact_range: False where the wheel hides the true distance.
        group: Row of the table.
        sound: Whether nothing is wrong with the sensors.
    """
    truth = made.truth
    found = METHODS[method](made)
    matching = match(truth.reps, found.reps, truth.spoiled_s)
    errors = tuple(
        rep_error(
            (truth.scenario, truth.seed, 1 + truth.reps.index(true)),
            true,
            rep,
            exact_range=exact_range,
            load_lost_s=truth.load_lost_s if method in VERSIONS else None,
        )
        for true, rep in matching.pairs
    )
    return Outcome(
        method,
        truth.scenario,
        truth.seed,
        len(matching.pairs) + len(matching.missed),
        tuple(true.start_s for true in matching.missed),
        tuple(rep.start_s for rep in matching.invented),
        errors,
        group,
        found.sets,
        _cues(made, found),
        _strays(made, found.cues_s),
        _strays(made, found.tops_s),
        sound,
        tuple(found.faults),
        tuple(rep.flags for rep in found.reps),
    )


def _cues(made: Simulated, found: Found) -> tuple[Cue, ...]:
    if found.cues_s is None:
        return ()
    truth = made.truth
    return tuple(
        Cue(rep.top_s, rep.hold_s, number == 0, any(_near(t_s, rep) for t_s in found.cues_s))
        for number, rep in enumerate(truth.reps)
        if not touches(rep, truth.spoiled_s)
    )


def _strays(made: Simulated, times_s: Sequence[float] | None) -> tuple[float, ...]:
    truth = made.truth
    return tuple(
        t_s
        for t_s in times_s or ()
        if not any(_near(t_s, rep) for rep in truth.reps)
        and not any(from_s <= t_s <= to_s + 1.0 for from_s, to_s in truth.spoiled_s)
    )


def _near(t_s: float, rep: TrueRep) -> bool:
    return rep.start_s - _ABOUT_S <= t_s <= rep.end_s + _ABOUT_S


def outcomes(
    conditions: Iterable[str],
    seeds: range,
    methods: Iterable[str],
    processes: int,
    former: Path | None = None,
) -> Iterator[Outcome]:
    """Every method over every condition and seed, in that order of the loops inwards.

    A condition with a ``share`` below 1 runs with that share of the seeds, at least one.
    """
    known = kinds()
    tasks = [
        (known[name], seed, tuple(methods))
        for name in conditions
        for seed in known[name].seeds(seeds)
    ]
    if processes == 1:
        Former.use(former)
        for task in tasks:
            yield from _judge_all(task)
        Former.use(None)
        return
    with ProcessPoolExecutor(processes, initializer=Former.use, initargs=(former,)) as pool:
        for some in pool.map(_judge_all, tasks, chunksize=2):
            yield from some


def _judge_all(task: tuple[Kind, int, tuple[str, ...]]) -> list[Outcome]:
    kind, seed, methods = task
    made = kind.make(seed)
    return [
        judge(made, method, exact_range=kind.exact_range, group=kind.group, sound=kind.sound)
        for method in methods
    ]
