"""``make accuracy``: measure the detector against trainees whose truth is known."""

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from device.sensors.simulated.faulty.table import SENSOR_FAULTS
from tests.tools.accuracy.figures.bound import bound_table
from tests.tools.accuracy.methods.former import export
from tests.tools.accuracy.printing.document import as_document
from tests.tools.accuracy.printing.report import report
from tests.tools.accuracy.printing.table import Table, as_markdown, as_text
from tests.tools.accuracy.printing.tables import (
    alarm_table,
    coverage_table,
    goal_table,
    live_table,
    sorted_results,
)
from tests.tools.accuracy.printing.worst import worst_lines
from tests.tools.accuracy.printing.writing import DOCUMENT, README, short_table, texts, write
from tests.tools.accuracy.run import FORMER, METHODS, OURS, VERSIONS, Outcome, outcomes
from tests.tools.accuracy.sensors.judging import judge_all
from tests.tools.accuracy.sensors.table import sensor_table
from tests.tools.accuracy.sets import GROUPS, kinds
from tests.tools.accuracy.strokes.cutting import FOLDER, library


@click.command()
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Sets for each condition, of 5 to 10 repetitions; three times as many pasted ones.",
)
@click.option(
    "--seed",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    help="The first seed: take other sets than those it was developed on.",
)
@click.option(
    "--condition",
    "conditions",
    multiple=True,
    metavar="NAME",
    help="Only this one; may be repeated. Else all of them.",
)
@click.option(
    "--group",
    "groups",
    type=click.Choice(GROUPS),
    multiple=True,
    help="Only the conditions of this group of sets; may be repeated.",
)
@click.option(
    "--baselines/--no-baselines",
    default=True,
    show_default=True,
    help="Measure two plain methods beside it.",
)
@click.option(
    "--former",
    metavar="REVISION",
    help="Measure a former version of the device beside it, as git knows it.",
)
@click.option("--detail", is_flag=True, help="Print a row for each condition, too.")
@click.option(
    "--worst",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Name the N worst repetitions, all missed and invented ones, and stray cues.",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    help="How many to run at once; else one a core.",
)
@click.option("--bound", is_flag=True, help="Print what no method can know, and nothing else.")
@click.option("--sensors", is_flag=True, help="Judge what is said of broken sensors, only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--write", "rewrite", is_flag=True, help="Put the tables into README.md and docs.")
def accuracy(
    seeds: int,
    seed: int,
    conditions: tuple[str, ...],
    groups: tuple[str, ...],
    baselines: bool,
    former: str | None,
    detail: bool,
    worst: int,
    processes: int,
    bound: bool,
    sensors: bool,
    as_json: bool,
    rewrite: bool,
) -> None:
    """Measure how well repetitions, holds, ranges and cues are found.

    Simulates trainees in every condition of `cablecoach simulate --conditions`, pastes sets of
    strokes that people really made (where recordings of real machines are there), lets the
    detector find the repetitions, and compares with what was really done, goal by goal. Beside
    it run scipy's find_peaks on position and a threshold of 0.05 m/s on velocity.

    \b
    python -m tests.tools.accuracy                        about 2,500 repetitions
    python -m tests.tools.accuracy --seed 1000 --former 7a7e807   others, and the version before
    python -m tests.tools.accuracy --condition tremor --worst 5
    """
    if bound:
        _print([bound_table()])
        return
    span = range(seed, seed + seeds)
    if sensors:
        _sensors(conditions, span, processes, rewrite)
        return
    names = _names(conditions, groups)
    done: list[Outcome] = []
    with ExitStack() as stack:
        folder = _exported(former, stack)
        methods = _methods(baselines, folder)
        for outcome in _with_progress(outcomes(names, span, methods, processes, folder)):
            done.append(outcome)
    results = sorted_results(done)
    if as_json:
        click.echo(json.dumps(as_document(done), indent=1))
        return
    ours = [outcome for outcome in done if outcome.method == OURS]
    tables = {
        "goals": goal_table(results),
        "cue": live_table(results),
        "alarms": alarm_table(results),
        "coverage": coverage_table(ours),
    }
    _print(list(tables.values()), report(done) if detail else ())
    for line in worst_lines(ours, worst):
        click.echo(line)
    if rewrite:
        said = _said(done, span, former)
        write(DOCUMENT, texts(tables, said) | {"bound": as_markdown(bound_table())})
        write(README, texts({"accuracy": short_table(results)}, said))


def _sensors(names: Sequence[str], seeds: range, processes: int, rewrite: bool) -> None:
    chosen = [name for name in SENSOR_FAULTS if not names or name in names]
    judged = list(judge_all(chosen, seeds, processes))
    table = sensor_table(judged)
    _print([table])
    for one in judged:
        for what in one.silent:
            click.echo(f"in silence {one.name} seed {one.seed}: {what}")
    if rewrite:
        said = f"{len(judged)} sets, seeds from {seeds.start} on."
        write(DOCUMENT, texts({"sensors": table}, said))


def _names(conditions: Sequence[str], groups: Sequence[str]) -> list[str]:
    known = kinds()
    if not library():
        click.echo(
            f"Without sets pasted from real strokes: no recordings with a truth in {FOLDER} "
            "(CABLECOACH_RECORDINGS names another folder).",
            err=True,
        )
    unknown = [name for name in conditions if name not in known]
    if unknown:
        raise click.UsageError(f"There is no condition {unknown[0]!r}; there are {list(known)}.")
    return [
        kind.name
        for kind in known.values()
        if (not conditions or kind.name in conditions) and (not groups or kind.group in groups)
    ]


def _exported(former: str | None, stack: ExitStack) -> Path | None:
    """The former version in a folder that lasts as long as the stack."""
    if former is None:
        return None
    folder = Path(stack.enter_context(TemporaryDirectory(prefix="former-")))
    try:
        export(former, folder)
    except (subprocess.CalledProcessError, FileNotFoundError) as error:
        raise click.UsageError(f"git cannot give the revision {former!r}: {error}") from error
    return folder


def _methods(baselines: bool, former: Path | None) -> list[str]:
    if baselines and find_spec("scipy") is None:
        click.echo(
            "Without the plain methods beside it: they need scipy (pip install scipy).", err=True
        )
        baselines = False
    chosen = [method for method in METHODS if method in VERSIONS or baselines]
    return [method for method in chosen if method != FORMER or former is not None]


def _print(tables: Sequence[Table], more: Iterable[str] = ()) -> None:
    for table in tables:
        for line in as_text(table):
            click.echo(line)
        click.echo()
    for line in more:
        click.echo(line)


def _said(done: Sequence[Outcome], seeds: range, former: str | None) -> str:
    ours = [outcome for outcome in done if outcome.method == OURS]
    before = "" if former is None else f"; *former* is revision {former}"
    return (
        f"{sum(outcome.true for outcome in ours):,} repetitions in {len(ours):,} sets, "
        f"seeds from {seeds.start} on{before}."
    )


def _with_progress(results: Iterator[Outcome]) -> Iterator[Outcome]:
    for number, outcome in enumerate(results):
        if sys.stderr.isatty() and number % 10 == 0:
            click.echo(f"\r{outcome.condition:20} {outcome.seed}", err=True, nl=False)
        yield outcome
    if sys.stderr.isatty():
        click.echo(f"\r{'':40}\r", err=True, nl=False)


if __name__ == "__main__":
    accuracy()
