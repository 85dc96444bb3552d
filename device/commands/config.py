"""``cablecoach config``: every option, its value, and where that came from."""

import click

from device.config.flags import config_flags
from device.config.load import Resolved
from device.config.options import OPTIONS
from device.config.render import as_json, as_markdown, as_table, as_toml
from device.paths import data_path


@click.command()
@click.option("--json", "form", flag_value="json", help="As JSON, with bounds and help.")
@click.option("--toml", "form", flag_value="toml", help="As a file to start from.")
@click.option("--markdown", "form", flag_value="markdown", help="As a page of the manual.")
@config_flags(*OPTIONS, folder=data_path)
def config(form: str | None, resolved: Resolved) -> None:
    """Show every option, its value, and where that came from.

    A value on the command line overrides the environment (CABLECOACH_… in capitals), which
    overrides the file cablecoach.toml in the data folder, which overrides the default. To begin a
    file: `cablecoach config --toml`.
    """
    if form == "markdown":
        click.echo(as_markdown(), nl=False)
        return
    render = {"json": as_json, "toml": as_toml, None: as_table}[form]
    click.echo(render(resolved), nl=form != "toml")
