"""A clock that stands still until the test moves it."""

import threading


class FakeClock:
    """A ``Clock``: ``advance`` moves it and wakes what waits for it. Any thread may call it."""

    def __init__(self, monotonic_s: float = 1000.0, wall_s: float = 1_800_000_000.0) -> None:
        self._moved = threading.Condition()
        self._since_start_ns = 0
        self._monotonic_ns = round(monotonic_s * 1e9)
        self._wall_ns = round(wall_s * 1e9)

    def monotonic(self) -> float:
        return self.monotonic_ns() / 1e9

    def monotonic_ns(self) -> int:
        return self._monotonic_ns + self._since_start_ns

    def wall_ns(self) -> int:
        return self._wall_ns + self._since_start_ns

    def advance(self, seconds: float) -> None:
        """So much time passes at once."""
        with self._moved:
            self._since_start_ns += round(seconds * 1e9)
            self._moved.notify_all()

    def set_wall(self, wall_s: float) -> None:
        """Somebody sets the computer's clock; the monotonic one does not notice."""
        self._wall_ns = round(wall_s * 1e9) - self._since_start_ns

    def wait(self, event: threading.Event, timeout_s: float) -> bool:
        deadline_ns = self.monotonic_ns() + round(timeout_s * 1e9)
        while not event.is_set():
            with self._moved:
                if self.monotonic_ns() >= deadline_ns:
                    return False
                self._moved.wait(0.01)  # the event is set without telling this clock
        return True
