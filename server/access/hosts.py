"""Which names and addresses a browser may call the station by.

A page of a foreign site can make its own name resolve to the station (DNS rebinding) and would
then be "same origin" with it. It cannot change what stands in the Host header: its own name.
An address cannot be rebound, so private and own ones are always allowed.
"""

import ipaddress
import re
import socket
from collections.abc import Iterable
from contextlib import suppress
from typing import Final
from urllib.parse import urlsplit

_HOST: Final = re.compile(
    r"(?P<name>\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?\Z"
)
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}


class HostList:
    """The allow-list of Host headers."""

    def __init__(self, further: Iterable[str] = ()) -> None:
        self._names = own_names() | {entry.lower().rstrip(".") for entry in further}
        self._own = own_addresses()

    def allows(self, host: str) -> bool:
        """Whether a Host header names this station."""
        match = _HOST.match(host)
        if match is None or (match["port"] and int(match["port"]) > 65535):
            return False
        name = match["name"].strip("[]")
        try:
            address = ipaddress.ip_address(name)
        except ValueError:
            return name.lower().rstrip(".") in self._names
        return address.is_private or address.is_link_local or str(address) in self._own

    def names(self) -> list[str]:
        """The allowed names, for people."""
        return sorted(self._names)


def same_origin(origin: str, host: str, scheme: str) -> bool:
    """Whether an Origin header names the host (and port) that was called.

    The origin's own scheme decides its default port, so that a proxy that ends TLS works.
    """
    try:
        parts = urlsplit(origin)
        port = parts.port
    except ValueError:
        return False
    if parts.scheme not in _DEFAULT_PORTS or not parts.hostname or parts.path or parts.username:
        return False
    match = _HOST.match(host)
    if match is None:
        return False
    called_port = int(match["port"]) if match["port"] else _DEFAULT_PORTS[scheme]
    if not match["port"] and parts.scheme != scheme:
        called_port = _DEFAULT_PORTS[parts.scheme]
    own_name = match["name"].strip("[]").lower()
    return (parts.hostname, port or _DEFAULT_PORTS[parts.scheme]) == (own_name, called_port)


def split_host(host: str) -> tuple[str, str]:
    """Name (without brackets) and port (with its colon, or empty) of a Host header."""
    match = _HOST.match(host)
    if match is None:
        return "", ""
    port = f":{match['port']}" if match["port"] else ""
    return match["name"].strip("[]").lower().rstrip("."), port


def own_names() -> set[str]:
    """What this machine calls itself; another machine may not know these names."""
    name = socket.gethostname().lower()
    return {"localhost", name, f"{name.split('.')[0]}.local"}


def own_addresses() -> set[str]:
    """Addresses of this machine, as far as its own name and its routes tell."""
    found: set[str] = set()
    with suppress(OSError):  # the name may be in no table
        found |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    for family, beyond in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((beyond, 9))  # sends nothing: it only asks for the route
                found.add(probe.getsockname()[0])
        except OSError:
            continue  # no network of that family
    return found


def lan_address() -> str:
    """The address to print for a tablet: of the interface that leads out, else loopback."""
    candidates = [ipaddress.ip_address(a.split("%")[0]) for a in own_addresses()]
    usable = [a for a in candidates if a.version == 4 and not a.is_loopback]
    return str(min(usable)) if usable else "127.0.0.1"
