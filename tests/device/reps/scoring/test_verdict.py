import pytest

from device.reps.exercises import Exercise
from device.reps.rep import Reason
from device.reps.scoring import verdict

ROW = Exercise.ROW.spec


@pytest.mark.parametrize(
    ("hold_s", "rom_pct", "concentric_s", "eccentric_s", "expected"),
    [
        (1.0, 100.0, 0.8, 1.5, ()),
        (0.99, 100.0, 0.8, 1.5, (Reason.SHORT_HOLD,)),
        (1.2, 89.9, 0.8, 1.5, (Reason.SHORT_RANGE,)),
        (1.2, None, 0.8, 1.5, ()),
        (1.2, 100.0, 0.8, 0.9, (Reason.FAST_RELEASE,)),
        (1.2, 100.0, 1.4, 1.3, (Reason.FAST_RELEASE,)),
        (1.2, 100.0, 1.6, 2.0, (Reason.SLOW_PULL,)),
        (None, None, None, None, ()),
        (None, 50.0, None, 0.9, (Reason.SHORT_RANGE, Reason.FAST_RELEASE)),
        (0.2, 50.0, 0.8, 0.5, (Reason.SHORT_HOLD, Reason.SHORT_RANGE, Reason.FAST_RELEASE)),
    ],
)
def test_reasons_come_in_the_order_of_their_weight(
    hold_s, rom_pct, concentric_s, eccentric_s, expected
):
    assert verdict.reasons_against(ROW, hold_s, rom_pct, concentric_s, eccentric_s) == expected


def test_a_verdict_is_unknown_where_a_figure_that_it_needs_is() -> None:
    assert verdict.verdict_of((), (1.0, 0.6)) == "good"
    assert verdict.verdict_of((), (1.0, None)) == "unknown"
    assert verdict.verdict_of((Reason.FAST_RELEASE,), (None, 0.6)) == "fast_release"
    assert verdict.is_held(ROW, None) is None


def test_where_no_hold_is_asked_for_none_is_too_short_and_none_is_held():
    rules = Exercise.PUSHDOWN.spec
    assert verdict.reasons_against(rules, 0.0, 100.0, 0.8, 1.5) == ()
    assert verdict.is_held(rules, 0.0) is verdict.is_held(rules, 5.0) is None
    assert (verdict.is_held(ROW, 0.99), verdict.is_held(ROW, 1.0)) == (False, True)
    assert verdict.reasons_against(rules, 0.0, 80.0, 1.6, 0.9) == (
        Reason.SHORT_RANGE,
        Reason.FAST_RELEASE,
        Reason.SLOW_PULL,
    )


def test_the_reference_is_the_median_of_the_three_best():
    assert verdict.reference_rom_m([0.50, 0.61]) is None
    assert verdict.reference_rom_m([0.50, 0.61, 0.60]) == 0.60
    assert verdict.reference_rom_m([0.50, 0.61, 0.60, 0.75, 0.40]) == 0.61


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ((2.1, 0.2, 0.7, 1.2), "2-0-X-1"),
        ((3.6, 1.0, 1.4, 0.3), "4-1-1-0"),
        ((1.0, 0.0, 0.99, 2.0), "1-0-X-2"),
        ((1.0, -0.0003, 0.99, 2.0), "1-0-X-2"),
    ],
)
def test_tempo_is_eccentric_bottom_concentric_top(times, expected):
    assert verdict.tempo(*times) == expected


def test_of_a_handle_that_never_came_back_no_release_is_judged():
    assert verdict.reasons_against(ROW, 1.1, None, 0.8, None) == ()
    assert verdict.reasons_against(ROW, 0.5, None, 2.0, None) == (
        Reason.SHORT_HOLD,
        Reason.SLOW_PULL,
    )
