"""All figures as one JSON object."""

from collections.abc import Sequence
from typing import Any

from tests.tools.accuracy.figures.coverage import INTERVALS, covered
from tests.tools.accuracy.figures.goals import ROWS, counts
from tests.tools.accuracy.figures.live import live
from tests.tools.accuracy.figures.summary import FIGURES, Tally
from tests.tools.accuracy.printing.tables import sorted_results
from tests.tools.accuracy.run import VERSIONS, Outcome


def as_document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """By group and method: the goals' rows, the cue and the intervals; and by condition.

    Seconds, metres and shares; what no repetition has is ``null``.
    """
    groups: dict[str, dict[str, Any]] = {}
    for (method, group), some in sorted_results(outcomes).items():
        groups.setdefault(group, {})[method] = _group(method, some)
    conditions: dict[str, dict[str, Any]] = {}
    for (condition, method), tally in _tallies(outcomes).items():
        conditions.setdefault(condition, {})[method] = tally.document()
    goals = {figure.key: figure.goal for figure in FIGURES if figure.goal is not None}
    return {"groups": groups, "goals": goals, "conditions": conditions}


def _group(method: str, outcomes: Sequence[Outcome]) -> dict[str, Any]:
    found: dict[str, Any] = counts(outcomes)._asdict()
    found["rows"] = {row.key: row.value(outcomes)._asdict() for row in ROWS}
    if method in VERSIONS:
        found["live"] = live(outcomes)._asdict()
        intervals = {one.title: covered(outcomes, one) for one in INTERVALS}
        found["intervals"] = {
            name: None if one is None else one._asdict() for name, one in intervals.items()
        }
    return found


def _tallies(outcomes: Sequence[Outcome]) -> dict[tuple[str, str], Tally]:
    found: dict[tuple[str, str], Tally] = {}
    for outcome in outcomes:
        found.setdefault((outcome.condition, outcome.method), Tally()).add(outcome)
    return found
