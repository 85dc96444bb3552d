"""The tables of README.md and docs/accuracy.md, which come from a run of this tool."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from tests.tools.accuracy.figures.goals import ROWS, Row, counts
from tests.tools.accuracy.printing.table import Table, as_markdown
from tests.tools.accuracy.printing.tables import DASH, Results
from tests.tools.accuracy.run import FORMER, OURS, Outcome
from tests.tools.accuracy.sets import CLOSED
from tests.tools.accuracy.strokes.conditions import ORDINARY

ROOT: Final = Path(__file__).parents[4]
README: Final = ROOT / "README.md"
DOCUMENT: Final = ROOT / "docs" / "accuracy.md"

_NAMES: Final = {
    OURS: "CableCoach",
    FORMER: "the version before",
    "find_peaks": "scipy's `find_peaks`",
    "velocity": "velocity above 0.05 m/s",
}
_TOLD: Final = ("start_s", "hold_s", "verdict", "rom_m", "mean_velocity_m_s")
"""Rows of the goals that the README has a column for."""


def short_table(results: Results) -> Table:
    """The README's: our detector in every group of sets, the others in the two ordinary ones."""
    rows = {row.key: row for row in ROWS}
    heads = ["", "sets", "missed / invented"]
    heads += [f"{rows[key].title}, {rows[key].unit}" for key in _TOLD]
    lines = [
        _line(_NAMES[method], group, outcomes, [rows[key] for key in _TOLD])
        for (method, group), outcomes in results.items()
        if method == OURS or group in (CLOSED, ORDINARY)
    ]
    return Table("", heads, lines)


def _line(name: str, group: str, outcomes: Sequence[Outcome], rows: Sequence[Row]) -> Sequence[str]:
    made = counts(outcomes)
    cells = [name, group, f"{made.missed} / {made.invented} of {made.true:,}"]
    for row in rows:
        value = row.value(outcomes)
        if not value.n:
            cells.append(DASH)
        elif value.share is not None:
            cells.append(f"{100 * value.share:.1f}")
        else:
            half, most = ((part or 0.0) * row.scale for part in (value.p50, value.p95))
            cells.append(f"{half:.{row.digits}f}, {most:.{row.digits}f}")
    return cells


def write(path: Path, texts: dict[str, str]) -> None:
    """Put texts between the marks of a document.

    Raises:
        ValueError: A mark is not there.
    """
    document = path.read_text(encoding="utf-8")
    for name, text in texts.items():
        pattern = re.compile(
            rf"(<!-- {name}, made by `make accuracy[^>]*-->\n).*?(<!-- end -->)", re.DOTALL
        )
        if not pattern.search(document):
            raise ValueError(f"{path.name} has no mark for {name!r}")
        document = pattern.sub(lambda found: f"{found[1]}{text}\n{found[2]}", document)  # noqa: B023
    path.write_text(document, encoding="utf-8")


def texts(tables: dict[str, Table], said: str) -> dict[str, str]:
    """Tables by their marks, each under a line that says what they were made of."""
    return {name: f"{said}\n\n{as_markdown(table)}" for name, table in tables.items()}
