"""Whether the encoder follows the handle, judged by the force beside it."""

from device.motion.faults import FaultBoard, FaultKind
from device.motion.tuning import (
    BURST,
    BURST_NS,
    FALL_SHARE,
    PULL_NS,
    PULLS,
    STILL_COUNTS,
    SWING_N,
    SWING_SHARE,
    TOGGLES,
    TRUSTED_M,
)


class EncoderMonitor:
    """Raises ``POSITION_SUSPECT`` where the athlete pulls and the position does not change.

    A pull is a rise of the force by half and its fall, half a second later at least. With one
    channel broken the count steps to and fro between two values, edge by edge: a few such steps in
    one pull are enough to know, and forty within a second need no force beside them (a stack that
    hangs is felt as much between the pulls as in them). With the encoder unplugged nothing changes
    at all, which may also be a stack too heavy for the athlete: that takes two pulls. The fault is
    over once the handle has moved 5 cm.
    """

    def __init__(self, board: FaultBoard) -> None:
        self._board = board
        self._anchor_m: float | None = None
        self._last_m = 0.0
        self._toggles = 0
        self._pulls = 0
        self._pull_ns = 0
        self._least_n = self._most_n = 0.0
        self._has_force = False
        self._suspect = False
        self._burst = self._burst_ns = 0

    def update(self, t_ns: int, position_m: float, force_n: float | None, quantum_m: float) -> None:
        """Take one sample; ``force_n`` is ``None`` where it is not known."""
        if self._anchor_m is None:
            self._restart(position_m)
            return
        moved_m = abs(position_m - self._anchor_m)
        if moved_m > STILL_COUNTS * quantum_m:
            if not self._suspect:
                self._restart(position_m)
            elif moved_m > TRUSTED_M:
                self._suspect = False
                self._board.set(FaultKind.POSITION_SUSPECT, t_ns, holds=False)
                self._restart(position_m)
            return
        if position_m != self._last_m:
            self._toggles += 1
            self._last_m = position_m
            self._watch_burst(t_ns)
        if force_n is not None and not self._suspect:
            self._watch_force(t_ns, force_n)

    def _watch_burst(self, t_ns: int) -> None:
        if t_ns - self._burst_ns > BURST_NS:
            self._burst_ns, self._burst = t_ns, 0
        self._burst += 1
        if self._burst >= BURST and not self._suspect:
            self._suspect = True
            self._board.set(FaultKind.POSITION_SUSPECT, t_ns, holds=True)

    def _watch_force(self, t_ns: int, force_n: float) -> None:
        if not self._has_force:
            self._has_force = True
            self._least_n = self._most_n = force_n
            return
        self._least_n = min(self._least_n, force_n)
        self._most_n = max(self._most_n, force_n)
        swing_n = self._most_n - self._least_n
        if swing_n < max(SWING_N, SWING_SHARE * self._most_n):
            self._pull_ns = t_ns
            return
        if force_n > self._most_n - FALL_SHARE * swing_n:
            return
        self._pulls += t_ns - self._pull_ns > PULL_NS
        self._least_n = self._most_n = force_n
        self._pull_ns = t_ns
        if self._pulls >= PULLS or (self._pulls and self._toggles >= TOGGLES):
            self._suspect = True
            self._board.set(FaultKind.POSITION_SUSPECT, t_ns, holds=True)

    def _restart(self, position_m: float) -> None:
        self._anchor_m = self._last_m = position_m
        self._toggles = self._pulls = self._burst = 0
        self._has_force = False
