"""Repetitions counted from force alone, while the encoder is out."""

from collections import deque
from typing import NamedTuple

from device.reps.detection.tuning import (
    FORCE_FALLEN_NS,
    FORCE_HIGH_SHARE,
    FORCE_LOADED_NS,
    FORCE_LONGEST_NS,
    FORCE_LOW_SHARE,
    FORCE_MEAN_NS,
)


class ForceRep(NamedTuple):
    """One time that the load was taken up and put down again.

    Attributes:
        start_ns: When the force was last low.
        peak_ns: When it was highest.
        end_ns: When it had fallen.
        peak_n: Its highest value, where force is known from its beginning.
    """

    start_ns: int
    peak_ns: int
    end_ns: int
    peak_n: float | None


class ForceReps:
    """Follows the load up and down by thresholds on a short mean of the force.

    Honest only where the stack lands between repetitions: where it hangs all the time, force says
    nothing about how often it went up.
    """

    def __init__(self, weight_n: float, *, loaded: bool) -> None:
        """Begin; ``loaded`` says that the load is up, by a repetition that is counted already."""
        self._skip = loaded
        self._high_n = FORCE_HIGH_SHARE * weight_n
        self._low_n = FORCE_LOW_SHARE * weight_n
        self._recent: deque[tuple[int, float]] = deque()
        self._low_ns: int | None = None
        self._loaded_ns: int | None = None
        self._fallen_ns: int | None = None
        self._peak_ns = 0
        self._peak_n = 0.0

    def update(self, t_ns: int, force_n: float) -> ForceRep | None:
        """Take a conversion; return the repetition that it has completed."""
        recent = self._recent
        recent.append((t_ns, force_n))
        while recent[0][0] < t_ns - FORCE_MEAN_NS:
            recent.popleft()
        mean_n = sum(value for _, value in recent) / len(recent)
        if self._loaded_ns is None:
            if mean_n > self._high_n:
                self._loaded_ns = t_ns - 1 if self._low_ns is None else self._low_ns
                self._peak_ns, self._peak_n = t_ns, force_n
            self._low_ns = t_ns
            return None
        if force_n > self._peak_n:
            self._peak_ns, self._peak_n = t_ns, force_n
        if mean_n > self._low_n:
            self._fallen_ns = None
            return None
        if self._fallen_ns is None:
            self._fallen_ns = t_ns
        if t_ns - self._fallen_ns < FORCE_FALLEN_NS:
            return None
        start_ns, end_ns = self._loaded_ns, self._fallen_ns
        self._loaded_ns = self._fallen_ns = None
        if self._skip:
            self._skip = False
            return None
        if not FORCE_LOADED_NS <= end_ns - start_ns <= FORCE_LONGEST_NS:
            return None
        # Equal stamps come, and a repetition takes time.
        peak_ns = min(max(self._peak_ns, start_ns + 1), end_ns)
        return ForceRep(start_ns, peak_ns, end_ns, self._peak_n)
