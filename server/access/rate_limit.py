"""A budget of requests for each network address."""

import threading
from collections import OrderedDict
from typing import Final

from device.clock.system import SYSTEM_CLOCK, Clock

_REMEMBERED: Final = 2048
"""Addresses whose budget is remembered; the one not heard for longest is forgotten."""


class RateLimit:
    """A token bucket a network address: ``burst`` at once, ``per_s`` in the long run."""

    def __init__(self, *, per_s: float, burst: int, clock: Clock = SYSTEM_CLOCK) -> None:
        self._per_s = per_s
        self._burst = burst
        self._now = clock.monotonic
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str) -> float:
        """Spend one token; return 0, or the seconds until there is one again."""
        now = self._now()
        with self._lock:
            tokens, since = self._buckets.pop(address, (float(self._burst), now))
            tokens = min(float(self._burst), tokens + (now - since) * self._per_s)
            wait_s = 0.0 if tokens >= 1.0 else (1.0 - tokens) / self._per_s
            self._buckets[address] = (tokens if wait_s else tokens - 1.0, now)
            if len(self._buckets) > _REMEMBERED:
                self._buckets.popitem(last=False)
            return wait_s
