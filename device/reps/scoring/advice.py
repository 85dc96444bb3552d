"""What to say after a set: what was good, what to do next, and the next weight."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypedDict

from device.objects.coaching import AdviceObject, SummaryObject
from device.objects.rep import RepObject
from device.reps.exercises import Dose, ExerciseSpec
from device.reps.plan import SetPlan
from device.reps.rep import Reason
from device.reps.scoring.summary import summary_of
from device.reps.scoring.verdict import GOOD, UNKNOWN
from device.units import KG_PER_LB

WEIGHT_STEPS: Final[Mapping[str, float]] = {"kg": 2.5, "lb": 5.0}
"""The usual next step of a weight stack, by the unit that it is marked in."""

_KG_OF_UNIT: Final[Mapping[str, float]] = {"kg": 1.0, "lb": KG_PER_LB}


class Coaching(TypedDict):
    """What a ``SetObject`` says beside its repetitions."""

    summary: SummaryObject
    weight_step: Literal[-1, 0, 1]
    advice: AdviceObject


def coaching_of(plan: SetPlan, reps: Sequence[RepObject]) -> Coaching:
    """Everything that is said of a set, from its plan and the objects of its repetitions."""
    rules = plan.exercise.spec
    summary = summary_of(rules, reps)
    step = next_weight_step(rules.dose, [rep["verdict"] for rep in reps])
    return Coaching(
        summary=summary,
        weight_step=step,
        advice=advice_of(rules, reps, summary, plan.weight_kg, step),
    )


def advice_of(
    rules: ExerciseSpec,
    reps: Sequence[RepObject],
    summary: SummaryObject,
    weight_kg: float | None,
    step: int,
) -> AdviceObject:
    """The advice after a set.

    Args:
        rules: The row of its exercise.
        reps: The objects of its repetitions.
        summary: Its figures.
        weight_kg: What it was done with; ``None`` where nobody said.
        step: How many steps heavier the next set shall be.
    """
    todo, todo_reps = _todo(rules.dose, reps, summary["unknown_reps"])
    return AdviceObject(
        praise=_praise(summary),
        todo=todo,
        todo_reps=todo_reps,
        complete=rules.dose.least <= len(reps) == summary["good_reps"],
        next_weight=None if weight_kg is None else _next_weight(weight_kg, step),
    )


def next_weight_step(dose: Dose, verdicts: Sequence[str]) -> Literal[-1, 0, 1]:
    """Double progression: +1 when the full dose and every repetition was good, -1 when fewer than
    the least were, else 0 (same weight). One that could not be judged is not good, and is no
    reason to take weight off.

    Source: the rule is the "2-for-2" family of progressions (Baechle & Earle, *Essentials of
    Strength Training and Conditioning*), with the dose of the exercise as its bounds.
    """
    good = sum(verdict == GOOD for verdict in verdicts)
    if good >= dose.most and good == len(verdicts):
        return 1
    unknown = sum(verdict == UNKNOWN for verdict in verdicts)
    return -1 if good + unknown < dose.least else 0


def _praise(summary: SummaryObject) -> Literal["empty", "all_good", "held", "good"]:
    if not summary["reps"]:
        return "empty"
    if summary["good_reps"] == summary["reps"]:
        return "all_good"
    return "held" if (summary["held_reps"] or 0) > summary["good_reps"] else "good"


def _todo(dose: Dose, reps: Sequence[RepObject], unknown: int) -> tuple[str, int]:
    """What to do next, and how many repetitions it is about."""
    reasons = Counter(Reason(word) for rep in reps for word in rep["reasons"])
    if reasons:
        # Of equally common ones the weightier, which `Reason` names first.
        worst = max(Reason, key=lambda reason: reasons[reason])
        return str(worst), reasons[worst]
    if len(reps) < dose.least:
        return "more", len(reps)
    return (UNKNOWN, unknown) if unknown else ("keep", len(reps))


def _next_weight(weight_kg: float, step: int) -> dict[str, float]:
    """The next weight in each unit, to a tenth, and never less than one step."""
    return {
        unit: max(by, round(weight_kg / _KG_OF_UNIT[unit] + step * by, 1))
        for unit, by in WEIGHT_STEPS.items()
    }
