"""``cablecoach bench-hardware``: what a real Raspberry Pi with direct wiring reaches."""

import json
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import click

from device.errors import UserError
from wiring.pins import load_pins

if TYPE_CHECKING:
    from device.sensors.gpio.measuring import EdgeCount, FrameTimes

RATES_PER_S: Final = (1_000, 4_000, 8_000, 12_000, 20_000, 48_000)
SKIPPED: Final = 77
"""The exit status that test harnesses read as "skipped" (GNU Automake, "Scripts-based tests")."""


@dataclass(frozen=True, slots=True)
class _Results:
    edges: "list[EdgeCount]"
    frames: "FrameTimes"


@click.command()
@click.option("--jumpers", is_flag=True, help="Measure edges; needs the wires described below.")
@click.option("--seconds", default=10.0, show_default=True, help="How long to read the load cell.")
@click.option(
    "--maker",
    type=click.Choice(["auto", "gpiod", "rpigpio"]),
    default="auto",
    show_default=True,
    help="Which package watches the edges.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object instead of a table.")
def bench_hardware(jumpers: bool, seconds: float, maker: Any, as_json: bool) -> None:
    """Measure edges counted without loss, and the times of load cell frames.

    For --jumpers unplug the encoder and the light, and join the pin of the green light to that of
    channel A, the red one's to channel B. Elsewhere than on a Raspberry Pi with direct wiring it
    says why and exits with status 77.
    """
    try:
        results = _measure(jumpers, seconds, maker)
    except UserError as reason:
        click.echo(f"skipped: {reason}", err=True)
        sys.exit(SKIPPED)
    if as_json:
        click.echo(json.dumps(_document(results), indent=1))
    else:
        _print(results)


def _measure(jumpers: bool, seconds: float, package: Any) -> _Results:
    from device.sensors.gpio.opening import import_rpi_gpio, open_lines, refused_pins

    gpio, pins = import_rpi_gpio(), load_pins("direct")
    from device.sensors.gpio.encoder import EncoderReader
    from device.sensors.gpio.hx711_safe import SafeHx711
    from device.sensors.gpio.measuring import JumperEdges, measure_edges, measure_frames

    channels = [pins.encoder_a.gpio, pins.encoder_b.gpio]
    lines = open_lines(package, gpio, channels)
    try:
        load_cell = SafeHx711(pins.load_dout.gpio, pins.load_sck.gpio)
    except Exception as error:
        lines.close()
        raise refused_pins(error) from error
    try:
        edges = []
        if jumpers:
            encoder = EncoderReader(lines, *channels)
            maker = JumperEdges(pins.led_green.gpio, pins.led_red.gpio)
            edges = measure_edges(lines, encoder, maker, RATES_PER_S)
        frames = measure_frames(load_cell, seconds)
    finally:
        lines.close()
        gpio.cleanup([pins.load_dout.gpio, pins.load_sck.gpio])
    return _Results(edges, frames)


def _document(results: _Results) -> dict[str, Any]:
    return {
        "edges": [{**count._asdict(), "complete": count.complete} for count in results.edges],
        "frames": results.frames._asdict(),
    }


def _print(results: _Results) -> None:
    if results.edges:
        click.echo(f"{'edges/s':>10} {'made/s':>10} {'made':>8} {'counted':>8} {'lost':>6}")
    for count in results.edges:
        click.echo(
            f"{count.asked_per_s:>10,.0f} {count.made_per_s:>10,.0f} {count.made:>8}"
            f" {count.counted:>8} {count.lost:>6}  {'complete' if count.complete else 'LOSS'}"
        )
    frames = results.frames
    if frames.median_us is None:
        click.echo("load cell: no conversion; look at its wires, then at `cablecoach doctor`")
        return
    click.echo(
        f"load cell: {frames.conversions / frames.seconds:.1f} conversions per second,"
        f" {frames.dropped} dropped, {frames.late} late"
    )
    click.echo(
        f"frame: median {frames.median_us:.0f} µs, 99 % {frames.p99_us or 0:.0f} µs,"
        f" longest {frames.longest_us:.0f} µs (a pulse may take 60 µs, a frame 5,000)"
    )
