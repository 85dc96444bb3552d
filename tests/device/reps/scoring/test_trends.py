"""From set to set, and left against right."""

from typing import Any

from rep_objects import rep

from device.reps.definition import DEFINITION, Definition
from device.reps.exercises import Exercise, Side
from device.reps.plan import SetPlan
from device.reps.scoring.advice import coaching_of
from device.reps.scoring.trends import asymmetry_pct, comparison_of, trends_of


def a_set(
    number: int, side: str, *roms_m: float, day: str | None = "2026-11-20", **plan: Any
) -> Any:
    reps = [rep(place, rom_m=rom_m) for place, rom_m in enumerate(roms_m, 1)]
    exercise = plan.pop("exercise", Exercise.ROW)
    definition = plan.pop("definition", DEFINITION)
    described = {"exercise": exercise, "side": side, "variant": "static", "weight_kg": None} | plan
    return {
        "set_id": number,
        "plan": described,
        "started_at": "2026-11-20T10:00:00+01:00",
        "definition": definition,
        "reps": reps,
        **coaching_of(SetPlan(Exercise(exercise), Side(side)), reps),
    }


def test_asymmetry_is_of_the_larger_side_with_the_sign_of_the_stronger() -> None:
    assert asymmetry_pct(0.6, 0.5) == 16.67
    assert asymmetry_pct(0.5, 0.6) == -16.67
    assert asymmetry_pct(None, 0.6) is asymmetry_pct(0.6, 0.0) is None


def test_a_doubtful_range_makes_no_side_the_stronger() -> None:
    left, right = a_set(1, "left", 0.6, 0.6), a_set(2, "right", 0.6)
    left["reps"].append(rep(3, rom_m=1.2, flags=["position_suspect"]))
    assert trends_of([right, left])["asymmetry"] == [{"day": "2026-11-20", "asymmetry_pct": 0.0}]


def test_trends_run_from_old_to_new_and_leave_empty_sets_out() -> None:
    newest_first = [a_set(3, "left", 0.7), a_set(2, "left"), a_set(1, "left", 0.6)]
    trends = trends_of(newest_first)
    assert [(row["set_id"], row["mean_rom_m"]) for row in trends["sets"]] == [(1, 0.6), (3, 0.7)]
    assert trends["exercise"] == "row"
    none = trends_of([])
    assert none["exercise"] is none["weight_kg"] is None
    assert none["sets"] == none["asymmetry"] == none["redefined"] == []


def test_speed_is_compared_at_the_latest_weight_only() -> None:
    trends = trends_of(
        [a_set(2, "left", 0.6, weight_kg=40.0), a_set(1, "left", 0.6, weight_kg=30.0)]
    )
    assert trends["weight_kg"] == 40.0
    assert [row["compared_velocity_m_s"] for row in trends["sets"]] == [None, 0.8]


def test_a_trend_says_where_the_definition_changed_and_compares_nothing_across() -> None:
    trends = trends_of(
        [
            a_set(5, "left", 0.6),
            a_set(4, "right", 0.5),
            a_set(3, "left"),
            a_set(2, "left", 0.7, definition=Definition.ONSETS),
        ]
    )
    assert [row["definition"] for row in trends["sets"]] == [
        Definition.ONSETS,
        DEFINITION,
        DEFINITION,
    ]
    assert trends["redefined"] == [4]
    assert [row["compared_velocity_m_s"] for row in trends["sets"]] == [None, 0.8, 0.8]
    assert trends["asymmetry"] == [], "a day with both definitions compares no sides"


def test_sides_measured_by_different_definitions_are_not_compared() -> None:
    this, other = a_set(2, "left", 0.6), a_set(1, "right", 0.5, definition=Definition.ONSETS)
    comparison = comparison_of(this, [this, other])
    assert comparison["other_side"] is not None
    assert comparison["other_side"]["definition"] == Definition.ONSETS
    assert comparison["asymmetry_pct"] is None


def test_the_share_held_is_of_those_whose_hold_is_known() -> None:
    half = a_set(1, "left", 0.6)
    half["reps"] += [rep(2, held=False), rep(3, hold_s=None, held=None, verdict="unknown")]
    half |= coaching_of(SetPlan(), half["reps"])
    unseen = a_set(2, "left", 0.6)
    unseen["reps"] = [rep(1, hold_s=None, held=None, verdict="unknown")]
    unseen |= coaching_of(SetPlan(), unseen["reps"])
    assert [row["held_pct"] for row in trends_of([unseen, half])["sets"]] == [50.0, None]


def test_without_a_hold_or_a_side_there_is_no_share_held_and_no_asymmetry() -> None:
    both = a_set(1, "both", 0.4, exercise="pushdown")
    trends = trends_of([both])
    assert trends["sets"][0]["held_pct"] is None
    assert trends["asymmetry"] == []
    assert comparison_of(both, [both])["other_side"] is None


def test_a_set_stands_beside_the_one_before_and_the_nearest_of_the_other_side() -> None:
    sets = [
        a_set(6, "right", 0.5),
        a_set(5, "left", 0.6),
        a_set(4, "left"),
        a_set(3, "left", 0.7),
        a_set(1, "right", 0.9),
    ]
    comparison = comparison_of(sets[1], sets)
    assert comparison["previous"] is not None
    assert comparison["other_side"] is not None
    assert (comparison["previous"]["set_id"], comparison["other_side"]["set_id"]) == (3, 6)
    assert comparison["asymmetry_pct"] == 16.67
