"""The pairing code as a person reads it: digits, address, and a QR code for the tablet."""

from io import StringIO

import segno

from server.config import ServerConfig
from server.hosts import lan_address
from server.limits import is_loopback
from server.pairing import CODE_LIVES_S


def addresses_of(config: ServerConfig, port: int) -> list[str]:
    """The page's addresses: on this computer where it is another one, and from the network."""
    everywhere = config.host in {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not bound  # nosec B104
    hosts = ["localhost", lan_address()] if everywhere else [config.host]
    if hosts[-1] == "127.0.0.1":
        hosts = hosts[:1]
    return [f"{config.scheme}://{f'[{h}]' if ':' in h else h}:{port}/" for h in hosts]


def pairing_address(page: str, code: str) -> str:
    """The address in the QR code. The code is in the fragment, which is never sent or logged."""
    return f"{page}#pair={code}"


def invitation(page: str, code: str, role: str | None) -> str:
    """What is shown on the console."""
    drawn = StringIO()
    segno.make(pairing_address(page, code), error="m").terminal(drawn, compact=True)
    whose = f" as {role}" if role else ""
    return (
        f"{drawn.getvalue()}\n"
        f"Pair a tablet{whose}: scan this, or open {page} and enter\n\n"
        f"    {code[:3]} {code[3:]}\n\n"
        f"within {CODE_LIVES_S / 60:.0f} minutes. `cablecoach pair` shows a fresh code."
    )


def reachable(config: ServerConfig) -> bool:
    """Whether another machine can open the page at all."""
    return config.host != "localhost" and not is_loopback(config.host)
