"""A count that leaps by what no cable can move."""

from collections import deque

from device.motion.consistency.tuning import (
    JUMP_HOME_M,
    JUMP_M,
    JUMP_M_S,
    JUMP_STEP_NS,
    THAW_M,
    THAW_M_S2,
    THAW_MOST_M,
    THAW_STILL_NS,
    UNREAD_KEPT,
)


class JumpBridge:
    """Carries the position on over a leap of the count.

    A counter of 16 bits that wraps, an index pulse that sets it to 0, a flipped high bit: the
    position leaps within one reading by more than a cable can move, and what comes after is as good
    as before but for a constant. That constant is taken off, the way of one reading left open.

    A count that stood without a flicker and then is somewhere else at once, but not farther than a
    cable goes, was not read meanwhile: nothing is taken off, and its standstill is no evidence.

    Attributes:
        offset_m: What is taken off at present.
    """

    def __init__(self) -> None:
        self.offset_m = 0.0
        self._t_ns: int | None = None
        self._moved_ns = 0
        self._position_m = 0.0
        self._unread: deque[tuple[int, int]] = deque(maxlen=UNREAD_KEPT)

    def unread(self, from_ns: int, to_ns: int) -> bool:
        """Whether in that time the count stood although the handle moved."""
        return any(first < to_ns and last > from_ns for first, last in self._unread)

    def restart(self) -> None:
        """What comes does not compare with what was."""
        self.offset_m = 0.0
        self._t_ns = None

    def take(self, t_ns: int, position_m: float, velocity_m_s: float) -> tuple[float, bool]:
        """The position without leaps, and whether one came with this reading."""
        position_m -= self.offset_m
        last_ns, self._t_ns = self._t_ns, t_ns
        if last_ns is None:
            self._position_m, self._moved_ns = position_m, t_ns
            return position_m, False
        way_m = position_m - self._position_m
        if way_m == 0.0:
            return position_m, False
        still_ns, self._moved_ns = last_ns - self._moved_ns, t_ns
        if -THAW_M < way_m < THAW_M:
            self._position_m = position_m
            return position_m, False
        step_ns = t_ns - last_ns
        if still_ns > THAW_STILL_NS and _is_thaw(abs(way_m), max(step_ns, JUMP_STEP_NS)):
            self._unread.append((last_ns - still_ns, t_ns))
            self._position_m = position_m
            return position_m, False
        if -JUMP_M < way_m < JUMP_M:
            self._position_m = position_m
            return position_m, False
        if abs(way_m) < JUMP_M + JUMP_M_S * max(step_ns, JUMP_STEP_NS) * 1e-9:
            self._position_m = position_m
            return position_m, False
        leap_m = way_m - velocity_m_s * step_ns * 1e-9
        self.offset_m += leap_m
        if abs(self.offset_m) < JUMP_HOME_M:
            leap_m -= self.offset_m
            self.offset_m = 0.0
        self._position_m = position_m - leap_m
        return self._position_m, True


def _is_thaw(way_m: float, step_ns: int) -> bool:
    """Whether no hand gets so far from a standstill in one reading, though a cable does."""
    reached_m = THAW_M + 0.5 * THAW_M_S2 * (step_ns * 1e-9) ** 2
    return reached_m < way_m < THAW_MOST_M
