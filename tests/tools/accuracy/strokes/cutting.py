"""Single pulls and returns, cut out of recordings of real machines and normalised."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from device.calibration.recorded import factors_from_header
from device.recordings.reader import RecordingReader
from device.sensors.simulated.profile import Floats

FOLDER: Final = Path(
    os.environ.get("CABLECOACH_RECORDINGS", Path(__file__).parents[5] / "shared/recordings/real")
)
"""Recordings with ``*.truth.json`` beside them, which say where each repetition is."""

LEAST_RANGE_M: Final = 0.15
"""The least range of a repetition: what is shorter is a fidget, not a stroke."""

POINTS: Final = 801
"""Of a normalised stroke: at 7 s one each 9 ms, between which it is interpolated."""

_STEP_S: Final = 0.002
_FOOT: Final = 0.01
"""Share of its range at which a stroke is cut: nearer to its ends, valley and drift cannot be
told apart in somebody else's recording."""

_TAPER: Final = 0.04
"""Share of its time over which each end's speed is brought to 0, so that it begins from rest."""

_REACH_S: Final = 0.6
"""How far beyond its labels a stroke is followed: they stand 3 % above the valley."""

_LEAST_KNOTS: Final = 10
_WIDEST_GAP: Final = 0.15
"""A stroke seen at fewer instants, or with a hole of a larger share of its time, has no shape."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """One pull or return, from exactly 0 to exactly 1 in even time, with flat ends.

    Attributes:
        source: Name of the recording it was cut from.
        seconds: How long it took there; likewise ``range_m``.
        path: ``POINTS`` values that never fall.
    """

    source: str
    seconds: float
    range_m: float
    path: Floats


@dataclass(frozen=True, slots=True)
class Library:
    """All strokes of a folder."""

    pulls: tuple[Stroke, ...]
    returns: tuple[Stroke, ...]

    def __bool__(self) -> bool:
        return bool(self.pulls) and bool(self.returns)


@cache
def library(folder: Path = FOLDER) -> Library:
    """The strokes of all recordings of a folder that have their truth beside them."""
    pulls: list[Stroke] = []
    returns: list[Stroke] = []
    for path in sorted(folder.glob("*.csv")):
        truth = path.with_suffix(".truth.json")
        if truth.exists():
            out, back = _strokes(path, json.loads(truth.read_text()))
            pulls.extend(out)
            returns.extend(back)
    return Library(tuple(pulls), tuple(returns))


def _strokes(path: Path, truth: dict[str, Any]) -> tuple[list[Stroke], list[Stroke]]:
    edges = _edges(path)
    reps = list(_reps(truth))
    ends = [0.0, *(rep["end_s"] for rep in reps)]
    starts = [*(rep["start_s"] for rep in reps[1:]), np.inf]
    pulls, returns = [], []
    for rep, before_s, after_s in zip(reps, ends, starts, strict=False):
        out = _Label(before_s, rep["start_s"], rep["top_s"], rep["release_s"])
        back = _Label(rep["top_s"], rep["release_s"], rep["end_s"], after_s)
        up, down = _cut(path.stem, edges, out, 1.0), _cut(path.stem, edges, back, -1.0)
        pulls.extend([up] if up else [])
        returns.extend([down] if down else [])
    return pulls, returns


def _reps(truth: dict[str, Any]) -> Iterator[dict[str, float]]:
    yield from truth.get("reps", ())
    for one in truth.get("sets", ()):
        yield from one["reps"]


class _Label(NamedTuple):
    """A stroke as labelled, and the nearest movements that are not its own."""

    before_s: float
    from_s: float
    to_s: float
    after_s: float


def _edges(path: Path) -> tuple[Floats, Floats]:
    """When the count changed, and the position half-way: exact, however coarse a count is."""
    with RecordingReader(path) as recording:
        per_metre = factors_from_header(recording.header).counts_per_metre
        rows = [(reading.t_ns * 1e-9, reading.encoder_count) for reading in recording]
    t, x = (np.array(column, dtype=np.float64) for column in zip(*rows, strict=True))
    fresh = np.flatnonzero(np.diff(t, prepend=-np.inf) > 0.0)
    t, x = t[fresh], x[fresh] / per_metre
    moved = np.flatnonzero(np.diff(x)) + 1
    return (t[moved - 1] + t[moved]) / 2.0, (x[moved - 1] + x[moved]) / 2.0


def _cut(source: str, edges: tuple[Floats, Floats], label: _Label, way: float) -> Stroke | None:
    """The stroke of a label, or nothing where the recording does not show its shape."""
    from scipy.interpolate import PchipInterpolator

    from_s = max(label.before_s, label.from_s - _REACH_S)
    to_s = min(label.after_s, label.to_s + _REACH_S)
    inside = (edges[0] > from_s) & (edges[0] < to_s)
    t, x = edges[0][inside], way * edges[1][inside]
    if len(t) < _LEAST_KNOTS or label.from_s >= label.to_s:
        return None
    even = np.arange(t[0], t[-1], _STEP_S)
    path = np.asarray(PchipInterpolator(t, x)(even), dtype=np.float64)
    first, last = _ends(even, path, label)
    t = t[(t >= even[first]) & (t <= even[last])]
    seconds = float(even[last] - even[first])
    range_m = float(path[last] - path[first])
    if len(t) < _LEAST_KNOTS or np.diff(t).max() > _WIDEST_GAP * seconds:
        return None
    if range_m < LEAST_RANGE_M:
        return None
    return Stroke(source, seconds, range_m, _normalised(path[first : last + 1]))


def _ends(t: Floats, x: Floats, label: _Label) -> tuple[int, int]:
    """Where the stroke leaves its valley and comes to its peak, within the reach of its labels."""
    first, last = np.searchsorted(t, (label.from_s, label.to_s)).clip(0, len(t) - 1)
    middle = (first + last) // 2
    valley = int(np.argmin(x[:middle])) if middle else 0
    peak = int(middle + np.argmax(x[middle:]))
    foot_m = _FOOT * (x[peak] - x[valley])
    low = np.flatnonzero(x[valley:peak] <= x[valley] + foot_m)
    high = np.flatnonzero(x[valley : peak + 1] >= x[peak] - foot_m)
    return valley + int(low[-1]) if len(low) else valley, valley + int(high[0])


def _normalised(path: Floats) -> Floats:
    """From rest at 0 to rest at 1: backward steps taken out, the ends' speed tapered, scaled."""
    u = np.linspace(0.0, 1.0, POINTS)
    rising = np.interp(u, np.linspace(0.0, 1.0, len(path)), np.maximum.accumulate(path))
    speed = np.gradient(rising, u)
    speed *= _window(u)
    covered = np.concatenate(([0.0], np.cumsum((speed[1:] + speed[:-1]) / 2.0)))
    normalised: NDArray[np.float64] = covered / covered[-1]
    return normalised


def _window(u: Floats) -> Floats:
    rise = np.clip(np.minimum(u, 1.0 - u) / _TAPER, 0.0, 1.0)
    window: Floats = 0.5 - 0.5 * np.cos(np.pi * rise)
    return window
