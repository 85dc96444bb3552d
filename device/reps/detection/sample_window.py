"""The recent past of the handle, kept while it may still be needed to score a repetition."""

from array import array
from bisect import bisect_left, bisect_right

import numpy as np

from device.motion.arrays import Array
from device.motion.sample import MotionSample
from device.reps.detection.tuning import KEEP_NS, TRIM_EVERY


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
    first, last = bisect_left(times, from_ns), bisect_right(times, to_ns)
    t_ns = np.array(times[first:last], dtype=np.int64)
    t_s: Array = (t_ns - origin_ns).astype(np.float64) * 1e-9
    return t_s, np.array(values[first:last], dtype=np.float64)
