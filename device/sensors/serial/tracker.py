"""From frames to readings: what is missing, repeated, late, or from after a restart."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from device.sensors.reading import Fault, Reading
from device.sensors.serial.clock import ClockFit, unwrap_near
from device.sensors.serial.link import SEQ_MODULUS, Frame, Identity

_REORDER_WINDOW_US: Final = 100_000
_FUTURE_LIMIT_US: Final = 1_000_000
_LATENESS_NS: Final = 1_000_000_000
"""What arrives later than this after an offline reading is given up."""
_CLOCK_EVERY: Final = 100
"""Frames between two looks at how right the board's clock is: twice per second."""

_FIT_KEEPS_US: Final = 10_000_000
"""After a longer gap the two clocks may have drifted apart, and their fit is made anew."""

# Four times the fastest encoder the product supports (HARDWARE section B: 48,000 edges per second),
# and the allowance for one frame: what moves faster did not move, it was reset.
_MAX_COUNTS_PER_S: Final = 200_000
_COUNT_ALLOWANCE: Final = 1_000


class _Placed(NamedTuple):
    """A frame with its place in the board's time."""

    frame: Frame
    board_us: int
    fit: ClockFit
    faults: int


class Tracker:
    """Follows one board over restarts and reconnections; times never go back.

    Attributes:
        last_ns: Time of the latest reading, or ``None`` before the first.
    """

    def __init__(self) -> None:
        self.last_ns: int | None = None
        self._fit: ClockFit | None = None
        self._nonce: str | None = None
        self._seq = 0
        self._board_us = 0
        self._count = 0
        self._pending = 0
        self._counters = dict.fromkeys(
            ("readings", "lost_frames", "duplicates", "late_frames", "restarts", "count_jumps"), 0
        )

    @property
    def counters(self) -> Mapping[str, int]:
        """What has been met so far, by name."""
        return self._counters

    def take(self, items: Iterable[Frame | Identity], arrival_ns: int) -> list[Reading]:
        """The readings of what arrived at one instant.

        All are placed before the first is stamped, because the last one of a burst tells most
        about the clocks.
        """
        placed: list[_Placed] = []
        for item in items:
            if isinstance(item, Identity):
                self._meet(item)
            elif (one := self._place(item, arrival_ns)) is not None:
                placed.append(one)
        return [reading for one in placed if (reading := self._stamp(one)) is not None]

    def offline(self, now_ns: int) -> Reading:
        """A reading that says that there is none.

        It stays a second behind, so that frames that arrive late, after a silence or in the first
        burst of a board, still find their place in time.
        """
        t_ns = now_ns - _LATENESS_NS
        if self.last_ns is not None:
            t_ns = max(t_ns, self.last_ns + 1)
        self.last_ns = t_ns
        return Reading(t_ns, self._count, None, int(Fault.OFFLINE))

    def _meet(self, identity: Identity) -> None:
        if self._nonce is not None and identity.boot_nonce != self._nonce:
            self._restart()
        self._nonce = identity.boot_nonce

    def _restart(self) -> None:
        if self._fit is not None:
            self._counters["restarts"] += 1
            self._pending |= Fault.RESTARTED
        self._fit = None
        self._nonce = None

    def _place(self, frame: Frame, arrival_ns: int) -> _Placed | None:
        if self._fit is None:
            return self._begin(frame, arrival_ns)
        board_us = unwrap_near(frame.t_us, self._fit.expected_us(arrival_ns))
        step_us = board_us - self._board_us
        step = (frame.seq - self._seq) % SEQ_MODULUS
        repeated = step == 0 or step >= SEQ_MODULUS // 2
        if repeated and -_REORDER_WINDOW_US <= step_us <= 0:
            self._counters["duplicates"] += 1
            return None
        if step_us <= 0 or board_us - self._fit.expected_us(arrival_ns) > _FUTURE_LIMIT_US:
            self._restart()
            return self._begin(frame, arrival_ns)
        if step != 1:
            self._counters["lost_frames"] += (step - 1) % SEQ_MODULUS
            self._pending |= Fault.LOST_FRAMES
        moved = abs(frame.encoder_count - self._count)
        if moved > _COUNT_ALLOWANCE and not _possible(moved, step_us):
            self._counters["count_jumps"] += 1
            self._pending |= Fault.RESTARTED
        if step_us > _FIT_KEEPS_US:
            self._fit = ClockFit(board_us, arrival_ns)
        else:
            self._fit.observe(board_us, arrival_ns)
        if frame.seq % _CLOCK_EVERY == 0 and self._fit.off_per_mille:
            self._pending |= Fault.CLOCK_OFF
        return self._placed(frame, board_us, self._fit)

    def _begin(self, frame: Frame, arrival_ns: int) -> _Placed:
        self._fit = ClockFit(frame.t_us, arrival_ns)
        return self._placed(frame, frame.t_us, self._fit)

    def _placed(self, frame: Frame, board_us: int, fit: ClockFit) -> _Placed:
        faults, self._pending = frame.flags | self._pending, 0
        self._seq, self._board_us, self._count = frame.seq, board_us, frame.encoder_count
        return _Placed(frame, board_us, fit, faults)

    def _stamp(self, placed: _Placed) -> Reading | None:
        t_ns = placed.fit.stamp_ns(placed.board_us)
        if self.last_ns is not None and t_ns <= self.last_ns:
            self._counters["late_frames"] += 1
            self._pending |= placed.faults & (Fault.RESTARTED | Fault.LOST_FRAMES)
            self._pending |= Fault.LOST_FRAMES
            return None
        self.last_ns = t_ns
        faults, self._pending = placed.faults | self._pending, 0
        self._counters["readings"] += 1
        return Reading(t_ns, placed.frame.encoder_count, placed.frame.load_raw, int(faults))


def _possible(moved: int, step_us: int) -> bool:
    return moved * 1_000_000 <= _COUNT_ALLOWANCE * 1_000_000 + _MAX_COUNTS_PER_S * step_us
