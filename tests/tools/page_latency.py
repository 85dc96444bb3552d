"""``make page-latency``: from a sensor's sample to the painted frame, and how frames run."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from tests.tools.browsing import chromium, station

_TABLET: Final = {"width": 1180, "height": 820}
_SETTLE_MS: Final = 2000
_LOOKS: Final = 8
_RECORDED: Final = "(await import('/static/js/main.js')).app.measurement"
_LONG_FRAME_MS: Final = 50.0
_HEAP: Final = """() => {
  globalThis.gc?.();
  return performance.memory ? performance.memory.usedJSHeapSize : 0;
}"""


@click.command(name="page-latency")
@click.option("--seconds", type=click.FloatRange(5), default=60.0, help="How long to watch.")
@click.option("--url", help="Watch a running station on this machine instead of an own one.")
@click.option(
    "--heap", type=click.FloatRange(1), help="Only the heap, with training this much faster."
)
def page_latency(seconds: float, url: str | None, heap: float | None) -> None:
    """Measure the page: sample to painted frame, frame times, heap.

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
        _measure(url, seconds)
        return
    with (
        tempfile.TemporaryDirectory() as folder,
        station(Path(folder), "--source", "simulated") as address,
    ):
        _measure(address, seconds)


def _measure(address: str, seconds: float) -> None:
    wall_of_monotonic_ms = (time.time_ns() - time.monotonic_ns()) / 1e6
    with chromium() as browser:
        page = browser.new_context(viewport=_TABLET, device_scale_factor=2).new_page()  # type: ignore[arg-type]
        page.goto(f"{address}/?measure=1")
        page.wait_for_function("() => document.body.dataset.ready !== undefined")
        page.wait_for_timeout(_SETTLE_MS)
        page.evaluate(f"async () => {_RECORDED}.clear()")
        heap = [page.evaluate(_HEAP)]
        for _ in range(4):
            page.wait_for_timeout(seconds * 1000 / 4)
            heap.append(page.evaluate(_HEAP))
        got = page.evaluate(f"async () => {_RECORDED}.report()")
    for line in report(got, wall_of_monotonic_ms):
        click.echo(line)
    click.echo("heap, MB:             " + "  ".join(f"{size / 1e6:.1f}" for size in heap))


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


def _quantiles(values: Sequence[float]) -> str:
    if not values:
        return "none"
    ordered = sorted(values)

    def at(share: float) -> float:
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]

    return f"p50 {at(0.5):.1f}  p95 {at(0.95):.1f}  p99 {at(0.99):.1f}  max {ordered[-1]:.1f}"


if __name__ == "__main__":
    page_latency()
