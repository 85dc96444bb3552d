"""Where a path crosses the limits that bound a repetition.

Boundaries are crossings, not onsets: nobody can measure the onset of a slow movement, while the
moment at which the handle is a given distance away from where it stood can be measured. With
``d`` = 1 % of the range, at least 3 mm, and the band = 2 % of it, at least 10 mm:

- start: the last time the handle is within ``d`` of the level it stood at before the pull;
- top: the last time it is more than ``d`` below the level that is then held; after an overshoot
  that left the band for longer than is forgiven, when it is back within the band;
- release: the last time it is within ``d`` of the held level;
- end: the first time it is within ``d`` of where it comes to rest.

A hold lasts as long as the handle stays in the band about the held level, which follows a creep.
"""

from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from device.sensors.simulated.profile import Floats

NEAR_SHARE: Final = 0.01
NEAR_M: Final = 0.003
"""``d``: the share of the range, and the least of it, since sensors tell no less."""

BAND_SHARE: Final = 0.02
BAND_M: Final = 0.010
"""How far a held handle may be from its level."""

BOUNCE_WITHIN_S: Final = 0.3
BOUNCE_S: Final = 0.100
"""A hold goes on through an absence this short that begins so soon after its begin."""

SHAKE_S: Final = 0.150
"""The same for an absence later on."""

CREEP_M_S: Final = 0.025
"""The level follows a handle that creeps no faster."""

TURN_S: Final = 0.15
"""What a plain turn spends within ``d`` of its top (median of 200 strokes of people); a hold is
what is longer."""


class Onsets(NamedTuple):
    """When the moves of one repetition began and ended; seconds on the path's own clock."""

    start_s: float
    top_s: float
    release_s: float
    end_s: float


class Levels(NamedTuple):
    """Where the handle stood before the pull, was held first and last, and came to rest."""

    stood_m: float
    held_m: float
    let_go_m: float
    rest_m: float


class Crossings(NamedTuple):
    """The boundaries of one repetition by the definitions of this module, and its range."""

    start_s: float
    top_s: float
    release_s: float
    end_s: float
    rom_m: float

    @property
    def hold_s(self) -> float:
        """Time held beyond a plain turn; 0 for a turn."""
        return max(0.0, self.release_s - self.top_s - TURN_S)


def near_m(rom_m: float) -> float:
    """``d`` for a range."""
    return max(NEAR_M, NEAR_SHARE * rom_m)


def band_m(rom_m: float) -> float:
    """Half width of the held band for a range."""
    return max(BAND_M, BAND_SHARE * rom_m)


def crossings(t_s: Floats, x_m: Floats, onsets: Onsets, levels: Levels | None = None) -> Crossings:
    """Measure one repetition on its path.

    Args:
        t_s: Ascending times from ``onsets.start_s`` to ``onsets.end_s``, a few milliseconds apart.
        x_m: The path as it really was: without the sensor's noise, sway and tremor.
        onsets: Of its moves. Where ``release_s`` is not after ``top_s`` nothing was held, and the
            level is that of the turn.
        levels: Where it stood, was held and rested; as on the path at the onsets if not given.
    """
    if levels is None:
        levels = Levels(*(float(x) for x in np.interp(onsets, t_s, x_m)))
    peak_m = float(x_m.max())
    rom_m = peak_m - levels.stood_m
    d_m = near_m(rom_m)
    above_m = x_m - _level(t_s, onsets, levels, peak_m)
    first, last = _longest_stay(t_s, above_m, band_m(rom_m))
    top_s = _top(t_s, above_m, (first, last), d_m, band_m(rom_m))
    near = np.flatnonzero(np.abs(above_m[first : last + 1]) <= d_m)
    leaving = first + int(near[-1]) if len(near) else last
    release_s = _between(t_s, above_m, leaving, -d_m)
    stood = np.flatnonzero(np.abs(x_m[:first] - levels.stood_m) <= d_m)
    start_s = _between(t_s, x_m, int(stood[-1]), levels.stood_m + d_m) if len(stood) else t_s[0]
    rested = np.flatnonzero(np.abs(x_m[leaving:] - levels.rest_m) <= d_m)
    back = leaving + int(rested[0]) if len(rested) else len(t_s) - 1
    end_s = _between(t_s, x_m, back - 1, levels.rest_m + d_m) if back > leaving else release_s
    return Crossings(float(start_s), top_s, release_s, end_s, rom_m)


def _level(t_s: Floats, onsets: Onsets, levels: Levels, peak_m: float) -> Floats:
    """The level held at each time: a line through the hold, no steeper than a creep."""
    held_s = onsets.release_s - onsets.top_s
    if held_s <= 0.0:
        return np.full(len(t_s), peak_m)
    most_m = CREEP_M_S * held_s
    crept_m = min(max(levels.let_go_m - levels.held_m, -most_m), most_m)
    share = np.clip((t_s - onsets.top_s) / held_s, 0.0, 1.0)
    return levels.held_m + crept_m * share


def _longest_stay(t_s: Floats, above_m: Floats, half_width_m: float) -> tuple[int, int]:
    """First and last index of the longest stay in the band; forgiven absences do not end one."""
    stays: list[tuple[int, int]] = []
    for first, last in _runs(np.abs(above_m) <= half_width_m):
        if stays and _forgiven(t_s, stays[-1], first):
            stays[-1] = (stays[-1][0], last)
        else:
            stays.append((first, last))
    highest = int(above_m.argmax())
    return max(stays, key=lambda stay: t_s[stay[1]] - t_s[stay[0]], default=(highest, highest))


def _forgiven(t_s: Floats, stay: tuple[int, int], again: int) -> bool:
    left_s = float(t_s[stay[1]])
    early = left_s - float(t_s[stay[0]]) <= BOUNCE_WITHIN_S
    return float(t_s[again]) - left_s <= (BOUNCE_S if early else SHAKE_S)


def _runs(mask: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """First and last index of each run of true values."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [(int(a), int(b) - 1) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def _top(
    t_s: Floats, above_m: Floats, stay: tuple[int, int], d_m: float, half_width_m: float
) -> float:
    """When the handle arrived at the level that the stay is about."""
    first, last = stay
    if first > 0 and above_m[first - 1] > half_width_m:
        return _between(t_s, above_m, first - 1, half_width_m)
    arrived = np.flatnonzero(above_m[first : last + 1] >= -d_m)
    place = first + int(arrived[0]) if len(arrived) else first
    return _between(t_s, above_m, place - 1, -d_m) if place > 0 else float(t_s[0])


def _between(t_s: Floats, values: Floats, index: int, limit: float) -> float:
    """When the values cross a limit between one index and the next, by a straight line.

    At the last index, or where they do not cross there, it is the time at ``index``.
    """
    if index + 1 >= len(t_s):
        return float(t_s[-1])
    low, high = float(values[index]), float(values[index + 1])
    share = (limit - low) / (high - low) if high != low else 0.0
    share = min(max(share, 0.0), 1.0)
    return float(t_s[index] + share * (t_s[index + 1] - t_s[index]))
