"""The accuracy figures as tables for a terminal."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tests.tools.accuracy.figures.summary import FIGURES, Figure, Tally
from tests.tools.accuracy.run import METHODS, OURS, Outcome

_ALL: Final = "all"
_NAME_WIDTH: Final = 22
_TABLES: Final = (
    ("What is scored", [figure for figure in FIGURES if not figure.live]),
    ("When it is known", [figure for figure in FIGURES if figure.live]),
)
_LEGEND: Final = """
hold, start, top, release, end: errors in ms, p95 where nothing else is said, ± the bias
≥1 s %: full second judged rightly, of holds more than 50 ms off it; cue %: its live cue, 100 ms off
v, vmax, F: mean and peak velocity, mean force; F ok: a force where there is a load cell, else none
delay, topped, ring: end, top and hold ring announced after they happened, p95 in ms
ahead, most: what the ring showed above the score, p95 and largest, in ms
* misses its goal"""


def report(outcomes: Iterable[Outcome]) -> Iterator[str]:
    """Our detector by condition, then all methods over everything and the goals; twice."""
    tallies: dict[tuple[str, str], Tally] = {}
    for outcome in outcomes:
        for name in (outcome.condition, _ALL):
            tallies.setdefault((outcome.method, name), Tally()).add(outcome)
    for title, figures in _TABLES:
        yield _line(title, ("reps", "miss", "extra"), [figure.heading for figure in figures])
        for (method, condition), tally in tallies.items():
            if method == OURS and condition != _ALL:
                yield _row(condition, tally, figures)
        yield ""
        yield _line("All together", ("reps", "miss", "extra"), [f.heading for f in figures])
        for method in METHODS:
            if (method, _ALL) in tallies:
                yield _row(method, tallies[method, _ALL], figures)
        yield _line("goal", ("", 0, 0), [_goal(figure) for figure in figures])
        yield ""
    yield from _LEGEND.strip().splitlines()


def _line(name: str, counts: Sequence[object], cells: Sequence[str]) -> str:
    numbers = "".join(f"{count:>6}" for count in counts)
    return f"{name:{_NAME_WIDTH}}{numbers}" + "".join(f"{cell:>8}" for cell in cells)


def _row(name: str, tally: Tally, figures: Sequence[Figure]) -> str:
    values = tally.figures()
    cells = [_cell(figure, values[figure.key]) for figure in figures]
    return _line(name, (tally.true, tally.missed, tally.invented), cells)


def _goal(figure: Figure) -> str:
    return "" if figure.goal is None else f"{figure.goal * figure.scale:.4g}"


def _cell(figure: Figure, value: float | None) -> str:
    if value is None:
        return "–"
    scaled = value * figure.scale
    text = f"{scaled:.0f}" if abs(scaled) >= 99.95 else f"{scaled:.1f}"
    return text if figure.meets(value) else f"{text}*"
