"""``cablecoach replay``: find the reps in a recording."""

import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from device.objects.rep import RepObject
from device.objects.replay import ReplayObject
from device.replay import replay_document

_Cell = Callable[[RepObject], object]

_COLUMNS: tuple[tuple[str, int, _Cell], ...] = (
    # heading, width, how a repetition's object becomes the cell
    ("rep", 4, lambda r: r["rep"]),
    ("start", 9, lambda r: f"{r['start_s']:.2f}"),
    ("range", 7, lambda r: _figure(r["rom_m"], 3)),
    ("pull", 6, lambda r: _figure(r["concentric_s"], 2)),
    ("hold", 6, lambda r: _figure(r["hold_s"], 2)),
    ("back", 6, lambda r: _figure(r["eccentric_s"], 2)),
    ("m/s", 6, lambda r: _figure(r["mean_velocity_m_s"], 2)),
    ("N", 6, lambda r: _figure(r["mean_force_n"], 0)),
    ("verdict", 14, lambda r: r["verdict"]),
    ("flags", 0, lambda r: " ".join(r["flags"])),
)


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def replay(file: Path, as_json: bool) -> None:
    """Find the reps in the recording FILE, as the device would have found them live.

    Times are seconds on the recording's own clock, lengths are metres.
    """
    with click.progressbar(
        length=file.stat().st_size if file.is_file() else 0,
        label="Replaying",
        file=sys.stderr,
        hidden=not sys.stderr.isatty(),
    ) as bar:
        document = replay_document(file, lambda done, _: bar.update(done - bar.pos))
    if as_json:
        click.echo(json.dumps(document, indent=1))
    else:
        click.echo("\n".join(table(document)))


def table(document: ReplayObject) -> list[str]:
    """The lines of the readable form of a replay document."""
    lines: list[str] = []
    for number, one in enumerate(document["sets"], start=1):
        lines.append(
            f"Set {number}: {one['exercise']} {one['side']}, "
            f"{one['started_s']:.1f}–{one['ended_s']:.1f} s, {len(one['reps'])} reps"
        )
        lines.append(_line(heading for heading, _, _ in _COLUMNS))
        lines.extend(_line(cell(rep) for _, _, cell in _COLUMNS) for rep in one["reps"])
        lines.extend(
            f"Rep {none['rep']} was taken back: {none['reason']}" for none in one["withdrawn"]
        )
    if not lines:
        lines.append("No reps found.")
    lines.extend(
        f"Not a rep at {r['t_s']:.1f} s: {r['reason']} ({r['rom_m']:.2f} m)"
        for r in document["rejected"]
    )
    lines.extend(f"Fault at {f['t_s']:.1f} s: {f['detail']}" for f in document["faults"])
    return lines


def _figure(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def _line(cells: Any) -> str:
    widths = (width for _, width, _ in _COLUMNS)
    return "  ".join(str(c).rjust(w) for c, w in zip(cells, widths, strict=True)).rstrip()
