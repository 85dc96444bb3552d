"""``cablecoach export``: the set log as CSV."""

import sys
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import click

from device.config.flags import config_flags
from device.config.load import Resolved
from device.errors import UserError
from device.files import replacing
from device.paths import existing_data_directory
from device.store.layout import StoreLayout
from device.store.reading.csv_export import csv_lines
from device.store.reading.query import SetQuery
from device.store.reading.reader import StoreReader
from device.store.reading.set_records import SetRecord

_DAY = click.DateTime(formats=["%Y-%m-%d"])
_OUTPUT = click.Path(dir_okay=False, path_type=Path)


@click.command()
@click.option("--set", "set_id", type=click.IntRange(min=1), help="Only this set.")
@click.option("--from", "first", type=_DAY, help="Only sets begun on this day or later.")
@click.option("--to", "last", type=_DAY, help="Only sets begun on this day or earlier.")
@click.option("-o", "--output", type=_OUTPUT, help="Write to this file, not to the screen.")
@config_flags(folder=existing_data_directory)
def export(
    set_id: int | None,
    first: datetime | None,
    last: datetime | None,
    output: Path | None,
    resolved: Resolved,
) -> None:
    """Write the set log as CSV, one row per rep.

    Works while CableCoach measures, too. Days are those of this computer's time zone.
    """
    if set_id is not None and (first or last):
        raise UserError("Give either --set or dates, not both.")
    reader = StoreReader(StoreLayout(resolved.file.parent).database)
    lines = csv_lines(_chosen(reader, set_id, first, last))
    if output is None:
        _print(lines)
    else:
        _save(lines, output)


def _chosen(
    reader: StoreReader, set_id: int | None, first: datetime | None, last: datetime | None
) -> Iterable[SetRecord]:
    if set_id is not None:
        return [reader.set(set_id)]
    since = first.astimezone() if first else None
    until = (last + timedelta(days=1)).astimezone() if last else None
    if since and until and since >= until:
        raise UserError("--from is after --to: swap them.")
    return reader.each_set(SetQuery(since=since, until=until))


def _print(lines: Iterator[str]) -> None:
    # The lines end in CR LF already; text mode would add to that on some systems.
    for line in lines:
        sys.stdout.buffer.write(line.encode())
    sys.stdout.buffer.flush()


def _save(lines: Iterator[str], output: Path) -> None:
    try:
        with replacing(output, mode=0o644) as file:
            file.writelines(line.encode() for line in lines)
    except OSError as error:
        raise UserError(f"{output} cannot be written: {error.strerror or error}.") from error
    click.echo(f"Written to {output}.", err=True)
