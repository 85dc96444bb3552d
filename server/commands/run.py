"""``cablecoach run``: measure and show."""

import sys
from pathlib import Path
from typing import Final

import click

from device.config import Resolved
from device.config.flags import config_flags
from server.commands.supervision import supervise

_OF_DEVICE: Final = ("source", "simulated_seed", "serial_port", "serial_baud")
_OF_SERVER: Final = ("host", "port", "max_streams", "allowed_hosts", "tls_cert", "tls_key")


@click.command()
@config_flags(*_OF_DEVICE, *_OF_SERVER)
@click.option("--speed", type=float, help="Run a simulation or a replay faster.")
def run(resolved: Resolved, speed: float | None) -> None:
    """Measure and show the page; open the address that is printed.

    Without hardware a simulated trainee pulls. Ctrl-C stops the device service and the web
    server; where one of them ends by itself, the other is stopped as well.
    """
    data_dir = resolved.file.parent
    device = _command("device", data_dir, resolved, _OF_DEVICE)
    if speed is not None:
        device += ["--speed", str(speed)]
    server = _command("server", data_dir, resolved, _OF_SERVER)
    sys.exit(supervise({"The device service": device, "The web server": server}))


def _command(half: str, data_dir: Path, resolved: Resolved, options: tuple[str, ...]) -> list[str]:
    """The command of one process, with the options that were given on the command line."""
    command = [sys.executable, "-m", "server", half, "--data-dir", str(data_dir)]
    for name in options:
        flag = resolved.origins[name]
        if flag.startswith("--"):
            command += [flag, str(getattr(resolved.config, name))]
    return command
