"""The clock that the service, the live bus and the server are given, so that a test can move it."""

import threading
import time
from typing import Final, Protocol


class Clock(Protocol):
    """What time it is, and waiting for it to pass. Any thread may call anything."""

    def monotonic(self) -> float:
        """Seconds since an arbitrary origin; never set, never goes back."""
        ...

    def monotonic_ns(self) -> int:
        """The same in nanoseconds."""
        ...

    def wall_ns(self) -> int:
        """Nanoseconds since 1970 by the computer's clock, which anybody may set."""
        ...

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Wait for the event, at most for so long; return whether it is set."""
        ...


class SystemClock:
    """The clock of this machine.

    The readings are the functions of ``time`` themselves: a call costs the hot path nothing more.
    """

    monotonic = staticmethod(time.monotonic)
    monotonic_ns = staticmethod(time.monotonic_ns)
    wall_ns = staticmethod(time.time_ns)

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Wait for the event, at most for so long; return whether it is set."""
        return event.wait(timeout_s)


SYSTEM_CLOCK: Final[Clock] = SystemClock()
