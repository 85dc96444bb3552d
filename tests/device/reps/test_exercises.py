"""Every row of the table is one that the other parts can work with."""

import pytest

from device.coaching_rules import exercise_objects, limits_object
from device.errors import StoreError
from device.reps.exercises import SESSION, Exercise, Side, Variant
from device.reps.plan import SetPlan
from device.store.checks import fitting


@pytest.mark.parametrize("exercise", Exercise)
def test_a_row_makes_sense(exercise: Exercise) -> None:
    spec = exercise.spec
    assert spec.sides
    assert spec.variants
    assert 1 <= spec.dose.least <= spec.dose.most
    assert 0.0 < spec.min_rom_m < spec.usual_rom_m[0] < spec.usual_rom_m[1]
    assert 0.5 < spec.range_share <= 1.0
    assert spec.hold_target_s is None or spec.hold_target_s > 0.0
    assert Exercise(str(exercise)) is exercise


def test_every_word_is_used_and_every_place_in_a_session_once() -> None:
    assert {side for exercise in Exercise for side in exercise.spec.sides} == set(Side)
    assert {each for exercise in Exercise for each in exercise.spec.variants} == set(Variant)
    places = [exercise.spec.session_order for exercise in SESSION]
    assert places == list(range(1, len(SESSION) + 1))
    assert [*SESSION] == [Exercise.ROW, Exercise.PUNCH]
    assert SetPlan().side in SetPlan().exercise.spec.sides


def test_the_page_is_told_every_row_whole() -> None:
    objects = exercise_objects()
    assert [one["name"] for one in objects] == [*Exercise]
    row, pushdown = (objects[[*Exercise].index(one)] for one in (Exercise.ROW, Exercise.PUSHDOWN))
    assert (row["hold_target_s"], pushdown["hold_target_s"]) == (1.0, None)
    assert pushdown["dose"] == {"least": 8, "most": 12}
    assert limits_object()["heaviest_kg"] == 500.0
    assert limits_object()["weight_step"] == {"kg": 2.5, "lb": 5.0}
    assert limits_object()["settings"]["rest_s"] == {"low": 5, "high": 600}


BEFORE = {"exercise": "row", "side": "left", "variant": "knee_drive"}


def test_another_exercise_brings_the_side_and_legs_that_it_has() -> None:
    assert fitting({"exercise": "pushdown"}, BEFORE) == {
        "exercise": "pushdown",
        "side": "both",
        "variant": "static",
    }
    assert fitting({"exercise": "punch"}, BEFORE) == {"exercise": "punch", "variant": "static"}
    assert fitting({"exercise": "row"}, BEFORE) == {"exercise": "row"}
    assert fitting({"weight_kg": 40.0}, BEFORE | {"exercise": "punch"}) == {"weight_kg": 40.0}


@pytest.mark.parametrize(
    "changes",
    [
        {"side": "both"},
        {"exercise": "pushdown", "side": "left"},
        {"exercise": "punch", "variant": "knee_drive"},
    ],
)
def test_what_an_exercise_has_not_got_is_refused(changes: dict[str, str]) -> None:
    with pytest.raises(StoreError, match="must be"):
        fitting(changes, BEFORE)
