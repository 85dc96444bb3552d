"""Which load cell conversions can be believed."""

from collections import deque

from device.motion.faults import FaultBoard, FaultKind
from device.sensors.reading import Fault

_LOST_NS = 250_000_000
_LOST_PERIODS = 3.0
_FROZEN_NS = 1_000_000_000
_FROZEN_TRAVEL_M = 0.05
_SPIKE_N = 40.0
_SPIKE_SHARE = 0.5
_WINDOW = 100
_NOISY_SHARE = 0.02

_FAULT_OF_FLAG = (
    (Fault.LOAD_SATURATED, FaultKind.LOAD_CELL_SATURATED),
    (Fault.LOAD_DESYNC, FaultKind.LOAD_CELL_DESYNC),
)


class LoadCellMonitor:
    """Rejects spikes and watches for silence, saturation and a frozen value.

    A single conversion that stands out from both neighbours is a spike: a bit slip of the HX711's
    serial interface yields such values with a correct frame. The middle one of the last three
    conversions is passed on, which costs one conversion of delay and removes every lone spike.

    Frozen means: the same value to the last bit for a second while the handle moved 5 cm. The
    converter's own noise is some 40 counts, so that a working one never does that.
    """

    def __init__(self, board: FaultBoard) -> None:
        self._board = board
        self._last_ns = 0
        self._started = False
        self._period_ns = 0.0
        self._three: deque[float] = deque(maxlen=3)
        self._force_n: float | None = None
        self._same_since_ns = 0
        self._same_min_m = self._same_max_m = 0.0
        self._frozen = False
        self._spikes: deque[bool] = deque(maxlen=_WINDOW)
        self._spike_count = 0

    @property
    def trusted(self) -> bool:
        """Whether the present force can be believed."""
        return self._force_n is not None and not self._frozen

    def update(self, t_ns: int, force_n: float | None, position_m: float, faults: int) -> None:
        """Take one measurement."""
        if not self._started:
            self._started = True
            self._last_ns = t_ns
        if faults:
            for flag, kind in _FAULT_OF_FLAG:
                self._board.set(kind, t_ns, holds=bool(faults & flag))
            if faults & Fault.LOAD_SATURATED:
                self._last_ns = t_ns
        if force_n is None:
            self._watch_silence(t_ns)
            return
        self._take(t_ns, force_n, position_m)

    def force_n(self) -> float | None:
        """The latest trustworthy force, or ``None``."""
        return None if self._frozen else self._force_n

    def _watch_silence(self, t_ns: int) -> None:
        silent_ns = t_ns - self._last_ns
        if silent_ns > _LOST_NS and silent_ns > _LOST_PERIODS * self._period_ns:
            self._force_n = None
            self._three.clear()
            self._board.set(FaultKind.LOAD_CELL_LOST, t_ns, holds=True)

    def _take(self, t_ns: int, force_n: float, position_m: float) -> None:
        if self._three:
            gap_ns = t_ns - self._last_ns
            self._period_ns += 0.1 * (gap_ns - self._period_ns)
        self._last_ns = t_ns
        self._board.set(FaultKind.LOAD_CELL_LOST, t_ns, holds=False)
        self._board.set(FaultKind.LOAD_CELL_SATURATED, t_ns, holds=False)
        self._board.set(FaultKind.LOAD_CELL_DESYNC, t_ns, holds=False)
        self._watch_frozen(t_ns, force_n, position_m)
        three = self._three
        three.append(force_n)
        if len(three) < 3:
            self._force_n = force_n
            return
        self._force_n = sorted(three)[1]
        self._watch_noise(t_ns)

    def _watch_frozen(self, t_ns: int, force_n: float, position_m: float) -> None:
        if not self._three or force_n != self._three[-1]:
            self._same_since_ns = t_ns
            self._same_min_m = self._same_max_m = position_m
            if self._frozen:
                self._frozen = False
                self._board.set(FaultKind.LOAD_CELL_FROZEN, t_ns, holds=False)
            return
        if self._frozen:
            return
        self._same_min_m = min(self._same_min_m, position_m)
        self._same_max_m = max(self._same_max_m, position_m)
        moved = self._same_max_m - self._same_min_m > _FROZEN_TRAVEL_M
        if moved and t_ns - self._same_since_ns >= _FROZEN_NS:
            self._frozen = True
            self._board.set(FaultKind.LOAD_CELL_FROZEN, t_ns, holds=True)

    def _watch_noise(self, t_ns: int) -> None:
        """Count conversions that stand out on the same side from both neighbours."""
        before, middle, after = self._three
        up, down = middle - before, middle - after
        limit = max(_SPIKE_N, _SPIKE_SHARE * abs(before + after) / 2)
        spike = up * down > 0 and min(abs(up), abs(down)) > limit
        if len(self._spikes) == _WINDOW:
            self._spike_count -= self._spikes[0]
        self._spikes.append(spike)
        self._spike_count += spike
        if len(self._spikes) == _WINDOW:
            holds = self._spike_count > _NOISY_SHARE * _WINDOW
            self._board.set(FaultKind.LOAD_CELL_NOISY, t_ns, holds=holds)
