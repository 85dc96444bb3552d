"""How an athlete does from set to set, and left against right."""

from collections.abc import Sequence
from itertools import pairwise

from device.objects.coaching import (
    ComparedSetObject,
    ComparisonObject,
    DayAsymmetryObject,
    TrendObject,
    TrendsObject,
)
from device.objects.sets import SetObject
from device.reps.definition import DEFINITION
from device.reps.exercises import Side
from device.reps.scoring.summary import mean_rom_m


def asymmetry_pct(left: float | None, right: float | None) -> float | None:
    """(max - min) / max in percent, above 0 where left is more; ``None`` where one is unknown."""
    if not left or not right:
        return None
    return round(100.0 * (left - right) / max(left, right), 2)


def trends_of(sets: Sequence[SetObject]) -> TrendsObject:
    """The trends of sets of one exercise.

    Args:
        sets: The objects of the sets, newest first; empty ones are left out.
    """
    trained = [one for one in reversed(sets) if one["reps"]]
    latest = trained[-1]["plan"] if trained else None
    weight_kg = None if latest is None else latest["weight_kg"]
    definition = trained[-1]["definition"] if trained else DEFINITION
    return TrendsObject(
        exercise=None if latest is None else latest["exercise"],
        weight_kg=weight_kg,
        sets=[_trend(one, weight_kg, definition) for one in trained],
        asymmetry=_by_day(trained),
        redefined=[
            one["set_id"]
            for before, one in pairwise(trained)
            if one["definition"] != before["definition"]
        ],
    )


def comparison_of(this: SetObject, others: Sequence[SetObject]) -> ComparisonObject:
    """A set beside others of its athlete and exercise.

    Args:
        this: The object of the set.
        others: Those of the others, newest first.
    """
    side, set_id = this["plan"]["side"], this["set_id"]
    trained = [one for one in others if one["reps"] and one["set_id"] != set_id]
    before = [o for o in trained if o["set_id"] < set_id and o["plan"]["side"] == side]
    across = [o for o in trained if o["plan"]["side"] != side]
    nearest = min(across, key=lambda one: abs(one["set_id"] - set_id), default=None)
    return ComparisonObject(
        previous=_compared(before[0]) if before else None,
        other_side=None if nearest is None else _compared(nearest),
        asymmetry_pct=None if nearest is None else _between_sides([this, nearest]),
    )


def _trend(one: SetObject, weight_kg: float | None, definition: int) -> TrendObject:
    plan = one["plan"]
    summary = one["summary"]
    held, known = summary["held_reps"], sum(rep["held"] is not None for rep in one["reps"])
    same = plan["weight_kg"] == weight_kg and one["definition"] == definition
    return {
        **summary,
        "set_id": one["set_id"],
        "started_at": one["started_at"],
        "exercise": plan["exercise"],
        "side": plan["side"],
        "variant": plan["variant"],
        "weight_kg": plan["weight_kg"],
        "held_pct": None if held is None or not known else round(100.0 * held / known, 1),
        "compared_velocity_m_s": summary["mean_velocity_m_s"] if same else None,
        "definition": one["definition"],
    }


def _compared(one: SetObject) -> ComparedSetObject:
    return ComparedSetObject(
        set_id=one["set_id"],
        side=one["plan"]["side"],
        summary=one["summary"],
        definition=one["definition"],
    )


def _by_day(sets: Sequence[SetObject]) -> list[DayAsymmetryObject]:
    days: dict[str, list[SetObject]] = {}
    for one in sets:
        if one["started_at"] is not None:
            days.setdefault(one["started_at"][:10], []).append(one)
    uneven = {day: _between_sides(of_day) for day, of_day in days.items()}
    return [
        DayAsymmetryObject(day=day, asymmetry_pct=pct)
        for day, pct in uneven.items()
        if pct is not None
    ]


def _between_sides(sets: Sequence[SetObject]) -> float | None:
    """Asymmetry of the mean ranges of all repetitions on either side; ``None`` where the sets were
    measured by different definitions.
    """
    if len({one["definition"] for one in sets}) > 1:
        return None
    left, right = (
        mean_rom_m(rep for one in sets if one["plan"]["side"] == side for rep in one["reps"])
        for side in (Side.LEFT, Side.RIGHT)
    )
    return asymmetry_pct(left, right)
