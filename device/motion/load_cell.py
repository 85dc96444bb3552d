"""Which load cell conversions can be believed."""

from collections import deque

from device.motion.faults import FaultBoard, FaultKind
from device.motion.tuning import (
    FROZEN_NS,
    FROZEN_TRAVEL_M,
    LOST_NS,
    LOST_PERIODS,
    NOISE_WINDOW,
    NOISY_SHARE,
    PERIOD_GAIN,
    SATURATED_RUN,
    SPIKE_N,
    SPIKE_SHARE,
)
from device.sensors.reading import Fault

_CLEARED_BY_CONVERSION = (
    FaultKind.LOAD_CELL_LOST,
    FaultKind.LOAD_CELL_SATURATED,
    FaultKind.LOAD_CELL_DESYNC,
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
        self._conversions = 0
        self._spikes = 0
        self._saturated = 0

    def update(self, t_ns: int, force_n: float | None, position_m: float, faults: int) -> None:
        """Take one measurement."""
        if not self._started:
            self._started = True
            self._last_ns = t_ns
        if faults:
            if faults & Fault.LOAD_DESYNC:
                self._board.set(FaultKind.LOAD_CELL_DESYNC, t_ns, holds=True)
            if faults & Fault.LOAD_SATURATED:
                self._take_saturated(t_ns)
        if force_n is None:
            self._watch_silence(t_ns)
            return
        self._take(t_ns, force_n, position_m)

    def resume(self) -> None:
        """Readings go on after a pause: nothing that did not come meanwhile is missing."""
        self._started = False
        self._three.clear()
        self._force_n = None

    @property
    def saturated(self) -> bool:
        """Whether the cell is beyond its range, rather than a bit of one conversion wrong."""
        return self._saturated >= SATURATED_RUN

    def force_n(self) -> float | None:
        """The latest trustworthy force, or ``None``."""
        return None if self._frozen else self._force_n

    def _take_saturated(self, t_ns: int) -> None:
        self._last_ns = t_ns
        self._saturated += 1
        if self.saturated:
            self._force_n = None
            self._board.set(FaultKind.LOAD_CELL_SATURATED, t_ns, holds=True)

    def _watch_silence(self, t_ns: int) -> None:
        silent_ns = t_ns - self._last_ns
        if silent_ns > LOST_NS and silent_ns > LOST_PERIODS * self._period_ns:
            self._force_n = None
            self._three.clear()
            self._board.set(FaultKind.LOAD_CELL_LOST, t_ns, holds=True)

    def _take(self, t_ns: int, force_n: float, position_m: float) -> None:
        if self._three:
            gap_ns = t_ns - self._last_ns
            self._period_ns += PERIOD_GAIN * (gap_ns - self._period_ns)
        self._last_ns = t_ns
        self._saturated = 0
        if self._board.active:
            for kind in _CLEARED_BY_CONVERSION:
                self._board.set(kind, t_ns, holds=False)
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
        moved = self._same_max_m - self._same_min_m > FROZEN_TRAVEL_M
        if moved and t_ns - self._same_since_ns >= FROZEN_NS:
            self._frozen = True
            self._board.set(FaultKind.LOAD_CELL_FROZEN, t_ns, holds=True)

    def _watch_noise(self, t_ns: int) -> None:
        """Count conversions that stand out on the same side from both neighbours."""
        before, middle, after = self._three
        up, down = middle - before, middle - after
        spike = up * down > SPIKE_N * SPIKE_N and min(abs(up), abs(down)) > max(
            SPIKE_N, SPIKE_SHARE * abs(before + after) / 2
        )
        self._conversions += 1
        self._spikes += spike
        if self._conversions == NOISE_WINDOW:
            noisy = self._spikes > NOISY_SHARE * NOISE_WINDOW
            self._board.set(FaultKind.LOAD_CELL_NOISY, t_ns, holds=noisy)
            self._conversions = self._spikes = 0
