"""``cablecoach bench``: what one sample costs."""

import json
from dataclasses import asdict

import click

from device.bench import measure


@click.command()
@click.option(
    "--seconds", default=3600.0, show_default=True, help="Length of the session, in its own time."
)
@click.option("--seed", default=1, show_default=True, help="Seed of the simulated session.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def bench(seconds: float, seed: int, as_json: bool) -> None:
    """Measure what one sample costs, from counts to scored repetitions.

    Runs a simulated training session at 200 samples per second through the whole pipeline on one
    core, as fast as it goes. At 200 samples per second, 15 µs per sample are 0.3 % of that core.
    """
    cost = measure(seconds, seed)
    if as_json:
        click.echo(json.dumps(asdict(cost), indent=1))
        return
    rows = (
        ("samples", f"{cost.samples:,}"),
        ("repetitions found", f"{cost.reps}"),
        ("µs per sample", f"{cost.mean_us:.1f}"),
        ("µs per sample, handle at rest", f"{cost.idle_us:.1f}"),
        ("µs per sample, busiest 100 s", f"{cost.worst_block_us:.1f}"),
        ("samples per second", f"{cost.samples_per_s:,.0f}"),
        ("longest single call, ms", f"{cost.worst_ms:.1f}"),
        ("peak memory, first half, KiB", f"{cost.first_half_kib:,.0f}"),
        ("peak memory, second half, KiB", f"{cost.second_half_kib:,.0f}"),
    )
    for name, value in rows:
        click.echo(f"{name:30} {value:>12}")
