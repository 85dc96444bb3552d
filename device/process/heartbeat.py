"""The keep-alive, sent only while every loop of the process turns.

A keep-alive from a timer of its own would go on while the process is dead inside (docs/faults.md,
"Keep-alive"); so each loop beats, and the main thread tells systemd only while none is late. A
beat means "this loop turns", not "the sensor is there": restarting does not bring a sensor back.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.process.sd_notify import notify, watchdog_interval_s

LATE_AFTER_S: Final = 1.0
"""Every loop promises to beat at least twice in this time."""


class Heartbeats:
    """When each loop of the process last beat. Any thread may call anything."""

    def __init__(
        self,
        names: Iterable[str],
        late_after_s: float = LATE_AFTER_S,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        self._now = clock.monotonic
        self._late_after_s = late_after_s
        self._last = dict.fromkeys(names, self._now())

    def beat(self, name: str, next_within_s: float = 0.0) -> None:
        """The loop ``name`` turns; where it begins something long, the next beat may wait."""
        self._last[name] = self._now() + next_within_s

    def late(self) -> list[str]:
        """The loops that have not beaten in time."""
        oldest_allowed = self._now() - self._late_after_s
        return [name for name, last in self._last.items() if last < oldest_allowed]


def watchdog_loop(
    beats: Heartbeats,
    stop: threading.Event,
    status: Callable[[], str],
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> None:
    """Tell the service manager that the process is alive, while it is, until ``stop``.

    ``status`` gives the line that ``systemctl status`` shows.
    """
    interval_s = watchdog_interval_s()
    told = ""
    while not clock.wait(stop, interval_s):
        late = beats.late()
        line = f"hangs: {', '.join(late)}" if late else status()
        lines = [] if late else ["WATCHDOG=1"]
        if line != told:
            lines.append(f"STATUS={line}")
            told = line
        if lines:
            notify(*lines)
