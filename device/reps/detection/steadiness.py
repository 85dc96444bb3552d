"""Whether a held handle has begun to run back, known as early as the counts allow."""

from collections import deque

from device.reps.detection.tuning import (
    DROP_COUNTS,
    FASTEST_CREEP_M_S,
    LEARN_NS,
    LEAST_DROP_M,
    LOOK_BACK_NS,
    MEAN_NS,
)


class Steadiness:
    """Compares the last tenth of a second with where the hold's own creep would have taken it.

    A release begins far too slowly for a limit on velocity: 0.2 s into a minimum-jerk release of
    half a metre in four seconds the handle has moved half a millimetre. A creep is as slow, but
    it does not gather speed. So the mean over one period of tremor (100 ms) is compared with the
    line through the start of the hold and 0.2 s ago.
    """

    def __init__(self, quantum_m: float) -> None:
        self._drop_m = max(LEAST_DROP_M, DROP_COUNTS * quantum_m)
        self._window: deque[tuple[int, float]] = deque()
        self._means: deque[tuple[int, float]] = deque()
        self._sum_m = 0.0
        self._first: tuple[int, float] | None = None

    def start(self) -> None:
        """A new hold begins."""
        self._window.clear()
        self._means.clear()
        self._sum_m = 0.0
        self._first = None

    def update(self, t_ns: int, position_m: float) -> bool:
        """Take one position; return whether the handle is still held."""
        window = self._window
        window.append((t_ns, position_m))
        self._sum_m += position_m
        if window[0][0] > t_ns - MEAN_NS:
            return True
        while window[0][0] <= t_ns - MEAN_NS:
            self._sum_m -= window.popleft()[1]
        mean_m = self._sum_m / len(window)
        if self._first is None:
            self._first = (t_ns, mean_m)
        means = self._means
        means.append((t_ns, mean_m))
        if means[0][0] > t_ns - LOOK_BACK_NS:
            return mean_m > self._first[1] - self._drop_m
        while means[0][0] <= t_ns - LOOK_BACK_NS:
            then_ns, then_m = means.popleft()
        expected_m = then_m + self._creep_m_s(then_ns, then_m) * (t_ns - then_ns) * 1e-9
        return mean_m > expected_m - self._drop_m

    def _creep_m_s(self, then_ns: int, then_m: float) -> float:
        first_ns, first_m = self._first or (then_ns, then_m)
        if then_ns - first_ns < LEARN_NS:
            return 0.0
        creep = (then_m - first_m) * 1e9 / (then_ns - first_ns)
        return min(0.0, max(-FASTEST_CREEP_M_S, creep))
