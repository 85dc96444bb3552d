"""``docs/tuning.md``, made of the values' docstrings and of what moving them did."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from tests.tools.sensitivity.constants import BASES, ROOT, STAGES, Constant, constants

DOCUMENT: Final = ROOT / "docs" / "tuning.md"
MEASURED: Final = Path(__file__).with_name("measured.jsonl")

_TOLD: Final = 2
"""Conditions named in one cell; the rest are counted."""

_WORDS: Final = {
    "missed": ("missed", 1.0, ""),
    "invented": ("invented", 1.0, ""),
    "hold_bias_s": ("hold bias", 1e3, " ms"),
    "hold_p95_s": ("hold p95", 1e3, " ms"),
    "verdict_right": ("verdict right", 1e2, " %"),
    "rom_p95_m": ("range p95", 1e3, " mm"),
    "mean_velocity_p95_m_s": ("velocity p95", 1e3, " mm/s"),
    "peak_velocity_p95": ("peak velocity p95", 1e2, " %"),
    "mean_force_p95": ("force p95", 1e2, " %"),
    "force_right": ("force given rightly", 1e2, " %"),
    "delay_p95_s": ("delay p95", 1e3, " ms"),
    "topped_p95_s": ("top told p95", 1e3, " ms"),
    "ring_late_p95_s": ("ring late p95", 1e3, " ms"),
    "ring_ahead_p95_s": ("ring ahead p95", 1e3, " ms"),
    "cue_right": ("cue right", 1e2, " %"),
}
"""Figures in the order of their weight: what it is called, its scale and unit."""

_INTRODUCTION: Final = """\
# The tuning values

Every number by which CableCoach measures, one table per stage. `make sensitivity` generates this
page from what moving each value did and from the docstrings in
{modules};
do not edit it.

Where a number comes from:

{bases}

The last two columns move the value down and up by half (a count by one at least) and put
{conditions} conditions of the simulated trainees, {seeds} set(s) each, through the whole pipeline
([accuracy.md](accuracy.md) explains conditions and figures). They name the {told} conditions that
change most, as before → after. **Same** means that no figure changed in any of these conditions,
*little* that what changed is below what is told: holds 2 ms on average and 5 ms at the 95th
percentile, ranges 0.5 mm, forces and peak velocities 0.5 %, delays 10 ms. *None* among figures
means that no rep has one.

"Same" is no proof that a value is useless: faults of the wiring, pauses of minutes and odd encoders
occur in the unit tests and not here. And all of it speaks of the simulation: nobody has measured
these values on people.

A value that has changed since says *not measured*. Measured on {date} with `make sensitivity`,
which goes on where it was interrupted; `make sensitivity OPTIONS="--only STILL_M_S"`
measures one value.
"""


def load() -> list[dict[str, Any]]:
    """What was measured so far, the oldest first."""
    if not MEASURED.exists():
        return []
    return [json.loads(line) for line in MEASURED.read_text(encoding="utf-8").splitlines()]


def render(measured: Iterable[dict[str, Any]]) -> str:
    """The whole document; ``measured`` holds the lines of ``measured.jsonl``."""
    lines = list(measured)
    moves = {(line["key"], line["value"], line["percent"]): line for line in lines}
    text = _INTRODUCTION.format(
        modules=", ".join(f"`{path}`" for path in STAGES.values()),
        bases="\n".join(f"- *{name}*: {text}." for name, text in BASES.items()),
        conditions=max((line["conditions"] for line in lines), default=0),
        seeds=max((line["seeds"] for line in lines), default=0),
        told=_TOLD,
        date=max((line["date"] for line in lines), default="no day"),
    )
    everything = list(constants())
    for stage in STAGES:
        rows = [_row(one, moves) for one in everything if one.stage == stage]
        head = (
            "| Name | Value | From | Why | Down by half | Up by half |\n|---|---|---|---|---|---|"
        )
        text += f"\n## {stage.capitalize()}\n\n{head}\n" + "\n".join(rows) + "\n"
    return text


def _row(one: Constant, moves: dict[tuple[str, float, int], dict[str, Any]]) -> str:
    down, up = (_cell(moves.get((one.key, one.value, percent))) for percent in (-50, 50))
    value = f"{one.value:_}" if one.value >= 10_000 else f"{one.value:g}"
    unit = "" if one.unit == "1" else f" {one.unit}"
    return f"| `{one.name}` | {value}{unit} | {one.basis} | {one.why} | {down} | {up} |"


def _cell(moved: dict[str, Any] | None) -> str:
    if moved is None:
        return "*not measured*"
    if moved["failed"]:
        return f"fails: {moved['failed']}"
    if moved["identical"]:
        return "**same**"
    if not moved["changes"]:
        return "*little*"
    order = list(_WORDS)
    ranked = sorted(
        moved["changes"].items(),
        key=lambda item: (min(order.index(figure) for figure in item[1]), -len(item[1])),
    )
    told = "; ".join(f"`{name}` {', '.join(_told(changes))}" for name, changes in ranked[:_TOLD])
    more = len(ranked) - _TOLD
    return told + (f"; and {more} more" if more > 0 else "")


def _told(changes: dict[str, list[float | None]]) -> Iterator[str]:
    known = [figure for figure in _WORDS if figure in changes]
    for figure in known[:_TOLD]:
        word, scale, unit = _WORDS[figure]
        before, after = (
            "None" if value is None else f"{value * scale:.3g}" for value in changes[figure]
        )
        yield f"{word} {before} → {after}{unit}"
