"""A table: as text for a terminal, and as Markdown for a document."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """A heading, the heads of the columns, and the cells."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]


def as_text(table: Table) -> Iterator[str]:
    """Columns as wide as they need."""
    rows = [table.heads, *table.rows]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    yield table.title
    for row in rows:
        first, *rest = (
            f"{cell:{'<' if place < 2 else '>'}{width}}"
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        yield "  ".join((first, *rest)).rstrip()


def as_markdown(table: Table) -> str:
    """A table of a document."""
    lines = ["| " + " | ".join(row) + " |" for row in (table.heads, *table.rows)]
    lines.insert(1, "|" + "---|" * len(table.heads))
    return "\n".join(lines)
