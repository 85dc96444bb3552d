"""The pairing code as a person reads it: digits, address, and a QR code for the tablet."""

from io import StringIO

import segno

from server.access.addresses import is_loopback
from server.access.hosts import lan_address, own_names, split_host
from server.access.pairing import CODE_LIVES_S
from server.config import ServerConfig


def addresses_of(config: ServerConfig, port: int) -> list[str]:
    """The page's addresses: on this computer where it is another one, and from the network."""
    hosts = ["localhost", lan_address()] if _everywhere(config) else [config.host]
    if hosts[-1] == "127.0.0.1":
        hosts = hosts[:1]
    return [_page(config, host, f":{port}") for host in hosts]


def page_for_others(config: ServerConfig, called: str) -> str | None:
    """The page's address for another tablet, when it was called by the Host header ``called``.

    A name given to the station, or its address in numbers, serves the other one as well. The
    names that this machine has for itself do not: ``localhost`` means another machine there, and
    not every tablet knows ``.local``. ``None`` where no other machine can open the page.
    """
    name, port = split_host(called)
    if name and name not in own_names() and not is_loopback(name):
        return _page(config, name, port)
    host = lan_address() if _everywhere(config) else config.host
    return _page(config, host, port) if reachable(config) and not is_loopback(host) else None


def _everywhere(config: ServerConfig) -> bool:
    return config.host in {"0.0.0.0", "::", ""}  # noqa: S104 - compared, not bound  # nosec B104


def _page(config: ServerConfig, host: str, port: str) -> str:
    return f"{config.scheme}://{f'[{host}]' if ':' in host else host}{port}/"


def drawn_code(address: str) -> str:
    """The QR code of an address, as an image that a page may show (a ``data:`` address)."""
    return segno.make(address, error="m").svg_data_uri(border=3, light="white")


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
