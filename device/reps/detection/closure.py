"""Whether the wheel loses its way: where repetitions end, and where their load is taken up."""

import numpy as np

from device.reps.detection.sample_window import SampleWindow
from device.reps.detection.tuning import (
    CLOSURE_M,
    CLOSURE_SHARE,
    LANDED_NS,
    LANDED_SHARE,
    LIFT_OFF_M,
    LIFTED_SHARE,
)
from device.reps.rep import Rep


class Closure:
    """Compares two repetitions in a row.

    Where the stack lands, it is taken up at one place of the cable, wherever its athlete stands: a
    count that says otherwise has slipped, and a start that drifts has not. Where it hangs all the
    time, only an end far from the start tells, the same way twice.
    """

    def __init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """What comes does not compare."""
        self._lift_m: float | None = None
        self._open_m = self._moved_m = 0.0

    def slips(self, trace: SampleWindow, rep: Rep, weight_n: float | None) -> bool | None:
        """Whether the wheel has slipped in this repetition too; ``None`` where none can tell."""
        lift_m = None if weight_n is None else _lift_off(trace, rep, weight_n)
        last_m, self._lift_m = self._lift_m, lift_m
        if lift_m is not None and last_m is not None:
            before_m, self._moved_m = self._moved_m, lift_m - last_m
            return _same_way(self._moved_m, before_m, LIFT_OFF_M)
        self._moved_m = 0.0
        _, x_m = trace.positions(rep.start_ns, rep.end_ns, rep.start_ns)
        if x_m.size < 2 or rep.rom_m is None:
            return None
        before_m, self._open_m = self._open_m, float(x_m[-1] - x_m[0])
        return _same_way(self._open_m, before_m, max(CLOSURE_M, CLOSURE_SHARE * rep.rom_m))


def _same_way(now_m: float, before_m: float, least_m: float) -> bool:
    return min(abs(now_m), abs(before_m)) > least_m and now_m * before_m > 0.0


def _lift_off(trace: SampleWindow, rep: Rep, weight_n: float) -> float | None:
    """Where the pull takes the load up; ``None`` where it hung before."""
    times, force = trace.conversions(rep.start_ns, rep.top_ns, rep.start_ns)
    before = trace.conversions(rep.start_ns - LANDED_NS, rep.start_ns, rep.start_ns)[1]
    if force.size < 2 or not before.size or float(before.mean()) > LANDED_SHARE * weight_n:
        return None
    up = int(np.argmax(force > LIFTED_SHARE * weight_n))
    if not force[up] > LIFTED_SHARE * weight_n:
        return None
    t_s, x_m = trace.positions(rep.start_ns, rep.top_ns, rep.start_ns)
    return float(np.interp(times[up], t_s, x_m))
