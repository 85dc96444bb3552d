"""Causal velocity of a quantised, irregularly sampled position."""

from collections import deque
from math import exp

_FAST_S = 0.050
_SLOW_S = 0.100
_SMOOTHING_S = 0.012


class VelocityEstimator:
    """Velocity as the slope of the smoothed position over a trailing window.

    Two windows serve two questions. The fast one (50 ms) is for the screen. The slow one (100 ms)
    is for "does the handle stand still?": it spans one period of physiological tremor (8–12 Hz;
    Elble & Koller, *Tremor*, 1990), so that tremor cancels. A first-order smoothing of 12 ms
    ahead of both keeps the steps of a coarse encoder from showing. The delay is half the window
    plus the smoothing: about 37 ms and 62 ms.
    """

    def __init__(self) -> None:
        self._history: deque[tuple[int, float]] = deque()
        self._recent: deque[tuple[int, float]] = deque()
        self._smooth_m = 0.0
        self._t_ns = 0
        self.fast_m_s = 0.0
        self.slow_m_s = 0.0

    def reset(self) -> None:
        """Forget the past: the next position does not compare with it."""
        self._history.clear()
        self._recent.clear()
        self.fast_m_s = self.slow_m_s = 0.0

    def update(self, t_ns: int, position_m: float) -> None:
        """Take the next position; stamps must not go back, and equal ones are averaged away."""
        history = self._history
        if not history:
            self._smooth_m = position_m
        elif t_ns > self._t_ns:
            gain = 1.0 - exp((self._t_ns - t_ns) * (1e-9 / _SMOOTHING_S))
            self._smooth_m += gain * (position_m - self._smooth_m)
        else:
            return
        self._t_ns = t_ns
        point = (t_ns, self._smooth_m)
        history.append(point)
        self._recent.append(point)
        self.slow_m_s = self._slope(history, t_ns, int(_SLOW_S * 1e9))
        self.fast_m_s = self._slope(self._recent, t_ns, int(_FAST_S * 1e9))

    def _slope(self, points: deque[tuple[int, float]], t_ns: int, window_ns: int) -> float:
        """Slope from the newest point that is at least the window old to the present one."""
        horizon = t_ns - window_ns
        while len(points) > 2 and points[1][0] <= horizon:
            points.popleft()
        then_ns, then_m = points[0]
        if then_ns == t_ns:
            return 0.0
        return (self._smooth_m - then_m) * 1e9 / (t_ns - then_ns)
