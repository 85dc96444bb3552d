"""What a set comes to: counts, means and bests.

A flagged repetition is kept and shown with its flag, and left out of what the flag puts in doubt:
``doubts.DOUBTS`` says so, and every mean, best, trend and comparison of sides goes by it. One whose
range or hold is unknown was not seen whole, and counts towards none of them.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, Final, cast

from device.objects.coaching import SummaryObject
from device.objects.rep import RepObject
from device.reps.doubts import POSITION_FLAGS, Figure, doubting
from device.reps.exercises import ExerciseSpec
from device.reps.rep import RepFlag
from device.reps.scoring.verdict import GOOD, UNKNOWN

_OF_RANGE: Final = doubting(Figure.RANGE)
_OF_HOLD: Final = doubting(Figure.HOLD)
_OF_VELOCITY: Final = doubting(Figure.VELOCITY)
_OF_POWER: Final = doubting(Figure.VELOCITY | Figure.FORCE)
"""Power and work rest on both sensors."""


@dataclass(frozen=True, slots=True)
class _Figure:
    """One figure of a summary.

    Attributes:
        name: In the summary.
        of: The quantity of a repetition that it is made from.
        combine: Makes it from the values that count, of which there is at least one.
        doubted_by: Flags whose repetitions are left out.
    """

    name: str
    of: str
    combine: Callable[[Sequence[float]], float]
    doubted_by: frozenset[RepFlag]


_FIGURES: Final = (
    _Figure("mean_rom_m", "rom_m", fmean, _OF_RANGE),
    _Figure("best_rom_m", "rom_m", max, _OF_RANGE),
    _Figure("mean_hold_s", "hold_s", fmean, _OF_HOLD),
    _Figure("mean_velocity_m_s", "mean_velocity_m_s", fmean, _OF_VELOCITY),
    _Figure("peak_velocity_m_s", "peak_velocity_m_s", max, _OF_VELOCITY),
    _Figure("velocity_loss_pct", "velocity_loss_pct", lambda values: values[-1], _OF_VELOCITY),
    _Figure("mean_power_w", "mean_power_w", fmean, _OF_POWER),
    _Figure("peak_power_w", "peak_power_w", max, _OF_POWER),
    _Figure("work_j", "work_j", sum, _OF_POWER),
)


def has_sound_range(flags: Iterable[str]) -> bool:
    """Whether a repetition with these flags may count towards ranges, bests and references."""
    return POSITION_FLAGS.isdisjoint(flags)


def range_that_counts(
    rom_m: float | None, hold_s: float | None, flags: Iterable[str]
) -> float | None:
    """The range of a repetition where it counts towards means, bests and references, else ``None``.

    Where the hold is unknown, the handle was not seen at the top: it may have gone farther.
    """
    return None if hold_s is None or not has_sound_range(flags) else rom_m


def mean_rom_m(reps: Iterable[RepObject]) -> float | None:
    """Mean range of those repetitions whose range is sound; ``None`` where there is none."""
    ranges = [range_m for rep in reps if (range_m := _range_m(rep)) is not None]
    return fmean(ranges) if ranges else None


def _range_m(rep: RepObject) -> float | None:
    return range_that_counts(rep["rom_m"], rep["hold_s"], rep["flags"])


def summary_of(rules: ExerciseSpec, reps: Sequence[RepObject]) -> SummaryObject:
    """The figures of a set.

    Args:
        rules: The row of its exercise.
        reps: The objects of its repetitions, those that were put away left out, in their order.
    """
    flags = [flag for rep in reps for flag in rep["flags"]]
    summary: dict[str, Any] = {
        "reps": len(reps),
        "good_reps": sum(rep["verdict"] == GOOD for rep in reps),
        "unknown_reps": sum(rep["verdict"] == UNKNOWN for rep in reps),
        "held_reps": None if rules.hold_target_s is None else sum(bool(r["held"]) for r in reps),
        "flagged_reps": sum(bool(rep["flags"]) for rep in reps),
        "left_out": [rep["rep"] for rep in reps if _range_m(rep) is None],
        "flags": list(dict.fromkeys(flags)),
    }
    summary |= {figure.name: _figure(figure, reps) for figure in _FIGURES}
    return cast(SummaryObject, summary)


def _figure(figure: _Figure, reps: Iterable[RepObject]) -> float | None:
    sound = (
        rep
        for rep in reps
        if _range_m(rep) is not None and figure.doubted_by.isdisjoint(rep["flags"])
    )
    found = (cast(Mapping[str, Any], rep)[figure.of] for rep in sound)
    values = [value for value in found if value is not None]
    return round(figure.combine(values), 4) if values else None
