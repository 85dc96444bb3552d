"""From the board's 32-bit microseconds to the host's monotonic nanoseconds.

A frame arrives late by an unknown, changing amount, but never early. So the smallest difference
between arrival and board clock over some seconds (the lower envelope) is the offset of the two
clocks plus the smallest delay; a burst of late frames lies above it and changes nothing. The
offset in use follows that minimum so slowly that durations, and with them velocities, stay right:
by at most 0.5 %, in steady state by the drift of two crystals (under 0.02 %). A clock that is wrong
by more is said to be, and followed: the host's seconds are the true ones.
"""

from collections import deque
from typing import Final

from device.sensors.serial.link import CLOCK_MODULUS_US

_BUCKET_NS: Final = 1_000_000_000
_BUCKETS: Final = 10
_SETTLING_NS: Final = 2_000_000_000
_MAX_SLEW_PER_MILLE: Final = 5
_LEAST_BUCKETS: Final = 9
"""Fewer seconds say nothing of a clock's rate: deliveries differ by some milliseconds."""


def unwrap_near(t_us: int, expected_us: int) -> int:
    """The time congruent to ``t_us`` modulo 2³² that lies closest to ``expected_us``."""
    half = CLOCK_MODULUS_US >> 1
    return expected_us + (t_us - expected_us + half) % CLOCK_MODULUS_US - half


class ClockFit:
    """The board's clock since one boot, in terms of the host's.

    Args:
        board_us: Unwrapped board time of the first frame.
        arrival_ns: When the host had it.
    """

    def __init__(self, board_us: int, arrival_ns: int) -> None:
        self._minima: deque[tuple[int, int]] = deque(maxlen=_BUCKETS)
        self._minimum_ns = 0
        self._offset_ns: int | None = None
        self._stamped_ns = 0
        self.observe(board_us, arrival_ns)

    def observe(self, board_us: int, arrival_ns: int) -> None:
        """Learn from one frame's arrival."""
        difference_ns = arrival_ns - board_us * 1000
        bucket = arrival_ns // _BUCKET_NS
        if self._minima and self._minima[-1][0] == bucket:
            if difference_ns >= self._minima[-1][1]:
                return
            self._minima[-1] = (bucket, difference_ns)
        else:
            self._minima.append((bucket, difference_ns))
        self._minimum_ns = min(minimum for _, minimum in self._minima)

    @property
    def off_per_mille(self) -> int:
        """By how much the board's clock is wrong: 0 up to 5 ‰, which two crystals never reach.

        The envelope must have moved so fast in both halves of the last seconds: a first burst of
        late frames moves only one of them.
        """
        minima = self._minima
        if len(minima) < _LEAST_BUCKETS:
            return 0
        first, middle, last = minima[0], minima[len(minima) // 2], minima[-1]
        if not first[0] < middle[0] < last[0]:
            return 0
        rates = [
            (after[1] - before[1]) * 1000 / ((after[0] - before[0]) * _BUCKET_NS)
            for before, after in ((first, middle), (middle, last))
        ]
        if min(rates) > _MAX_SLEW_PER_MILLE or max(rates) < -_MAX_SLEW_PER_MILLE:
            return round(sum(rates) / 2)
        return 0

    def expected_us(self, arrival_ns: int) -> int:
        """What the board's clock reads, to the best knowledge, for a frame arriving now."""
        return (arrival_ns - self._minimum_ns) // 1000

    def stamp_ns(self, board_us: int) -> int:
        """When a frame was taken, in the host's monotonic nanoseconds; call in time order."""
        board_ns = board_us * 1000
        if self._offset_ns is None:
            self._offset_ns = self._minimum_ns
        elif error_ns := self._minimum_ns - self._offset_ns:
            step_ns = board_ns - self._stamped_ns
            slew = _MAX_SLEW_PER_MILLE + abs(self.off_per_mille)
            limit_ns = step_ns * slew // 1000
            wanted_ns = error_ns * min(step_ns, _SETTLING_NS) // _SETTLING_NS
            self._offset_ns += max(-limit_ns, min(limit_ns, wanted_ns))
        self._stamped_ns = board_ns
        return board_ns + self._offset_ns
