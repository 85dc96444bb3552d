"""``cablecoach simulate``: make a recording whose truth is known."""

import json
from pathlib import Path

import click

from device.errors import UserError
from device.recordings.writer import RecordingWriter
from device.sensors.simulated.condition import CONDITIONS
from device.sensors.simulated.generate import Simulated, generate


def _list_conditions(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    rows = [(condition.name, condition.about) for condition in CONDITIONS.values()]
    width = max(len(name) for name, _ in rows)
    for name, about in rows:
        click.echo(f"{name:{width}}  {about}")
    ctx.exit()


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="A different seed is a different trainee; the same one makes the same file.",
)
@click.option(
    "--condition",
    type=click.Choice(list(CONDITIONS)),
    default="plain",
    show_default=True,
    metavar="NAME",
    help="What the set is like; see --conditions.",
)
@click.option("--reps", type=click.IntRange(1, 1000), help="Number of reps; 6 to 10 if not given.")
@click.option(
    "--rate",
    type=click.FloatRange(10, 1000),
    help="Readings per second; by default, the condition's.",
)
@click.option(
    "--conditions",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_list_conditions,
    help="List the conditions and stop.",
)
def simulate(file: Path, seed: int, condition: str, reps: int | None, rate: float | None) -> None:
    """Make a recording of a simulated trainee, with its truth beside it.

    FILE gets the counts of encoder and load cell, as `cablecoach record` would write them.
    FILE with the ending .truth.json gets what really happened: when each repetition started,
    reached its top, was released and ended, its range, hold, velocities and forces.

    \b
    cablecoach simulate set.csv
    cablecoach simulate set.csv --condition tremor --seed 7
    cablecoach replay set.csv
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    changes = {} if reps is None else {"reps": (reps, reps)}
    made = generate(condition, seed, rate_hz=rate, **changes)
    truth_file = file.with_suffix(".truth.json")
    write(made, file, truth_file)
    click.echo(f"{file}: {len(made.readings)} readings, {len(made.truth.reps)} repetitions.")
    click.echo(f"{truth_file}: what really happened.")


def write(made: Simulated, file: Path, truth_file: Path) -> None:
    """Write a simulated recording and its truth.

    Raises:
        UserError: One of the files exists already or cannot be created.
    """
    try:
        with truth_file.open("x", encoding="utf-8") as truth:
            json.dump(made.truth.document(), truth, indent=1)
            truth.write("\n")
    except FileExistsError as error:
        raise UserError(f"{truth_file} already exists: choose another name.") from error
    except OSError as error:
        raise UserError(f"{truth_file} cannot be created: {error.strerror}.") from error
    try:
        with RecordingWriter(file, made.header) as writer:
            for reading in made.readings:
                writer.write(reading)
    except UserError:
        truth_file.unlink()
        raise
