"""Which load cell conversions can be believed."""

from device.motion.conversions import ConversionFilter
from device.motion.faults import FaultBoard, FaultKind
from device.motion.tuning import (
    FROZEN_NS,
    FROZEN_TRAVEL_M,
    LOST_NS,
    LOST_PERIODS,
    NOISE_WINDOW,
    NOISY_SHARE,
    RATE_LOW_PER_S,
    RATE_WINDOW,
    RATE_WINDOW_NS,
    RUN_NS,
    SATURATED_RUN,
)
from device.sensors.reading import Fault

_CLEARED_BY_CONVERSION = (
    FaultKind.LOAD_CELL_LOST,
    FaultKind.LOAD_CELL_SATURATED,
    FaultKind.LOAD_CELL_DESYNC,
)


class LoadCellMonitor:
    """Passes on forces that can be believed, and watches for what is wrong with the others.

    ``ConversionFilter`` finds the wrong ones among them; here is told whether they are too many,
    too few (the chip's ten per second carry no peak), all the same, at an end of the range, or
    none at all.

    Frozen means: the same value to the last bit for a second while the handle moved 5 cm. The
    converter's own noise is some 40 counts, so that a working one never does that.
    """

    def __init__(self, board: FaultBoard) -> None:
        self._board = board
        self._last_ns = 0
        self._started = False
        self._filter = ConversionFilter()
        self._raw_n: float | None = None
        self._same_since_ns = 0
        self._same_min_m = self._same_max_m = 0.0
        self._frozen = False
        self._conversions = 0
        self._rejected = 0
        self._saturated = 0
        self._saturated_ns = self._lasts_ns = 0
        self._timed = 0
        self._timed_from_ns = 0
        self.rate_per_s: float | None = None

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
        self._restart()

    @property
    def saturated(self) -> bool:
        """Whether the cell is beyond its range, rather than a bit of one conversion wrong."""
        return self._saturated >= SATURATED_RUN and self._lasts_ns > RUN_NS

    @property
    def period_ns(self) -> float:
        """Usual time from one conversion to the next; 0 before the second."""
        return self._filter.period_ns

    @property
    def rejected(self) -> int:
        """How many conversions have been wrong so far."""
        return self._filter.rejected

    @property
    def quick(self) -> bool:
        """Whether conversions come fast enough to show a single push."""
        return self.rate_per_s is not None and self.rate_per_s >= RATE_LOW_PER_S

    def force_n(self) -> float | None:
        """The latest trustworthy force, or ``None``."""
        return None if self._frozen else self._filter.force_n

    def _restart(self) -> None:
        self._filter.restart()
        self._raw_n = None
        self._timed = 0

    def _take_saturated(self, t_ns: int) -> None:
        self._last_ns = t_ns
        if not self._saturated:
            self._saturated_ns = t_ns
        self._saturated += 1
        self._lasts_ns = t_ns - self._saturated_ns
        if self.saturated:
            self._restart()
            self._board.set(FaultKind.LOAD_CELL_SATURATED, t_ns, holds=True)

    def _watch_silence(self, t_ns: int) -> None:
        silent_ns = t_ns - self._last_ns
        if silent_ns > LOST_NS and silent_ns > LOST_PERIODS * self._filter.period_ns:
            self._restart()
            self._board.set(FaultKind.LOAD_CELL_LOST, t_ns, holds=True)

    def _take(self, t_ns: int, force_n: float, position_m: float) -> None:
        self._last_ns = t_ns
        if self._saturated:
            if not self.saturated:
                self._conversions += self._saturated
                self._filter.rejected += self._saturated
            self._saturated = 0
        if self._board.active:
            for kind in _CLEARED_BY_CONVERSION:
                self._board.set(kind, t_ns, holds=False)
        self._watch_frozen(t_ns, force_n, position_m)
        self._filter.take(t_ns, force_n)
        self._watch_noise(t_ns)
        self._watch_rate(t_ns)

    def _watch_frozen(self, t_ns: int, force_n: float, position_m: float) -> None:
        if force_n != self._raw_n:
            self._raw_n = force_n
            self._same_since_ns = t_ns
            self._same_min_m = self._same_max_m = position_m
            if self._frozen:
                self._frozen = False
                self._board.set(FaultKind.LOAD_CELL_FROZEN, t_ns, holds=False)
            return
        if self._frozen or force_n == 0.0:
            return  # a logger that gives no less than 0 repeats it while nobody pulls
        self._same_min_m = min(self._same_min_m, position_m)
        self._same_max_m = max(self._same_max_m, position_m)
        moved = self._same_max_m - self._same_min_m > FROZEN_TRAVEL_M
        if moved and t_ns - self._same_since_ns >= FROZEN_NS:
            self._frozen = True
            self._board.set(FaultKind.LOAD_CELL_FROZEN, t_ns, holds=True)

    def _watch_noise(self, t_ns: int) -> None:
        self._conversions += 1
        if self._conversions >= NOISE_WINDOW:
            rejected = self._filter.rejected
            noisy = rejected - self._rejected > NOISY_SHARE * NOISE_WINDOW
            self._board.set(FaultKind.LOAD_CELL_NOISY, t_ns, holds=noisy)
            self._conversions, self._rejected = 0, rejected

    def _watch_rate(self, t_ns: int) -> None:
        """Measure how many conversions come per second, over two seconds at least."""
        if not self._timed:
            self._timed_from_ns = t_ns
        self._timed += 1
        span_ns = t_ns - self._timed_from_ns
        if self._timed > RATE_WINDOW and span_ns >= RATE_WINDOW_NS:
            self.rate_per_s = (self._timed - 1) * 1e9 / span_ns
            low = self.rate_per_s < RATE_LOW_PER_S
            self._board.set(FaultKind.LOAD_RATE_LOW, t_ns, holds=low)
            self._timed = 0
