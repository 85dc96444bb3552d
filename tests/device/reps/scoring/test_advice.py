"""What is said after a set."""

from typing import Any

import pytest
from rep_objects import rep

from device.reps.exercises import Dose, Exercise
from device.reps.plan import SetPlan
from device.reps.scoring.advice import coaching_of, next_weight_step

SIX_TO_TEN = Dose(6, 10)


def reps(good: int, short: int = 0, slow: int = 0) -> list[dict[str, Any]]:
    bad = {"verdict": "short_hold", "reasons": ["short_hold"], "held": False}
    late = {"verdict": "slow_pull", "reasons": ["slow_pull"]}
    each = [{}] * good + [bad] * short + [late] * slow
    return [rep(number, **changes) for number, changes in enumerate(each, 1)]


@pytest.mark.parametrize(
    ("good", "short", "step"),
    [(10, 0, 1), (12, 0, 1), (11, 1, 0), (9, 0, 0), (6, 4, 0), (5, 5, -1), (0, 0, -1)],
)
def test_double_progression(good: int, short: int, step: int) -> None:
    assert next_weight_step(SIX_TO_TEN, ["good"] * good + ["short_hold"] * short) == step


@pytest.mark.parametrize(("good", "unknown", "step"), [(10, 2, 0), (4, 4, 0), (4, 1, -1)])
def test_what_could_not_be_judged_is_not_good_and_no_reason_to_take_weight_off(
    good: int, unknown: int, step: int
) -> None:
    assert next_weight_step(SIX_TO_TEN, ["good"] * good + ["unknown"] * unknown) == step
    unjudged = {"verdict": "unknown", "hold_s": None, "held": None}
    done = [
        rep(number, **({} if number > unknown else unjudged))
        for number in range(1, good + unknown + 1)
    ]
    coaching = coaching_of(SetPlan(), done)
    assert coaching["advice"]["praise"] != "all_good"
    assert not coaching["advice"]["complete"]
    enough = good + unknown >= SIX_TO_TEN.least
    assert coaching["advice"]["todo"] == ("unknown" if enough else "more")
    assert coaching["advice"]["todo_reps"] == (unknown if enough else good + unknown)


@pytest.mark.parametrize(("good", "step"), [(12, 1), (11, 0), (8, 0), (7, -1)])
def test_the_dose_of_the_exercise_bounds_it(good: int, step: int) -> None:
    plan = SetPlan(Exercise.PUSHDOWN, weight_kg=20.0)
    coaching = coaching_of(plan, reps(good))
    assert coaching["weight_step"] == step
    assert coaching["advice"]["complete"] == (good >= 8)
    assert coaching["advice"]["todo"] == ("keep" if good >= 8 else "more")


@pytest.mark.parametrize(
    ("done", "praise", "todo", "todo_reps", "complete"),
    [
        (reps(0), "empty", "more", 0, False),
        (reps(4), "all_good", "more", 4, False),
        (reps(8), "all_good", "keep", 8, True),
        (reps(6, 2), "good", "short_hold", 2, False),
        (reps(6, 0, 2), "held", "slow_pull", 2, False),
        (reps(5, 1, 1), "held", "short_hold", 1, False),
    ],
)
def test_praise_first_then_the_commonest_reason(
    done: list[dict[str, Any]], praise: str, todo: str, todo_reps: int, complete: bool
) -> None:
    advice = coaching_of(SetPlan(), done)["advice"]
    assert (advice["praise"], advice["todo"], advice["todo_reps"]) == (praise, todo, todo_reps)
    assert advice["complete"] is complete
    assert advice["next_weight"] is None, "nobody said what the weight was"


def test_the_next_weight_is_a_step_of_the_stack_in_either_unit() -> None:
    heavier = coaching_of(SetPlan(weight_kg=40.0), reps(10))["advice"]["next_weight"]
    assert heavier == {"kg": 42.5, "lb": 93.2}
    least = coaching_of(SetPlan(weight_kg=2.5), reps(1))["advice"]["next_weight"]
    assert least == {"kg": 2.5, "lb": 5.0}
