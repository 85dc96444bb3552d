"""``cablecoach pair``: a fresh code for a tablet."""

import click

from device.config import Resolved
from device.config.flags import config_flags
from device.paths import existing_data_directory
from server.access.control_socket import ask
from server.access.invitation import invitation
from server.access.state_directory import private_folder


@click.command()
@click.option(
    "--role",
    type=click.Choice(["athlete", "operator"]),
    help="What the tablet may do. By default the first tablet of a station becomes the "
    "operator's, later ones athletes'.",
)
@click.option(
    "--athlete-id", type=click.IntRange(1), help="Give the tablet to this athlete (its number)."
)
@config_flags(folder=existing_data_directory)
def pair(resolved: Resolved, role: str | None, athlete_id: int | None) -> None:
    """Show a code that pairs a tablet with this station; it is valid for two minutes."""
    request: dict[str, object] = {}
    if role:
        request["role"] = role
    if athlete_id:
        request["athlete_id"] = athlete_id
    answer = ask(private_folder(resolved.file.parent), request)
    click.echo(invitation(answer["page"], answer["code"], answer["role"]))
