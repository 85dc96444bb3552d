"""The recent past of the handle, kept while it may still be needed to score a repetition."""

from array import array

import numpy as np

from device.motion.sample import MotionSample
from device.reps.detection.tuning import KEEP_NS, TRIM_EVERY
from device.reps.measuring.arrays import Array


class SampleWindow:
    """Positions and load cell conversions of the last minute at most, as flat arrays."""

    def __init__(self) -> None:
        self._t_ns = array("q")
        self._x_m = array("d")
        self._load_t_ns = array("q")
        self._load_n = array("d")

    def append(self, sample: MotionSample) -> None:
        """Take one sample."""
        self._t_ns.append(sample.t_ns)
        self._x_m.append(sample.position_m)
        if sample.conversion_n is not None:
            self._load_t_ns.append(sample.t_ns)
            self._load_n.append(sample.conversion_n)
        if len(self._t_ns) % TRIM_EVERY == 0:
            self.trim(sample.t_ns - KEEP_NS)

    def trim(self, before_ns: int) -> None:
        """Forget everything before a time."""
        for times, values in ((self._t_ns, self._x_m), (self._load_t_ns, self._load_n)):
            cut = int(np.searchsorted(np.frombuffer(times, dtype=np.int64), before_ns))
            if cut:
                del times[:cut], values[:cut]

    def positions(self, from_ns: int, to_ns: int, origin_ns: int) -> tuple[Array, Array]:
        """Times in seconds since ``origin_ns`` and positions in metres, both ends included."""
        return _slice(self._t_ns, self._x_m, from_ns, to_ns, origin_ns)

    def conversions(self, from_ns: int, to_ns: int, origin_ns: int) -> tuple[Array, Array]:
        """Times in seconds since ``origin_ns`` and forces in newtons, both ends included."""
        return _slice(self._load_t_ns, self._load_n, from_ns, to_ns, origin_ns)


def _slice(
    times: "array[int]", values: "array[float]", from_ns: int, to_ns: int, origin_ns: int
) -> tuple[Array, Array]:
    t_ns = np.array(times, dtype=np.int64)
    first, last = np.searchsorted(t_ns, from_ns), np.searchsorted(t_ns, to_ns, side="right")
    x = np.array(values, dtype=np.float64)[first:last]
    t_s: Array = (t_ns[first:last] - origin_ns).astype(np.float64) * 1e-9
    return t_s, x
