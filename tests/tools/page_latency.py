"""``make page-latency``: from a sensor's sample to the painted frame, and how frames run."""

import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

import click

from device.errors import UserError
from tests.tools.browsing import chromium, station
from tests.tools.known_reps import KnownReps, after_the_end_ms, known_reps, played_station

_TABLET: Final = {"width": 1180, "height": 820}
_SETTLE_MS: Final = 2000
_LOOKS: Final = 8
_GOAL_MS: Final = 100.0
_EDGE_MS: Final = 1500.0
"""Repetitions that end nearer to the ends of the recording may be cut off by them."""
_RECORDED: Final = "(await import('/static/js/main.js')).app.measurement"
_LONG_FRAME_MS: Final = 50.0
_HEAP: Final = """() => {
  globalThis.gc?.();
  return performance.memory ? performance.memory.usedJSHeapSize : 0;
}"""


@click.command(name="page-latency")
@click.option("--seconds", type=click.FloatRange(5), default=180.0, help="How long to watch.")
@click.option("--url", help="Watch a running station on this machine instead of an own one.")
@click.option(
    "--heap", type=click.FloatRange(1), help="Only the heap, with training this much faster."
)
def page_latency(seconds: float, url: str | None, heap: float | None) -> None:
    """Measure the page: a repetition's true end to the painted frame that shows it, sample to
    painted frame, frame times, heap.

    A board on a wire plays simulated sets, so that nobody but the simulator says when a repetition
    ends. Ends with status 1 where the 95th percentile is above 100 ms, or one was not shown.

    Meaningful on one machine only: device and browser must share the clock. `--heap 60` packs an
    hour of training into a minute and watches the memory alone.
    """
    if heap is not None:
        with (
            tempfile.TemporaryDirectory() as folder,
            station(Path(folder), "--source", "simulated", "--speed", str(heap)) as address,
        ):
            _watch_heap(address, seconds)
        return
    if url is not None:
        _print(_watch(url, seconds))
        return
    known = known_reps(seconds)
    with (
        tempfile.TemporaryDirectory(prefix="cc-") as folder,
        played_station(Path(folder), known) as (address, bridge),
    ):
        watched = _watch(address, seconds)
        _print(watched)
        met = _print_reps(watched, known, bridge.started_ns)
    sys.exit(0 if met else 1)


class Watched(NamedTuple):
    """What a page recorded.

    Attributes:
        got: Its report: ``painted`` messages and intervals of ``frames``, in ms.
        heap: Bytes, at times.
        wall_of_monotonic_ms: Wall clock minus monotonic clock of this machine.
        from_ms, until_ms: Wall clock while it recorded.
    """

    got: Mapping[str, Any]
    heap: Sequence[float]
    wall_of_monotonic_ms: float
    from_ms: float
    until_ms: float


def _watch(address: str, seconds: float) -> Watched:
    wall_of_monotonic_ms = (time.time_ns() - time.monotonic_ns()) / 1e6
    with chromium() as browser:
        page = browser.new_context(viewport=_TABLET, device_scale_factor=2).new_page()  # type: ignore[arg-type]
        page.goto(f"{address}/?measure=1")
        page.wait_for_function("() => document.body.dataset.ready !== undefined")
        page.wait_for_timeout(_SETTLE_MS)
        page.evaluate(f"async () => {_RECORDED}.clear()")
        from_ms = time.time_ns() / 1e6
        heap = [page.evaluate(_HEAP)]
        for _ in range(4):
            page.wait_for_timeout(seconds * 1000 / 4)
            heap.append(page.evaluate(_HEAP))
        until_ms = time.time_ns() / 1e6
        got = page.evaluate(f"async () => {_RECORDED}.report()")
    return Watched(got, heap, wall_of_monotonic_ms, from_ms, until_ms)


def _print(watched: Watched) -> None:
    for line in report(watched.got, watched.wall_of_monotonic_ms):
        click.echo(line)
    click.echo("heap, MB:             " + "  ".join(f"{size / 1e6:.1f}" for size in watched.heap))


def _print_reps(watched: Watched, known: KnownReps, started_ns: int | None) -> bool:
    """Print the one figure; return whether it meets the goal."""
    if started_ns is None:
        raise UserError("The station never asked the board who it is.")
    origin_ms = started_ns / 1e6 + watched.wall_of_monotonic_ms
    ends_ms = [origin_ms + end_s * 1e3 for end_s in known.ends_s]
    within = [
        end for end in ends_ms if watched.from_ms + _EDGE_MS < end < watched.until_ms - _EDGE_MS
    ]
    ages = after_the_end_ms(watched.got["painted"], within)
    shown = [age for age in ages if age is not None]
    click.echo(f"true end to frame, ms: {_quantiles(shown)}")
    final = after_the_end_ms(watched.got["painted"], within, ("confirmed",))
    click.echo(f"final figures, ms:    {_quantiles([age for age in final if age is not None])}")
    click.echo(f"reps shown:           {len(shown)} of {len(ages)}")
    met = bool(shown) and len(shown) == len(ages) and _quantile(shown, 0.95) <= _GOAL_MS
    click.echo(f"Goal: p95 at most {_GOAL_MS:.0f} ms: {'met' if met else 'missed'}.")
    return met


def _watch_heap(address: str, seconds: float) -> None:
    sizes = []
    with chromium() as browser:
        page = browser.new_context(viewport=_TABLET).new_page()  # type: ignore[arg-type]
        page.goto(address)
        page.wait_for_timeout(_SETTLE_MS)
        for _ in range(_LOOKS):
            page.wait_for_timeout(seconds * 1000 / _LOOKS)
            sizes.append(page.evaluate(_HEAP))
    click.echo("heap, MB:  " + "  ".join(f"{size / 1e6:.2f}" for size in sizes))


def report(got: Mapping[str, Any], wall_of_monotonic_ms: float) -> list[str]:
    """Lines of figures from what the page recorded (``measure.js``).

    Args:
        got: Its ``report()``: messages with ``kind``, ``tNs``, ``arrived`` and ``painted`` (wall
            clock, ms), and the intervals of frames in ms.
        wall_of_monotonic_ms: Wall clock minus monotonic clock of this machine.
    """
    painted = got["painted"]
    ages: dict[str, list[float]] = {"live": [], "confirmed": []}
    for message in painted:
        age_ms = message["painted"] - message["tNs"] / 1e6 - wall_of_monotonic_ms
        ages.setdefault(message["kind"], []).append(age_ms)
    page = [m["painted"] - m["arrived"] for m in painted]
    frames = got["frames"]
    long = sum(frame > _LONG_FRAME_MS for frame in frames)
    return [
        f"messages:             {len(painted)}",
        f"sample to frame, ms:  {_quantiles(ages['live'])}",
        f"rep to frame, ms:     {_quantiles(ages['confirmed'])}",
        f"added by page, ms:    {_quantiles(page)}",
        f"frame interval, ms:   {_quantiles(frames)}",
        f"frames over {_LONG_FRAME_MS:.0f} ms:    {long} of {len(frames)}",
    ]


def _quantile(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def _quantiles(values: Sequence[float]) -> str:
    if not values:
        return "none"
    shares = "  ".join(f"p{100 * s:.0f} {_quantile(values, s):.1f}" for s in (0.5, 0.95, 0.99))
    return f"{shares}  max {max(values):.1f}"


if __name__ == "__main__":
    page_latency()
