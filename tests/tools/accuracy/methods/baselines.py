"""Two plain ways to find repetitions, to see what the detector gains over them."""

from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from device.errors import UserError
from device.sensors.simulated.crossing import TURN_S
from device.sensors.simulated.generate import Simulated
from tests.tools.accuracy.methods.found import Found, FoundRep

Floats = NDArray[np.float64]

MIN_ROM_M: Final = 0.15
THRESHOLD_M_S: Final = 0.05
_GRID_HZ: Final = 200.0
_APART_S: Final = 1.0
_SMOOTH: Final = 9
"""Samples of a moving average before differentiating: 45 ms, the least that makes one usable."""


class Trace(NamedTuple):
    """Position, the same smoothed, and its derivative, on an even grid."""

    t_s: Floats
    x_m: Floats
    smooth_m: Floats
    v_m_s: Floats


def trace(made: Simulated) -> Trace:
    """The encoder's position on an even grid."""
    stamps = np.array([reading.t_ns for reading in made.readings]) * 1e-9
    counts = np.array([reading.encoder_count for reading in made.readings], dtype=np.float64)
    t = np.arange(stamps[0], stamps[-1], 1.0 / _GRID_HZ)
    x = np.interp(t, stamps, counts / float(made.header["counts_per_metre"]))
    padded = np.pad(x, _SMOOTH // 2, mode="edge")
    smooth = np.convolve(padded, np.full(_SMOOTH, 1.0 / _SMOOTH), mode="valid")
    return Trace(t, x, smooth, np.gradient(smooth, t))


def peaks(made: Simulated) -> Found:
    """Repetitions as the peaks of position, with scipy's ``find_peaks``.

    A peak stands out by the least range of a repetition and is a second from the next, for a
    held position flickers by a count; start and end are where it is 3 % of its height above its
    foot, top and release where it is within 3 % of its height.

    Raises:
        UserError: scipy is not installed.
    """
    try:
        from scipy.signal import find_peaks, peak_widths
    except ImportError as error:
        raise UserError(
            "The baseline with find_peaks needs scipy: install cablecoach[test]."
        ) from error
    motion = trace(made)
    apart = int(_APART_S * _GRID_HZ)
    places, found = find_peaks(motion.smooth_m, prominence=MIN_ROM_M, distance=apart)
    data = (found["prominences"], found["left_bases"], found["right_bases"])
    _, _, start, end = peak_widths(motion.smooth_m, places, rel_height=0.97, prominence_data=data)
    _, _, top, release = peak_widths(motion.smooth_m, places, rel_height=0.03, prominence_data=data)
    bounds = np.rint(np.column_stack((start, top, release, end))).astype(int)
    return Found([_rep(motion, *row, causal=False) for row in bounds.tolist()])


def threshold(made: Simulated) -> Found:
    """Repetitions as runs of velocity above 0.05 m/s, each with the next run below −0.05 m/s."""
    motion = trace(made)
    direction = np.sign(motion.v_m_s) * (np.abs(motion.v_m_s) > THRESHOLD_M_S)
    edges = np.flatnonzero(np.diff(direction)) + 1
    runs = [
        (int(direction[first]), int(first), int(after))
        for first, after in zip(
            np.concatenate(([0], edges)), np.concatenate((edges, [len(direction)])), strict=True
        )
        if direction[first]
    ]
    found = []
    for (way, start, top), (back, release, end) in pairwise(runs):
        far_enough = motion.x_m[min(top, len(motion.x_m) - 1)] - motion.x_m[start] >= MIN_ROM_M
        if way > 0 > back and far_enough:
            found.append(_rep(motion, start, top, release, end, causal=True))
    return Found(found)


def _rep(motion: Trace, start: int, top: int, release: int, end: int, *, causal: bool) -> FoundRep:
    last = len(motion.t_s) - 1
    top, end = max(start + 1, min(top, last)), min(end, last)
    start_s, top_s, release_s, end_s = motion.t_s[[start, top, release, end]].tolist()
    rise_m = float(motion.x_m[top] - motion.x_m[start])
    return FoundRep(
        start_s,
        top_s,
        release_s,
        end_s,
        hold_s=max(0.0, release_s - top_s - TURN_S),
        rom_m=float(motion.x_m[start : end + 1].max() - motion.x_m[start]),
        mean_velocity_m_s=rise_m / (top_s - start_s),
        peak_velocity_m_s=float(motion.v_m_s[start : top + 1].max()),
        detected_s=end_s if causal else None,
    )
