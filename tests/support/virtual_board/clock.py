"""Virtual time: nothing happens until somebody lets time pass."""

import threading
import time
from collections.abc import Callable


class VirtualClock:
    """A monotonic clock in nanoseconds, and what must happen while it advances; a ``Clock``."""

    def __init__(self, now_ns: int = 1_000_000_000) -> None:
        self.now_ns = now_ns
        self._devices: list[Callable[[int, int], None]] = []

    def __call__(self) -> int:
        return self.now_ns

    def monotonic(self) -> float:
        return self.now_ns * 1e-9

    def monotonic_ns(self) -> int:
        return self.now_ns

    def wall_ns(self) -> int:
        return time.time_ns()

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        """Let so much time pass where the event is not set; return whether it is."""
        if not event.is_set():
            self.advance(round(timeout_s * 1e9))
        return event.is_set()

    def attach(self, device: Callable[[int, int], None]) -> None:
        """Have ``device(from_ns, to_ns)`` called for every stretch of time that passes."""
        self._devices.append(device)

    def advance(self, ns: int) -> None:
        """Let time pass."""
        before, self.now_ns = self.now_ns, self.now_ns + ns
        for device in self._devices:
            device(before, self.now_ns)


class RealClock(VirtualClock):
    """The machine's own time, for what runs in threads; passing time is waiting for it."""

    _SHORTEST_SLEEP_NS = 20_000

    def __init__(self) -> None:
        self._told_ns = time.monotonic_ns()
        super().__init__(self._told_ns)

    @property  # type: ignore[override]
    def now_ns(self) -> int:
        return time.monotonic_ns()

    @now_ns.setter
    def now_ns(self, value: int) -> None:
        pass

    def advance(self, ns: int) -> None:
        if ns >= self._SHORTEST_SLEEP_NS:
            time.sleep(ns * 1e-9)
        before, self._told_ns = self._told_ns, time.monotonic_ns()
        for device in self._devices:
            device(before, self._told_ns)


class VirtualTime:
    """Stands for the module ``time`` in a package that has it as a global name."""

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock

    def perf_counter(self) -> float:
        return self._clock.now_ns * 1e-9

    def monotonic(self) -> float:
        return self._clock.now_ns * 1e-9

    def monotonic_ns(self) -> int:
        return self._clock.now_ns

    def sleep(self, seconds: float) -> None:
        self._clock.advance(round(seconds * 1e9))
