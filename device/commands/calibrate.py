"""``cablecoach calibrate``: teach the sensors kilograms and metres."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any, Final

import click

from device.commands.calibration_dialogue import Dialogue
from device.config import Resolved
from device.config.flags import config_flags
from device.errors import UserError
from device.live.client import CommandClient, endpoints
from device.live.messages import Command, ErrorCode
from device.live.refusal import CommandError

_FLAGS: Final = ("source", "serial_port")
_LOOK_S: Final = 0.5
_STARTS_WITHIN_S: Final = 20.0
_STOPS_WITHIN_S: Final = 10.0


@click.command()
@config_flags(*_FLAGS)
@click.option("--operator", help="Name of the operator; kept with the result.")
def calibrate(resolved: Resolved, operator: str | None) -> None:
    """Lead through tare, a known weight, a known length, direction and a check.

    Works with the station that is measuring; where none is, one measures for as long as this
    takes. Nothing changes before the end, where the whole is accepted.
    """
    with _measuring(resolved) as client:

        def ask(step: str, values: dict[str, Any]) -> dict[str, Any]:
            return client.call(Command.CALIBRATE, {"step": step, **values})

        record = Dialogue(ask, operator).run()
    factors = record["factors"]
    click.echo(
        f"Kept: {factors['counts_per_metre']:,.2f} counts per metre,"
        f" {1 / factors['newtons_per_count']:,.2f} counts per newton,"
        f" residual {record['residual_n']:.2f} N, noise {record['noise_n']:.2f} N."
    )


@contextmanager
def _measuring(resolved: Resolved) -> Iterator[CommandClient]:
    """A client of the station in this data folder, started for the occasion if need be."""
    folder = resolved.file.parent
    with CommandClient(endpoints(folder)) as client:
        if _answers(client):
            yield client
            return
        with tempfile.TemporaryFile("w+") as log:
            process = subprocess.Popen(
                _device_command(folder, resolved), stdin=subprocess.DEVNULL, stderr=log
            )
            try:
                _wait_for(client, process, log)
                yield client
            finally:
                process.terminate()
                process.wait(_STOPS_WITHIN_S)


def _device_command(folder: Path, resolved: Resolved) -> list[str]:
    command = [sys.executable, "-m", "server", "device", "--data-dir", str(folder)]
    for name in _FLAGS:
        flag = resolved.origins[name]
        if flag.startswith("--"):
            command += [flag, str(getattr(resolved.config, name))]
    return command


def _wait_for(client: CommandClient, process: "subprocess.Popen[bytes]", log: IO[str]) -> None:
    deadline = time.monotonic() + _STARTS_WITHIN_S
    while not _answers(client):
        if process.poll() is not None:
            log.seek(0)
            lines = log.read().strip().splitlines() or ["it said nothing."]
            raise UserError(f"The sensors cannot be read: {lines[-1].removeprefix('cablecoach: ')}")
        if time.monotonic() > deadline:
            raise UserError("The sensors cannot be read: run `cablecoach doctor`.")


def _answers(client: CommandClient) -> bool:
    try:
        client.call(Command.STATE, timeout_s=_LOOK_S)
    except CommandError as error:
        if error.code is not ErrorCode.UNAVAILABLE:
            raise
        return False
    return True
