"""Quadrature: two channels a quarter of a period apart become one signed count.

::

              ──▸ up
        A  ▁▁▁┌──────┐▁▁▁▁▁▁┌──────┐▁▁▁
        B  ▁▁▁▁▁▁┌──────┐▁▁▁▁▁▁┌──────┐
        AB  00 10 11  01  00 10 11  01       four counts a period

        00 ──▸ 10 ──▸ 11 ──▸ 01 ──▸ 00       up, +1 each
        00 ◂── 10 ◂── 11 ◂── 01 ◂── 00       down, −1 each
        00 ◂─▸ 11,  10 ◂─▸ 01                illegal: an edge was missed
"""

from typing import Final

CHANNEL_A: Final = 0b10
CHANNEL_B: Final = 0b01

_ILLEGAL: Final = 2
# Row: the state before; column: the state now; both as the bits AB.
_TABLE: Final = (
    #  00        01        10        11
    (0, -1, +1, _ILLEGAL),  # 00
    (+1, 0, _ILLEGAL, -1),  # 01
    (-1, _ILLEGAL, 0, +1),  # 10
    (_ILLEGAL, +1, -1, 0),  # 11
)


class Quadrature:
    """The count of one encoder, decoded edge by edge.

    Attributes:
        count: The position, four counts an encoder line.
        illegal: Transitions of both channels at once.
        repeated: Edges to a level that a channel had already: the one between them was lost.
    """

    __slots__ = ("_state", "count", "illegal", "repeated")

    def __init__(self, level_a: int, level_b: int) -> None:
        self._state = level_a << 1 | level_b
        self.count = 0
        self.illegal = 0
        self.repeated = 0

    def edge(self, channel: int, level: int) -> bool:
        """One channel changed to ``level``; return whether that could be."""
        state = self._state | channel if level else self._state & ~channel
        if state == self._state:
            self.repeated += 1
            return False
        self.count += _TABLE[self._state][state]
        self._state = state
        return True

    def anchor(self, level_a: int, level_b: int) -> bool:
        """Both levels were looked at; return whether they are those that the edges led to.

        Otherwise edges were lost. The decoding goes on from the levels seen; the count follows by
        the one step that they speak for, if any.
        """
        state = level_a << 1 | level_b
        if state == self._state:
            return True
        step = _TABLE[self._state][state]
        self._state = state
        if step == _ILLEGAL:
            self.illegal += 1
        else:
            self.count += step
        return False
