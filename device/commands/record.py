"""``cablecoach record``: the raw counts of a source into a file."""

import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import click

from device.calibration.recorded import header_from_factors
from device.config import Resolved
from device.config.flags import config_flags
from device.errors import UserError
from device.live.client import CommandClient, CommandError, LiveSubscriber, endpoints
from device.live.endpoints import Endpoints
from device.live.messages import RAW_TOPIC, Command
from device.recordings.format import Header
from device.recordings.writer import RecordingWriter
from device.sensors.reading import Fault, Reading
from device.sources import open_source

_FIRST_WITHIN_S: Final = 3.0
_SILENT_AFTER_S: Final = 2.0
_TICK_S: Final = 0.2

Batches = Iterator[tuple[Header, list[Reading]]]


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@config_flags("source", "simulated_seed", "serial_port", "serial_baud")
@click.option(
    "--seconds", type=click.FloatRange(min=0, min_open=True), help="Stop after this many seconds."
)
@click.option("--speed", type=float, default=1.0, help="Run a simulation or a replay faster.")
def record(file: Path, resolved: Resolved, seconds: float | None, speed: float) -> None:
    """Save the raw counts of a source to FILE; `cablecoach replay` reads it.

    Where a station measures into the same data folder, its readings are recorded while it goes on;
    otherwise, or with --source, the source is opened for this alone. Ctrl-C ends it.
    """
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    addresses = endpoints(resolved.file.parent)
    running = None if resolved.origins["source"] == "--source" else _running_source(addresses)
    name = running or resolved.config.source
    batches = _tapped(addresses) if running else _opened(resolved, speed)
    click.echo(f"Recording {name} to {file}; Ctrl-C ends it.", err=True)
    recorder = _Recorder(file)
    try:
        for header, readings in batches:
            recorder.take(header, readings)
            if stop.is_set() or (seconds is not None and recorder.span_s >= seconds):
                break
    except OSError as error:
        raise UserError(f"{file} cannot be written ({error.strerror}).") from error
    finally:
        recorder.close()
    if recorder.count and not recorder.heard:
        raise UserError(
            f"The sensor sent nothing in {recorder.span_s:.1f} s, so {file} holds only that; "
            "`cablecoach doctor` says why."
        )
    click.echo(f"{recorder.count} readings, {recorder.span_s:.1f} s, in {file}.", err=True)


def _running_source(addresses: Endpoints) -> str | None:
    """The source of the station that runs on this data folder, if one does."""
    with CommandClient(addresses) as client:
        try:
            return str(client.call(Command.STATE, timeout_s=0.5)["source"])
        except CommandError:
            return None


def _opened(resolved: Resolved, speed: float) -> Batches:
    """The readings of a source of our own, each a batch."""
    opened = open_source(resolved.config, speed)
    header: dict[str, Any] = {**header_from_factors(opened.factors)}
    header |= opened.header or {}
    with opened.source as source:
        for reading in source:
            yield header, [reading]


def _tapped(addresses: Endpoints) -> Batches:
    """The readings of the running station; an empty batch now and then while none come."""
    expected: int | None = None
    with LiveSubscriber(addresses, topics=(RAW_TOPIC,)) as subscriber:
        for broadcast in subscriber.stream(_TICK_S):
            if broadcast is None:
                yield {}, []
                continue
            message = broadcast.message
            readings = [Reading(*values) for values in message["readings"]]
            if expected is not None and message["first"] != expected:
                first = readings[0]
                readings[0] = first._replace(faults=first.faults | Fault.LOST_FRAMES)
            expected = message["first"] + len(readings)
            yield message["header"], readings


class _Recorder:
    """Writes batches to a file, which is made with the first one.

    Attributes:
        count: Readings written.
        heard: Those of them that a sensor sent.
        span_s: From the first to the last, on the source's clock.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._writer: RecordingWriter | None = None
        self._first_ns = 0
        self._silent_s = 0.0
        self.count = 0
        self.heard = 0
        self.span_s = 0.0

    def take(self, header: Header, readings: list[Reading]) -> None:
        """Write a batch.

        Raises:
            UserError: The file cannot be written, or nothing has come for seconds.
        """
        if not readings:
            self._wait()
            return
        self._silent_s = 0.0
        if self._writer is None:
            self._writer = RecordingWriter(self._file, header)
            self._first_ns = readings[0].t_ns
        for reading in readings:
            self._writer.write(reading)
        self.count += len(readings)
        self.heard += sum(not reading.faults & Fault.OFFLINE for reading in readings)
        self.span_s = (readings[-1].t_ns - self._first_ns) * 1e-9

    def close(self) -> None:
        """End the file."""
        if self._writer is not None:
            self._writer.close()

    def _wait(self) -> None:
        self._silent_s += _TICK_S
        if self._writer is None and self._silent_s >= _FIRST_WITHIN_S:
            raise UserError(
                "The station sends no readings; run `cablecoach doctor` to find out why."
            )
        if self._writer is not None and self._silent_s >= _SILENT_AFTER_S:
            raise UserError(
                f"The station has stopped sending readings; {self.count} are in {self._file}."
            )
