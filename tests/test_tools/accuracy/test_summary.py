import json

import pytest

from tests.tools.accuracy.errors import RepError
from tests.tools.accuracy.figures.summary import FIGURES, Tally
from tests.tools.accuracy.printing.report import report
from tests.tools.accuracy.run import Outcome


def an_error(hold_s=0.0, **changes):
    values = dict.fromkeys(RepError.__dataclass_fields__)
    values |= {"condition": "plain", "seed": 0, "number": 1, "hold_s": hold_s, **changes}
    return RepError(**values)


def tally(errors, true=None, invented=()):
    made = Tally()
    made.add(outcome(errors, true, invented))
    return made


def outcome(errors, true=None, invented=()):
    count = len(errors) if true is None else true
    missed = tuple(range(count - len(errors)))
    return Outcome("detector", "plain", 0, count, missed, tuple(invented), tuple(errors))


def test_counts_recall_and_precision():
    made = tally([an_error()] * 8, true=10, invented=(1.0, 2.0))
    assert (made.true, made.missed, made.invented) == (10, 2, 2)
    assert made.recall == 0.8
    assert made.precision == 0.8
    assert Tally().recall == Tally().precision == 1.0


def test_bias_keeps_its_sign_and_percentiles_do_not():
    figures = tally([an_error(hold_s) for hold_s in (-0.3, 0.1, 0.0, 0.0, 0.1)]).figures()
    assert figures["hold_bias_s"] == pytest.approx(-0.02)
    assert figures["hold_p50_s"] == 0.1
    assert figures["hold_p95_s"] == 0.3


def test_what_does_not_apply_is_left_out():
    errors = [an_error(verdict_right=True), an_error(verdict_right=False), an_error()]
    assert tally(errors).figures()["verdict_right"] == 0.5
    assert tally([an_error()]).figures()["rom_p95_m"] is None


def test_a_ring_that_never_came_shows_and_stays_valid_json():
    made = tally([an_error(ring_late_s=float("inf"))])
    assert made.figures()["ring_late_p95_s"] == float("inf")
    assert json.loads(json.dumps(made.document(), allow_nan=False))["ring_late_p95_s"] is None


def test_goals():
    figure = {figure.key: figure for figure in FIGURES}
    assert figure["hold_bias_s"].meets(-0.005)
    assert not figure["hold_bias_s"].meets(-0.006)
    assert figure["verdict_right"].meets(0.996)
    assert not figure["verdict_right"].meets(0.99)
    assert figure["hold_p50_s"].meets(None)


def test_the_table_marks_what_misses_its_goal():
    lines = list(report([outcome([an_error(0.2, rom_m=0.001)])]))
    row, live_row = (line for line in lines if line.startswith("plain"))
    assert "*" not in live_row
    assert row.count("*") == 3
    assert "200*" in row
    assert "     1.0  " in row
    assert any(line.startswith("goal") and "      20 " in line for line in lines)
    assert max(map(len, lines)) <= 120
