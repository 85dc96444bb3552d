"""The ``cablecoach`` command: a table of subcommands, each loaded only when it is asked for.

The device process must not load Flask, nor the web server numpy, so a command's module is
imported only once its name has been typed.
"""

import sys
from importlib import import_module
from typing import Any

import click

from device import __version__
from device.errors import UserError

_COMMANDS: dict[str, tuple[str, str, str]] = {
    "run": ("server.commands.run", "run", "Measure and show: start here."),
    "device": ("device.commands.device", "device", "The device service alone."),
    "server": ("server.commands.serve", "serve", "The web server alone."),
    "replay": ("device.commands.replay", "replay", "Find the reps in a recording."),
    "record": ("device.commands.record", "record", "Save the raw counts of a source."),
    "simulate": ("device.commands.simulate", "simulate", "Make a recording whose reps are known."),
    "export": ("device.commands.export", "export", "Write the set log as CSV."),
    "calibrate": ("device.commands.calibrate", "calibrate", "Teach the sensors kg and metres."),
    "config": ("device.commands.config", "config", "Show every option and its value."),
    "doctor": ("device.commands.doctor", "doctor", "Find out what is wrong, and what to do."),
    "pair": ("server.commands.pair", "pair", "Show a code that pairs a tablet."),
    "token": ("server.commands.token", "token", "Add or revoke a script's access."),
    "flash-guide": ("device.commands.flash_guide", "flash_guide", "Set up a bridge board."),
    "bench": ("device.commands.bench", "bench", "Measure the cost of a sample."),
    "bench-hardware": ("device.commands.bench_hardware", "bench_hardware", "Measure a real Pi."),
}


class _LazyGroup(click.Group):
    """A group whose commands are imported on use (pattern of click's manual, "Lazily Loading")."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _COMMANDS:
            return None
        module, attribute, _ = _COMMANDS[cmd_name]
        command = getattr(import_module(module), attribute)
        if not isinstance(command, click.Command):
            raise TypeError(f"{module}.{attribute} is not a command")
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, _, line) in _COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UserError as error:
            click.echo(f"cablecoach: {error}", err=True)
            sys.exit(2)


@click.group(cls=_LazyGroup)
@click.version_option(__version__, prog_name="cablecoach")
def main() -> None:
    """Live feedback for cable rows and punches: reps, holds, range of motion, CSV.

    Start with `cablecoach run` and open the address that it prints.
    """
