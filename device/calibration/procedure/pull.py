"""One pull of the handle, watched from its marked start."""

from typing import Final

from device.sensors.reading import Fault, Reading

_COUNTS_LOST: Final = Fault.RESTARTED | Fault.ENCODER_OVERRUN | Fault.LOST_FRAMES | Fault.OFFLINE


class Pull:
    """What the sensors did since the start was marked.

    Attributes:
        start_count: Where the handle stood.
        start_load: What the load cell said there, in counts; ``None`` if silent.
        low_count: The lowest count since.
        high_count: The highest count since.
        low_load: The lowest conversion since.
        high_load: The highest conversion since.
        broken: Whether counts were lost, so that start and end do not compare.
    """

    __slots__ = (
        "broken",
        "high_count",
        "high_load",
        "low_count",
        "low_load",
        "start_count",
        "start_load",
    )

    def __init__(self, start_count: float, start_load: float | None) -> None:
        self.start_count = start_count
        self.start_load = start_load
        self.low_count = self.high_count = start_count
        self.low_load = self.high_load = start_load
        self.broken = False

    def add(self, reading: Reading) -> None:
        """Take the next reading."""
        if reading.faults & _COUNTS_LOST:
            self.broken = True
        count, raw = reading.encoder_count, reading.load_raw
        self.low_count = min(self.low_count, count)
        self.high_count = max(self.high_count, count)
        if raw is not None:
            self.low_load = raw if self.low_load is None else min(self.low_load, raw)
            self.high_load = raw if self.high_load is None else max(self.high_load, raw)

    @property
    def reach(self) -> float:
        """The farthest the count went from the start, with its sign."""
        up, down = self.high_count - self.start_count, self.start_count - self.low_count
        return up if up >= down else -down

    def load_changed(self, counts: float) -> bool:
        """Whether the load cell's value moved by more than ``counts``."""
        if self.low_load is None or self.high_load is None:
            return False
        return self.high_load - self.low_load > counts
