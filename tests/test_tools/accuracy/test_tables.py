import pytest

from tests.tools.accuracy.errors import RepError
from tests.tools.accuracy.figures.alarms import alarms
from tests.tools.accuracy.figures.coverage import INTERVALS, covered
from tests.tools.accuracy.figures.goals import ROWS, counts
from tests.tools.accuracy.figures.live import live
from tests.tools.accuracy.printing.table import Table, as_markdown, as_text
from tests.tools.accuracy.printing.tables import (
    alarm_table,
    coverage_table,
    goal_table,
    live_table,
    sorted_results,
)
from tests.tools.accuracy.printing.writing import short_table, texts, write
from tests.tools.accuracy.run import Cue, Outcome
from tests.tools.accuracy.sets import CLOSED

ROW = {row.key: row for row in ROWS}


def an_error(**changes):
    values = dict.fromkeys(RepError.__dataclass_fields__)
    values |= {"condition": "plain", "seed": 0, "number": 2, "first": False, "unsaid": False}
    return RepError(**{**values, "true_hold_s": 1.2, "hold_s": 0.0, "start_s": 0.0, **changes})


def outcome(errors=(), method="detector", **changes):
    made = Outcome(method, "plain", 0, len(errors), (), (), tuple(errors))
    return Outcome(**{name: getattr(made, name) for name in made.__slots__} | changes)


def test_a_row_has_percentiles_of_the_size_and_a_bias_with_its_sign():
    errors = [an_error(start_s=value) for value in (-0.03, 0.01, 0.01, 0.01, 0.01)]
    value = ROW["start_s"].value([outcome(errors)])
    assert (value.n, value.p50, value.p95, value.most) == (5, 0.01, 0.03, 0.03)
    assert value.bias == pytest.approx(0.002)
    assert not value.meets(ROW["start_s"].goal(CLOSED))
    assert value.meets(ROW["start_s"].goal("somewhere else"))


def test_first_repetitions_and_doubted_ones_have_rows_of_their_own():
    errors = [an_error(first=True, start_s=0.5), an_error(unsaid=True, hold_s=9.0), an_error()]
    assert ROW["first_start_s"].value([outcome(errors)]).n == 1
    assert ROW["said_hold_s"].value([outcome(errors)]).most == 0.0
    assert ROW["hold_s"].value([outcome(errors)]).most == 9.0
    assert counts([outcome(errors)]).unsaid == 1


def test_a_share_is_of_those_that_are_right_or_wrong():
    errors = [an_error(verdict_right=right) for right in (True, True, False, None)]
    value = ROW["verdict"].value([outcome(errors)])
    assert (value.n, value.share) == (3, pytest.approx(2 / 3))
    assert not value.meets(ROW["verdict"].goal(CLOSED))


def test_lost_false_and_stray_cues():
    cues = (
        Cue(9.0, 1.3, first=True, cued=False),
        Cue(9.0, 1.3, first=False, cued=True),
        Cue(9.0, 1.0, first=False, cued=False),
        Cue(9.0, 0.5, first=False, cued=True),
    )
    seen = live([outcome([an_error(ring_ahead_s=0.02)], cues=cues, stray_cues_s=(3.0,), sets=1)])
    assert (seen.held, seen.lost, seen.first_held, seen.first_lost) == (2, 1, 1, 1)
    assert (seen.short, seen.false, seen.stray_cues, seen.files) == (1, 1, 1, 1)
    assert seen.rings == (0.02,) * 5


def test_coverage_counts_only_what_has_an_interval():
    start = INTERVALS[0]
    errors = [an_error(start_s=0.01 * n, start_pm_s=0.025) for n in range(5)] + [an_error()]
    found = covered([outcome(errors)], start)
    assert found == (5, pytest.approx(0.6), 0.025)
    assert covered([outcome([an_error()])], start) is None
    cell = coverage_table([outcome(errors)]).rows[0][1]
    assert cell == "60 % of 5, ± 25 ms *"


def test_tables_have_a_row_for_each_group_and_mark_what_misses_its_goal():
    bad = outcome([an_error(start_s=0.2, rom_m=0.001)], sets=2)
    plain = outcome([an_error(start_s=0.2)], method="velocity")
    results = sorted_results([bad, plain])
    rows = {row[0]: row for row in goal_table(results).rows}
    assert rows["start of the pull, ms"][4:] == ("200 / 200 (200), +200 *", "200 / 200 (200), +200")
    assert rows["missed / invented, sets wrong"][4:] == ("0 / 0, 1 sets *", "0 / 0")
    assert rows["range, mm"][4:] == ("1.0 / 1.0 (1.0), +1.0", "–")
    assert [row[0] for row in live_table(results).rows] == ["detector"]
    assert short_table(results).rows[0][:3] == ["CableCoach", CLOSED, "0 / 0 of 1"]


def test_only_sound_sets_can_raise_false_alarms():
    flagged = outcome(faults=("slip",), flags=(("slip",), (), ()))
    broken = outcome(faults=("load_lost",), flags=(("load_lost",),), sound=False)
    said = alarms([flagged, broken])
    assert (said.sets, said.reps, said.any_flag) == (1, 3, 1)
    assert dict(said.faults) == dict(said.flagged) == {"slip": 1}
    row = alarm_table(sorted_results([flagged, broken])).rows[0]
    assert row == ("detector", CLOSED, "1", "1 of 3", "slip 1", "slip 1")


def test_text_and_markdown():
    table = Table("Of two", ("a", "b", "c"), [("1", "22", "333")])
    assert list(as_text(table)) == ["Of two", "a  b     c", "1  22  333"]
    assert as_markdown(table).splitlines() == ["| a | b | c |", "|---|---|---|", "| 1 | 22 | 333 |"]


def test_a_document_gets_the_table_between_its_marks(tmp_path):
    page = tmp_path / "page.md"
    page.write_text("Before\n<!-- goals, made by `make accuracy` -->\nold\n<!-- end -->\nafter\n")
    write(page, texts({"goals": Table("", ("a",), [("1",)])}, "Of these."))
    text = page.read_text()
    assert "Of these.\n\n| a |\n|---|\n| 1 |\n<!-- end -->\nafter" in text
    assert "old" not in text
    with pytest.raises(ValueError, match="no mark"):
        write(page, {"elsewhere": "x"})
