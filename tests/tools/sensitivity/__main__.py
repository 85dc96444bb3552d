"""``make sensitivity``: what moving each tuning value does; writes ``docs/tuning.md``."""

import json
from datetime import UTC, datetime

import click

from tests.tools.sensitivity.constants import constants
from tests.tools.sensitivity.document import DOCUMENT, MEASURED, load, render
from tests.tools.sensitivity.measure import Move, measure

_HALF = 50


@click.command()
@click.option(
    "--only",
    multiple=True,
    metavar="NAME",
    help="Only values whose stage.NAME contains this; may be repeated.",
)
@click.option("--by", type=click.IntRange(1, 99), default=_HALF, help="Percent to move by.")
@click.option("--seeds", type=click.IntRange(min=1), default=1, show_default=True)
@click.option("--processes", type=click.IntRange(min=1), default=2, show_default=True)
@click.option("--again", is_flag=True, help="Measure also what has been measured.")
@click.option("--measure/--no-measure", "measuring", default=True, help="Else only the document.")
def sensitivity(
    only: tuple[str, ...], by: int, seeds: int, processes: int, again: bool, measuring: bool
) -> None:
    """Move every tuning value down and up, and see which condition of the simulation notices.

    Goes on where it was interrupted: what has been measured for a value as it stands is not
    measured again. The document shows the moves by 50 percent.
    """
    if measuring:
        known = {(line["key"], line["value"], line["percent"], line["seeds"]) for line in load()}
        moves = [
            Move(one, percent)
            for one in constants()
            for percent in (-by, by)
            if one.moved(percent) is not None
            and (not only or any(part in one.key for part in only))
            and (again or (one.key, one.value, percent, seeds) not in known)
        ]
        click.echo(f"{len(moves)} moves", err=True)
        today = datetime.now(UTC).date().isoformat()
        with MEASURED.open("a", encoding="utf-8") as file:
            for moved in measure(moves, seeds, processes) if moves else ():
                file.write(json.dumps(moved.document() | {"date": today}) + "\n")
                file.flush()
                changed = moved.failed or ("same" if moved.identical else len(moved.changes))
                click.echo(f"{moved.key} {moved.percent:+d} %: {changed}", err=True)
    DOCUMENT.write_text(render(load()), encoding="utf-8")


if __name__ == "__main__":
    sensitivity()
