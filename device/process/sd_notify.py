"""Telling systemd how the process is, by the protocol of sd_notify(3): datagrams of lines."""

import contextlib
import os
import socket
from typing import Final

_TELL_AT_LEAST_EVERY_S: Final = 0.5


def notify(*assignments: str) -> None:
    """Send lines such as ``READY=1``; without a service manager, or with a deaf one, nothing.

    A service must not fail, or wait, because nobody listens.
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")):
        return
    if address.startswith("@"):  # the abstract namespace
        address = "\0" + address[1:]
    with (
        contextlib.suppress(OSError),
        socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as channel,
    ):
        channel.setblocking(False)
        channel.sendto("\n".join(assignments).encode(), address)


def watchdog_interval_s() -> float:
    """How often to look after the loops, and tell: half the time systemd allows, or less."""
    try:
        allowed_s = int(os.environ.get("WATCHDOG_USEC", "")) * 1e-6
        meant_for = int(os.environ.get("WATCHDOG_PID") or os.getpid())
    except ValueError:
        return _TELL_AT_LEAST_EVERY_S
    if meant_for != os.getpid() or allowed_s <= 0:
        return _TELL_AT_LEAST_EVERY_S
    return min(allowed_s / 2, _TELL_AT_LEAST_EVERY_S)
