"""``cablecoach device``: the device service alone."""

import logging

import click

from device.config import Resolved
from device.config.flags import config_flags
from device.service.commands.settings import Settings
from device.service.station import Station
from device.sources import open_source


@click.command()
@config_flags("source", "simulated_seed", "serial_port", "serial_baud")
@click.option("--speed", type=float, default=1.0, help="Run a simulation or a replay faster.")
def device(resolved: Resolved, speed: float) -> None:
    """Measure, find the repetitions, save them, and tell the web server.

    It needs no page: sets are counted and saved whether or not anybody watches.
    """
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    opened = open_source(resolved.config, speed)
    with opened.source:
        settings = Settings(resolved.config, resolved.origins)
        Station(opened, resolved.file.parent, settings).run()
