"""``cablecoach token``: access for scripts."""

from collections.abc import Iterator
from contextlib import contextmanager

import click

from device.config import Resolved
from device.config.flags import config_flags
from device.errors import UserError
from device.paths import existing_data_directory
from server.access.credentials import LONGEST_NAME, CredentialStore
from server.access.identity import Role
from server.access.state_directory import private_folder


@click.group()
def token() -> None:
    """Let scripts use the API: add, list and revoke their tokens."""


@token.command()
@click.argument("name")
@click.option(
    "--role",
    type=click.Choice([role.word for role in Role]),
    default="athlete",
    show_default=True,
    help="What the script may do.",
)
@click.option("--athlete-id", type=click.IntRange(1), help="The athlete whose sets it may read.")
@config_flags(folder=existing_data_directory)
def add(resolved: Resolved, name: str, role: str, athlete_id: int | None) -> None:
    """Make a token called NAME and print it; it is shown this once.

    Send it as the header `Authorization: Bearer TOKEN`.
    """
    if not 1 <= len(name) <= LONGEST_NAME or not name.isprintable():
        raise UserError(f"A token's name has 1 to {LONGEST_NAME} visible characters.")
    with _credentials(resolved) as credentials:
        click.echo(credentials.add(name, "script", Role.parse(role), athlete_id))


@token.command("list")
@config_flags(folder=existing_data_directory)
def list_tokens(resolved: Resolved) -> None:
    """List scripts and paired tablets."""
    with _credentials(resolved) as credentials:
        clients = credentials.clients()
    if not clients:
        click.echo("No script and no tablet is known; `cablecoach token add NAME` adds a script.")
    for client in clients:
        days = client.unused_s // 86_400
        belongs = f", athlete {client.athlete_id}" if client.athlete_id else ""
        click.echo(
            f"{client.client_id:>4}  {client.kind:<6}  {client.role.word:<8}  {client.name}"
            f"  (unused for {days} d{belongs})"
        )


@token.command()
@click.argument("client_id", type=click.IntRange(1))
@config_flags(folder=existing_data_directory)
def revoke(resolved: Resolved, client_id: int) -> None:
    """Forget the script or tablet with this number of `cablecoach token list`."""
    with _credentials(resolved) as credentials:
        if not credentials.revoke(client_id):
            raise UserError(f"There is no number {client_id}; see `cablecoach token list`.")
    click.echo(f"Number {client_id} is forgotten.")


@contextmanager
def _credentials(resolved: Resolved) -> Iterator[CredentialStore]:
    credentials = CredentialStore(private_folder(resolved.file.parent))
    try:
        yield credentials
    finally:
        credentials.close()
