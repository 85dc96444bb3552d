"""``make latency``: from a sample to the event in a browser's stream."""

import http.client
import json
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import click

from device.errors import UserError
from tests.tools.browsing import station

GOAL_MS: Final = 50.0
_TOPICS: Final = ("live", "phase", "rep")
_TOGETHER: Final = "all"


@click.command()
@click.option(
    "--seconds", type=click.FloatRange(min=1), default=30.0, show_default=True, help="How long."
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def latency(seconds: float, as_json: bool) -> None:
    """Measure the delay from a sample to its event in the stream of a browser on this machine.

    Both halves run for it in a folder of their own, with the simulated source in real time, whose
    samples are stamped by the clock that this command reads as well. Ends with status 1 where the
    95th percentile is above 50 ms.
    """
    delays_ms = _measure(seconds)
    if not delays_ms[_TOGETHER]:
        raise UserError("No event arrived; look at `cablecoach doctor`.")
    figures = {topic: _figures(delays) for topic, delays in delays_ms.items() if delays}
    met = figures[_TOGETHER]["p95_ms"] <= GOAL_MS
    if as_json:
        click.echo(json.dumps({"goal_p95_ms": GOAL_MS, "met": met, "topics": figures}, indent=2))
    else:
        _print(figures, met)
    sys.exit(0 if met else 1)


def _measure(seconds: float) -> dict[str, list[float]]:
    """Delays in milliseconds of all events, and of each topic."""
    delays: dict[str, list[float]] = defaultdict(list)
    with (
        tempfile.TemporaryDirectory(prefix="cablecoach-") as folder,
        station(Path(folder), "--source", "simulated") as page,
    ):
        until_s = time.monotonic() + seconds
        for topic, message, arrived_ns in _events(page):
            if topic in _TOPICS and message.get("stage") != "saved":
                delay_ms = (arrived_ns - message["t_ns"]) * 1e-6
                delays[_TOGETHER].append(delay_ms)
                delays[topic].append(delay_ms)
            if time.monotonic() >= until_s:
                break
    return delays


def _events(page: str) -> Iterator[tuple[str, dict[str, Any], int]]:
    """Topic, message and time of arrival of each server-sent event."""
    parts = urlsplit(page)
    connection = http.client.HTTPConnection(str(parts.hostname), parts.port, timeout=10)
    with closing(connection):
        connection.request("GET", "/api/v1/stream")
        response = connection.getresponse()
        topic = ""
        while line := response.readline():
            if line.startswith(b"event: "):
                topic = line[7:].strip().decode()
            elif line.startswith(b"data: "):
                yield topic, json.loads(line[6:]), time.monotonic_ns()


def _figures(delays_ms: list[float]) -> dict[str, float]:
    ordered = sorted(delays_ms)

    def percentile(share: float) -> float:
        return round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 2)

    return {
        "events": len(ordered),
        "p50_ms": percentile(0.5),
        "p95_ms": percentile(0.95),
        "p99_ms": percentile(0.99),
        "max_ms": round(ordered[-1], 2),
    }


def _print(figures: dict[str, dict[str, float]], met: bool) -> None:
    click.echo("From a sample to its event in the stream, over loopback:\n")
    click.echo(f"{'topic':<8}{'events':>8}{'p50':>10}{'p95':>10}{'p99':>10}{'max':>10}")
    for topic, row in figures.items():
        times = "".join(
            f"{row[name]:>7.1f} ms" for name in ("p50_ms", "p95_ms", "p99_ms", "max_ms")
        )
        click.echo(f"{topic:<8}{row['events']:>8}{times}")
    click.echo(f"\nGoal: p95 of all at most {GOAL_MS:.0f} ms: {'met' if met else 'missed'}.")


if __name__ == "__main__":
    latency()
