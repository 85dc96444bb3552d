"""The tables of goals, of the live cue and of coverage."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from tests.tools.accuracy.figures.alarms import alarms
from tests.tools.accuracy.figures.coverage import (
    EACH,
    INTERVALS,
    POOLED,
    Interval,
    by_condition,
    covered,
)
from tests.tools.accuracy.figures.goals import ROWS, Goal, Row, Value, counts
from tests.tools.accuracy.figures.live import live
from tests.tools.accuracy.printing.table import Table
from tests.tools.accuracy.run import METHODS, OURS, VERSIONS, Outcome
from tests.tools.accuracy.sets import GROUPS
from tests.tools.accuracy.strokes.conditions import EXTREME

DASH: Final = "–"


Results = Mapping[tuple[str, str], Sequence[Outcome]]
"""What each method made of the sets of each group."""


def goal_table(results: Results) -> Table:
    """Every row of the goals for every group: p50 / p95 (largest), bias; * misses its goal."""
    methods = _methods(results)
    rows = [*_count_rows(results, methods)]
    for row in ROWS:
        rows.extend(_goal_rows(row, results, methods))
    return Table("What is scored", ("", "sets", "n", "goal", *methods), rows)


def live_table(results: Results) -> Table:
    """What the screen said while it happened, for the versions of the detector."""
    heads = (
        "method",
        "sets",
        "held ≥ 1.1 s: lost",
        "first of a set: lost",
        "≤ 0.9 s: cued",
        "stray cues / sets",
        "stray tops",
        "ring − score ms, p1 p5 p50 p95 p99",
        "announced ms, p50 p95",
    )
    rows = []
    for method, group in results:
        if method in VERSIONS:
            seen = live(results[method, group])
            rows.append(
                (
                    method,
                    group,
                    f"{seen.lost} of {seen.held}",
                    f"{seen.first_lost} of {seen.first_held}",
                    f"{seen.false} of {seen.short}",
                    f"{seen.stray_cues} / {seen.files}",
                    str(seen.stray_tops),
                    " ".join(f"{1e3 * value:+.0f}" for value in seen.rings) or DASH,
                    " ".join(f"{1e3 * value:+.0f}" for value in seen.announced_s) or DASH,
                )
            )
    return Table("What is said while it happens", heads, rows)


def alarm_table(results: Results) -> Table:
    """Faults raised and flags given in sound sets, for the versions of the detector."""
    rows = []
    for method, group in results:
        if method in VERSIONS:
            said = alarms(results[method, group])
            rows.append(
                (
                    method,
                    group,
                    str(said.sets),
                    f"{said.any_flag} of {said.reps}",
                    _counted(said.flagged),
                    _counted(said.faults),
                )
            )
    heads = ("method", "sets", "sound ones", "flagged reps", "flags", "faults raised")
    return Table("What is said of sound sensors", heads, rows)


def _counted(counter: Counter[str]) -> str:
    return ", ".join(f"{what} {count}" for what, count in counter.most_common()) or "none"


def coverage_table(ours: Sequence[Outcome]) -> Table:
    """Coverage of the 90 % intervals: n, % within, median half width; * outside its bounds."""
    heads = ("condition", *(one.title for one in INTERVALS))
    rows = [
        (name, *(_covered(some, one, _bounds(some)) for one in INTERVALS))
        for name, some in by_condition(ours).items()
    ]
    seen = [outcome for outcome in ours if outcome.group != EXTREME]
    pooled = ("all but extreme", *(_covered(seen, one, POOLED) for one in INTERVALS))
    return Table("How often 90 % intervals hold the truth", heads, [*rows, pooled])


def _methods(results: Results) -> list[str]:
    return [name for name in METHODS if any(method == name for method, _ in results)]


def _groups(results: Results) -> list[str]:
    return [name for name in GROUPS if any(group == name for _, group in results)]


def _count_rows(results: Results, methods: Sequence[str]) -> Iterator[Sequence[str]]:
    for group in _groups(results):
        ours = counts(results[OURS, group])
        cells = []
        for method in methods:
            one = counts(results[method, group])
            wrong = "" if one.sets_wrong is None else f", {one.sets_wrong} sets"
            missed = f"{one.missed} / {one.invented}{wrong}"
            right = one.missed == one.invented == (one.sets_wrong or 0) == 0
            cells.append(missed if right or method != OURS else f"{missed} *")
        yield ("missed / invented, sets wrong", group, str(ours.true), "0 / 0, 0 sets", *cells)


def _goal_rows(row: Row, results: Results, methods: Sequence[str]) -> Iterator[Sequence[str]]:
    for group in _groups(results):
        goal = row.goal(group)
        values = {method: row.value(results[method, group]) for method in methods}
        if any(value.n for value in values.values()):
            cells = [
                _value(row, value) + ("" if method != OURS or value.meets(goal) else " *")
                for method, value in values.items()
            ]
            title = f"{row.title}, {row.unit}"
            yield (title, group, str(values[OURS].n), _goal(row, goal), *cells)


def _goal(row: Row, goal: Goal) -> str:
    if goal.share is not None:
        return f"{goal.share * row.scale:.{row.digits}f}"
    parts = [DASH if part is None else f"{part * row.scale:g}" for part in (goal.p50, goal.p95)]
    bias = "" if goal.bias is None else f", bias {goal.bias * row.scale:g}"
    return DASH if goal.p95 is None else " / ".join(parts) + bias


def _value(row: Row, value: Value) -> str:
    if not value.n:
        return DASH
    if value.share is not None:
        wrong = round(value.n * (1.0 - value.share))
        return f"{value.share * row.scale:.{row.digits}f} ({wrong} wrong)"
    p50, p95, most, bias = (
        (number or 0.0) * row.scale for number in (value.p50, value.p95, value.most, value.bias)
    )
    size = row.digits
    return f"{p50:.{size}f} / {p95:.{size}f} ({most:.{size}f}), {bias:+.{size}f}"


def _bounds(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    return (0.0, 1.0) if outcomes[0].group == EXTREME else EACH


def _covered(outcomes: Sequence[Outcome], interval: Interval, bounds: tuple[float, float]) -> str:
    found = covered(outcomes, interval)
    if found is None:
        return DASH
    mark = "" if bounds[0] <= found.share <= bounds[1] else " *"
    width = f"{found.half_width * interval.scale:.3g} {interval.unit}"
    return f"{100 * found.share:.0f} % of {found.n}, ± {width}{mark}"


def sorted_results(outcomes: Iterable[Outcome]) -> dict[tuple[str, str], list[Outcome]]:
    """By method and group, in the order of both."""
    found: dict[tuple[str, str], list[Outcome]] = {
        (method, group): [] for method in METHODS for group in GROUPS
    }
    for outcome in outcomes:
        found[outcome.method, outcome.group].append(outcome)
    return {key: some for key, some in found.items() if some}
