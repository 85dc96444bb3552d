"""``cablecoach simulate``: make a recording whose truth is known."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from device.errors import UserError
from device.recordings.writer import RecordingWriter
from device.reps.exercises import SESSION, Exercise, Side, Variant
from device.sensors.simulated.condition import CONDITIONS
from device.sensors.simulated.faulty.table import SENSOR_FAULTS
from device.sensors.simulated.generate import Simulated, generate
from device.sources import trainee_hold_s
from device.store.checks import fitting


def _list_conditions(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if not wanted:
        return
    rows = [(one.name, one.about) for one in CONDITIONS.values()]
    rows += [(one.name, one.about) for one in SENSOR_FAULTS.values()]
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
    type=click.Choice([*CONDITIONS, *SENSOR_FAULTS]),
    default="plain",
    show_default=True,
    metavar="NAME",
    help="What the set is like; see --conditions.",
)
@click.option(
    "--exercise",
    type=click.Choice([str(exercise) for exercise in Exercise]),
    help="Which exercise, over its usual range and with the hold that it asks for; by default, a "
    f"{SESSION[0]} over any range.",
)
@click.option(
    "--side",
    type=click.Choice([str(side) for side in Side]),
    help="Which arm; by default, the first side of the exercise.",
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
def simulate(
    file: Path,
    seed: int,
    condition: str,
    exercise: str | None,
    side: str | None,
    reps: int | None,
    rate: float | None,
) -> None:
    """Make a recording of a simulated trainee, with its truth beside it.

    FILE gets the counts of encoder and load cell, as `cablecoach record` would write them.
    FILE with the ending .truth.json gets what really happened: when each repetition started,
    reached its top, was released and ended, its range, hold, velocities and forces.

    \b
    cablecoach simulate set.csv
    cablecoach simulate set.csv --condition tremor --seed 7
    cablecoach simulate set.csv --exercise pushdown
    cablecoach replay set.csv
    """  # noqa: D301 - \b is click's mark for lines that stay as they are
    changes: dict[str, Any] = {} if reps is None else {"reps": (reps, reps)}
    done = SESSION[0] if exercise is None else Exercise(exercise)
    if exercise is not None:
        changes |= {"range_m": done.spec.usual_rom_m, "hold_s": trainee_hold_s(done)}
    made = generate(condition, seed, rate_hz=rate, **changes)
    made.header.update(_described(done, side, made.header))
    truth_file = file.with_suffix(".truth.json")
    write(made, file, truth_file)
    click.echo(f"{file}: {len(made.readings)} readings, {len(made.truth.reps)} repetitions.")
    click.echo(f"{truth_file}: what really happened.")


def _described(exercise: Exercise, side: str | None, header: Mapping[str, Any]) -> dict[str, str]:
    """What the header says of the set beside its factors.

    Raises:
        UserError: The exercise is not done on that side.
    """
    wanted = {"exercise": exercise} | ({"side": side} if side else {})
    before = {"side": Side.LEFT, "variant": header.get("variant", Variant.STATIC)}
    return {name: str(word) for name, word in (before | fitting(wanted, before)).items()}


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
