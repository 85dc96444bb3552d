"""A count that leaps by what no cable can move."""

from device.motion.consistency.tuning import (
    JUMP_HOME_M,
    JUMP_M,
    JUMP_M_S,
    JUMP_STEP_NS,
)


class JumpBridge:
    """Carries the position on over a leap of the count.

    A counter of 16 bits that wraps, an index pulse that sets it to 0, a flipped high bit: the
    position leaps within one reading by more than a cable can move, and what comes after is as good
    as before but for a constant. That constant is taken off, the way of one reading left open.

    Attributes:
        offset_m: What is taken off at present.
    """

    def __init__(self) -> None:
        self.offset_m = 0.0
        self._t_ns: int | None = None
        self._position_m = 0.0

    def restart(self) -> None:
        """What comes does not compare with what was."""
        self.offset_m = 0.0
        self._t_ns = None

    def take(self, t_ns: int, position_m: float, velocity_m_s: float) -> tuple[float, bool]:
        """The position without leaps, and whether one came with this reading."""
        position_m -= self.offset_m
        last_ns, self._t_ns = self._t_ns, t_ns
        if last_ns is None:
            self._position_m = position_m
            return position_m, False
        way_m = position_m - self._position_m
        if -JUMP_M < way_m < JUMP_M:
            self._position_m = position_m
            return position_m, False
        step_ns = t_ns - last_ns
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
