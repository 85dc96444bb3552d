"""The accuracy figures as a table for a terminal."""

from collections.abc import Iterator, Mapping
from typing import Final

from device.accuracy.run import METHODS, OURS
from device.accuracy.summary import FIGURES, Figure, Tally

Tallies = Mapping[tuple[str, str], Tally]
"""By method and condition; the condition ``all`` holds everything."""

ALL: Final = "all"
_NAME_WIDTH: Final = 15


def table(tallies: Tallies) -> Iterator[str]:
    """Our detector by condition, then all methods over everything, then the goals."""
    yield _heading("condition")
    for (method, condition), tally in tallies.items():
        if method == OURS and condition != ALL:
            yield _row(condition, tally)
    yield ""
    yield _heading("all together")
    for method in METHODS:
        if (method, ALL) in tallies:
            yield _row(method, tallies[method, ALL])
    yield _goals()
    yield ""
    yield "Times in milliseconds; p95 where nothing else is said; ahead is the largest."
    yield "* misses its goal."


def _heading(name: str) -> str:
    columns = (f"{figure.heading:>7}" for figure in FIGURES)
    return f"{name:{_NAME_WIDTH}}{'reps':>6}{'miss':>5}{'extra':>6} " + "".join(columns)


def _row(name: str, tally: Tally) -> str:
    figures = tally.figures()
    cells = (_cell(figure, figures[figure.key]) for figure in FIGURES)
    counts = f"{tally.true:>6}{tally.missed:>5}{tally.invented:>6} "
    return f"{name:{_NAME_WIDTH}}{counts}" + "".join(cells)


def _goals() -> str:
    cells = (f"{'' if f.goal is None else format(f.goal * f.scale, '.4g'):>6} " for f in FIGURES)
    return f"{'goal':{_NAME_WIDTH}}{'':>6}{0:>5}{0:>6} " + "".join(cells)


def _cell(figure: Figure, value: float | None) -> str:
    if value is None:
        return f"{'–':>6} "
    scaled = value * figure.scale
    text = f"{scaled:.0f}" if abs(scaled) >= 100 else f"{scaled:.1f}"
    return f"{text:>6}{' ' if figure.meets(value) else '*'}"
