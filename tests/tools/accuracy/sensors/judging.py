"""One set with a broken sensor: what was named, when, and which figures are wrong in silence."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from device.reps.doubts import Figure, doubting
from device.sensors.simulated.faulty.table import SENSOR_FAULTS
from device.sensors.simulated.generate import Simulated, generate
from device.sensors.simulated.truth import Trouble, TrueRep
from tests.tools.accuracy.matching import match
from tests.tools.accuracy.methods.detector import found
from tests.tools.accuracy.methods.observing import Observation, observe

SOON_S: Final = 2.0
SOON_REPS: Final = 1
"""A fault is named in time so long after it struck, or before a second repetition has ended."""

WRONG: Final = 0.10
"""Share of the truth from which a stored figure is wrong."""

_LEAST_HOLD_S: Final = 0.1
"""A hold is wrong from this difference on, however short: sound ones differ by half of it."""

_TOO_LOW: Final = 0.25
"""A peak of force is wrong below by this share: the cell averages over 50 ms, and says so."""


class _Stored(NamedTuple):
    """A stored figure, the true one it is held against, and what it rests on."""

    name: str
    figure: Figure
    above: float
    below: float
    least: float = 0.0


_STORED: Final = (
    _Stored("rom_m", Figure.RANGE, WRONG, WRONG),
    _Stored("hold_s", Figure.HOLD, WRONG, WRONG, _LEAST_HOLD_S),
    _Stored("mean_velocity_m_s", Figure.VELOCITY, WRONG, WRONG),
    _Stored("peak_velocity_m_s", Figure.VELOCITY, WRONG, WRONG),
    _Stored("mean_force_n", Figure.FORCE, WRONG, WRONG),
    # Work is force over a way: a doubt about either is one about it, as in a set's summary.
    _Stored("work_j", Figure.VELOCITY | Figure.FORCE, WRONG, WRONG),
    _Stored("peak_force_n", Figure.FORCE, WRONG, _TOO_LOW),
)
_FLAGS: Final[Mapping[Figure, frozenset[str]]] = {
    stored.figure: frozenset(map(str, doubting(stored.figure))) for stored in _STORED
}


@dataclass(frozen=True, slots=True)
class Judged:
    """What one set with a sensor fault came to.

    Attributes:
        name: Of the fault, or of the sound situation.
        sound: Whether nothing is wrong.
        named_s: How long after its first reading it was named; ``None`` if never.
        named_reps: How many repetitions had ended meanwhile.
        true: Repetitions made; ``kept`` of them were found.
        silent: Figures stored wrong without a flag, with their repetition.
        invented: Repetitions stored without a flag that were never made.
        others: Other faults that were raised.
        flagged: Repetitions with a flag.
    """

    name: str
    seed: int
    sound: bool
    named_s: float | None
    named_reps: int
    true: int
    kept: int
    silent: tuple[str, ...]
    invented: int
    others: tuple[str, ...]
    flagged: int

    @property
    def in_time(self) -> bool:
        """Whether it was named soon enough."""
        if self.named_s is None:
            return False
        return self.named_s <= SOON_S or self.named_reps <= SOON_REPS


def judge(name: str, seed: int) -> Judged:
    """Make one set and compare what is said of it with the truth."""
    made = generate(name, seed)
    truth = made.truth
    seen = observe(made.header, made.readings)
    reps = found(seen).reps
    pairs = match(truth.reps, reps)
    stored = {id(rep): raw for rep, raw in zip(reps, seen["reps"], strict=True)}
    silent = [
        f"{figure} of rep {raw['number']}"
        for true, rep in pairs.pairs
        for raw in (stored[id(rep)],)
        for figure in _silently_wrong(raw, true)
    ]
    trouble = truth.troubles[0] if truth.troubles else None
    named_at_s = None if trouble is None else _named_at_s(seen, trouble)
    word = None if trouble is None else trouble.word
    shows_s = 0.0 if trouble is None else _shows_s(made, trouble)
    return Judged(
        name,
        seed,
        SENSOR_FAULTS[name].word is None,
        None if named_at_s is None else named_at_s - shows_s,
        _ended(truth.reps, shows_s, named_at_s),
        len(truth.reps),
        len(pairs.pairs),
        tuple(silent),
        sum(not stored[id(rep)]["flags"] for rep in pairs.invented),
        tuple(sorted({kind for _, kind in seen["faults"] if kind != word})),
        sum(bool(raw["flags"]) for raw in seen["reps"]),
    )


def judge_all(names: Sequence[str], seeds: range, processes: int) -> Iterator[Judged]:
    """Every fault with every seed."""
    tasks = [(name, seed) for name in names for seed in seeds]
    if processes == 1:
        yield from (judge(*task) for task in tasks)
        return
    with ProcessPoolExecutor(processes) as pool:
        yield from pool.map(_judge, tasks, chunksize=2)


def _judge(task: tuple[str, int]) -> Judged:
    return judge(*task)


def _named_at_s(seen: Observation, trouble: Trouble) -> float | None:
    """When the fault's own word came first, as a fault or as the flag of a repetition."""
    times = [t_s for t_s, kind in seen["faults"] if kind == trouble.word]
    times += [rep["detected_s"] for rep in seen["reps"] if trouble.word in rep["flags"]]
    return min((t_s for t_s in times if t_s >= trouble.from_s), default=None)


def _shows_s(made: Simulated, trouble: Trouble) -> float:
    """The first reading since it struck: where none arrives, nothing can be known."""
    return next((r.t_ns * 1e-9 for r in made.readings if r.t_ns * 1e-9 >= trouble.from_s), 0.0)


def _ended(reps: Sequence[TrueRep], shows_s: float, named_at_s: float | None) -> int:
    return 0 if named_at_s is None else sum(shows_s < rep.end_s < named_at_s for rep in reps)


def _silently_wrong(raw: dict[str, Any], true: TrueRep) -> Iterator[str]:
    flags = set(raw["flags"])
    for stored in _STORED:
        value, right = raw[stored.name], float(getattr(true, stored.name))
        if value is None or _FLAGS[stored.figure] & flags:
            continue
        above, below = (
            max(share * abs(right), stored.least) for share in (stored.above, stored.below)
        )
        if value - right > above or right - value > below:
            yield stored.name
