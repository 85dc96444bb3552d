"""Causal velocity of a quantised, irregularly sampled position."""

from collections import deque
from math import exp

from device.motion.tuning import FAST_NS, SLOW_NS, SMOOTHING_NS


class VelocityEstimator:
    """Velocity as the slope of the smoothed position over a trailing window.

    Two windows serve two questions. The fast one (50 ms) is for the screen. The slow one (100 ms)
    is for "does the handle stand still?": it spans one period of physiological tremor (8–12 Hz;
    Elble & Koller, *Tremor*, 1990), so that tremor cancels. A first-order smoothing of 12 ms
    ahead of both keeps the steps of a coarse encoder from showing. The delay is half the window
    plus the smoothing: about 37 ms and 62 ms.

    Attributes:
        fast_m_s: Velocity over the fast window.
        slow_m_s: Velocity over the slow one.
    """

    def __init__(self) -> None:
        self._fast: deque[tuple[int, float]] = deque()
        self._slow: deque[tuple[int, float]] = deque()
        self._t_ns = 0
        self._smooth_m = 0.0
        self._step_ns = 0
        self._gain = 0.0
        self.fast_m_s = 0.0
        self.slow_m_s = 0.0

    def reset(self) -> None:
        """Forget the past: the next position does not compare with it."""
        self._fast.clear()
        self._slow.clear()
        self.fast_m_s = self.slow_m_s = 0.0

    def update(self, t_ns: int, position_m: float) -> None:
        """Take the next position; stamps must not go back, and of equal ones the first counts."""
        fast, slow = self._fast, self._slow
        if not slow:
            self._t_ns, self._smooth_m = t_ns, position_m
            fast.append((t_ns, position_m))
            slow.append((t_ns, position_m))
            return
        step_ns = t_ns - self._t_ns
        if step_ns <= 0:
            return
        if step_ns != self._step_ns:
            self._step_ns = step_ns
            self._gain = 1.0 - exp(-step_ns / SMOOTHING_NS)
        self._t_ns = t_ns
        smooth_m = self._smooth_m = self._smooth_m + self._gain * (position_m - self._smooth_m)
        point = (t_ns, smooth_m)
        fast.append(point)
        slow.append(point)
        # The oldest point kept is the newest that is at least a window old, so that there always
        # is one to compare with.
        while fast[1][0] <= t_ns - FAST_NS:
            fast.popleft()
        then_ns, then_m = fast[0]
        self.fast_m_s = (smooth_m - then_m) * 1e9 / (t_ns - then_ns)
        while slow[1][0] <= t_ns - SLOW_NS:
            slow.popleft()
        then_ns, then_m = slow[0]
        self.slow_m_s = (smooth_m - then_m) * 1e9 / (t_ns - then_ns)
