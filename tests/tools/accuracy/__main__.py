"""``make accuracy``: measure the detector against simulated trainees."""

import json
import os
import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec

import click

from device.sensors.simulated.condition import CONDITIONS
from tests.tools.accuracy.report import ALL, report
from tests.tools.accuracy.run import METHODS, OURS, Outcome, outcomes
from tests.tools.accuracy.summary import FIGURES, Tally


@click.command()
@click.option(
    "--seeds",
    type=click.IntRange(min=1),
    default=3,
    show_default=True,
    help="Sets for each condition; one has 6 to 10 repetitions.",
)
@click.option(
    "--first-seed",
    type=click.IntRange(min=0),
    default=0,
    show_default=True,
    help="Take other sets than usual.",
)
@click.option(
    "--condition",
    "conditions",
    type=click.Choice(list(CONDITIONS)),
    multiple=True,
    metavar="NAME",
    help="Only this one; may be repeated. Else all of them.",
)
@click.option(
    "--baselines/--no-baselines",
    default=True,
    show_default=True,
    help="Measure two plain methods beside it.",
)
@click.option(
    "--worst",
    type=click.IntRange(min=0),
    default=0,
    metavar="N",
    help="Name the N worst repetitions, and all missed and invented ones.",
)
@click.option(
    "--processes",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    help="How many to run at once; else one a core.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def accuracy(
    seeds: int,
    first_seed: int,
    conditions: tuple[str, ...],
    baselines: bool,
    worst: int,
    processes: int,
    as_json: bool,
) -> None:
    """Measure how well repetitions, holds and ranges are found.

    Simulates trainees in every condition of `cablecoach simulate --conditions`, lets the
    detector find their repetitions, and compares with what was really done. Beside it run
    scipy's find_peaks on position and a threshold of 0.05 m/s on velocity.

    \b
    python -m tests.tools.accuracy                        about 1,300 repetitions
    python -m tests.tools.accuracy --seeds 20 --first-seed 1000   9,000 others
    python -m tests.tools.accuracy --condition tremor --worst 5
    """
    if baselines and find_spec("scipy") is None:
        click.echo(
            "Without the plain methods beside it: they need scipy (pip install scipy).", err=True
        )
        baselines = False
    methods = list(METHODS) if baselines else [OURS]
    span = range(first_seed, first_seed + seeds)
    ours: list[Outcome] = []
    tallies: dict[tuple[str, str], Tally] = {}
    results = outcomes(conditions or tuple(CONDITIONS), span, methods, processes)
    for outcome in _with_progress(results):
        if outcome.method == OURS:
            ours.append(outcome)
        for name in (outcome.condition, ALL):
            tallies.setdefault((outcome.method, name), Tally()).add(outcome)
    if as_json:
        click.echo(json.dumps(_document(tallies), indent=1))
        return
    for line in report(tallies):
        click.echo(line)
    for line in _worst(ours, worst):
        click.echo(line)


def _with_progress(results: Iterator[Outcome]) -> Iterator[Outcome]:
    for number, outcome in enumerate(results):
        if sys.stderr.isatty() and number % 10 == 0:
            click.echo(f"\r{outcome.condition:20} {outcome.seed}", err=True, nl=False)
        yield outcome
    if sys.stderr.isatty():
        click.echo(f"\r{'':40}\r", err=True, nl=False)


def _document(tallies: dict[tuple[str, str], Tally]) -> dict[str, object]:
    by_condition: dict[str, dict[str, object]] = {}
    for (method, condition), tally in tallies.items():
        by_condition.setdefault(condition, {})[method] = tally.document()
    total = by_condition.pop(ALL)
    goals = {figure.key: figure.goal for figure in FIGURES if figure.goal is not None}
    return {"all": total, "goals": goals, "conditions": by_condition}


def _worst(results: Iterable[Outcome], count: int) -> Iterator[str]:
    """What to look at first: missed, invented, and the largest errors of the hold."""
    if not count:
        return
    results = list(results)
    for outcome in results:
        for word, times in (("missed", outcome.missed_s), ("invented", outcome.invented_s)):
            for start_s in times:
                yield f"{word:9}{outcome.condition} seed {outcome.seed} at {start_s:.2f} s"
    errors = [error for outcome in results for error in outcome.errors]
    for error in sorted(errors, key=lambda e: abs(e.hold_s), reverse=True)[:count]:
        yield (
            f"{'hold':9}{error.condition} seed {error.seed} rep {error.number}: "
            f"{1e3 * error.hold_s:+.0f} ms (top {1e3 * error.top_s:+.0f}, "
            f"release {1e3 * error.release_s:+.0f})"
        )


if __name__ == "__main__":
    accuracy()
