"""A budget of requests for each network address."""

import ipaddress
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

_REMEMBERED: Final = 2048
"""Addresses whose budget is remembered; the one not heard for longest is forgotten."""


class RateLimit:
    """A token bucket a network address: ``burst`` at once, ``per_s`` in the long run."""

    def __init__(
        self, per_s: float, burst: int, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._per_s = per_s
        self._burst = burst
        self._monotonic = monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str) -> float:
        """Spend one token; return 0, or the seconds until there is one again."""
        now = self._monotonic()
        with self._lock:
            tokens, since = self._buckets.pop(address, (float(self._burst), now))
            tokens = min(float(self._burst), tokens + (now - since) * self._per_s)
            wait_s = 0.0 if tokens >= 1.0 else (1.0 - tokens) / self._per_s
            self._buckets[address] = (tokens if wait_s else tokens - 1.0, now)
            if len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
            return wait_s


def network_of(address: str) -> str:
    """What counts as one visitor: an IPv4 address, or the /64 that one IPv6 household owns."""
    try:
        parsed = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return address
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)


def is_loopback(address: str) -> bool:
    """Whether the request came from this machine itself."""
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
