"""The second look at a finished repetition: when its phases really began and ended.

The causal estimate announces; this one scores. It sees the whole repetition, finds the pieces of
motion out and back, and fits each piece that borders a phase (``movement_fit``).
"""

from dataclasses import dataclass
from math import sqrt

import numpy as np

from device.reps.course import Course, Piece, pieces
from device.reps.movement_fit import Drift, MovementFit, fit_movement
from device.reps.shapes import Array

# Share of the fastest velocity, and its bounds in m/s. On the way back a creep of the held handle
# (2 cm a second) must not count as motion.
_MOVING_OUT = (0.08, 0.02, 0.05)
_MOVING_BACK = (0.25, 0.02, 0.07)
_SETTLE_MOST_M = 0.07
_SETTLE_REST_S = 0.12
_SETTLE_GAP_S = 0.15
_SETTLE_GAP_SHARE = 0.2
_CONTEXT_S = 1.1
_FIT_POINTS = 80
_EDGE_SLACK = 0.6
_GOOD_FIT = 0.03
_CLOSE_FIT = 0.01
# Counting errors of a slow handle do not average out.
_QUANTUM_FLOOR = 0.2


@dataclass(frozen=True, slots=True)
class RepCourse:
    """When a repetition's phases began and ended, in seconds on the course's clock.

    Attributes:
        start_s: Concentric onset.
        top_s: End of the concentric.
        release_s: Onset of the eccentric.
        end_s: End of the eccentric.
        start_m: Position at the start.
        top_m: Position at the top.
        peak_m: Farthest position.
        end_m: Position at the end.
        peak_velocity_m_s: Fastest outward velocity of the concentric.
    """

    start_s: float
    top_s: float
    release_s: float
    end_s: float
    start_m: float
    top_m: float
    peak_m: float
    end_m: float
    peak_velocity_m_s: float


@dataclass(frozen=True, slots=True)
class _Edges:
    """Onset and end of one piece of motion, with the levels it runs between."""

    onset_s: float
    end_s: float
    level_m: float
    final_m: float
    fit: MovementFit | None


def refine(course: Course, start_s: float, high_s: float) -> RepCourse | None:
    """Find the phases of one repetition.

    Args:
        course: Its course, from some rest before it to its end or beyond.
        start_s: Latest time at which it may have begun.
        high_s: When the handle was farthest out.

    Returns:
        Its phases, or ``None`` where no motion is left to measure.
    """
    t, v = course.t_s, course.v_m_s
    begin = int(np.searchsorted(t, start_s))
    high = int(np.clip(np.searchsorted(t, high_s), begin, t.size - 1))
    out = pieces(v, begin, high, _least(v[begin : high + 1], _MOVING_OUT))
    back = pieces(-v, high, t.size - 1, _least(-v[high:], _MOVING_BACK))
    if not out:
        return None
    settle, back = _split_settling(course, out[-1], back)
    creep = Drift.AFTER if settle is None else Drift.NONE
    first = _edges(
        course,
        out[0],
        +1,
        drift=creep if len(out) == 1 else Drift.NONE,
        limits=(start_s - _CONTEXT_S, None),
    )
    last = first if len(out) == 1 else _edges(course, out[-1], +1, drift=creep)
    top = last if settle is None else _edges(course, settle, -1)
    if not back:
        return _without_return(course, first, top, last, out)
    release = _edges(course, back[0], -1, drift=Drift.BEFORE)
    end = release if len(back) == 1 else _edges(course, back[-1], -1)
    return _assemble(course, first, top, release, end, (out, [first, last]))


def _least(v_m_s: Array, limits: tuple[float, float, float]) -> float:
    """The velocity that counts as motion: a share of the fastest one, within bounds."""
    share, least_m_s, most_m_s = limits
    return float(np.clip(share * v_m_s.max(initial=0.0), least_m_s, most_m_s))


def _split_settling(
    course: Course, pull: Piece, back: list[Piece]
) -> tuple[Piece | None, list[Piece]]:
    """Tell the settling after an overshoot from the release: short, at once, and then rest."""
    if not back:
        return None, back
    piece, t, x = back[0], course.t_s, course.x_m
    fell = x[piece.first] - x[piece.last]
    pull_s = t[pull.last] - t[pull.first]
    at_once = t[piece.first] - t[pull.last] < _SETTLE_GAP_S + _SETTLE_GAP_SHARE * pull_s
    following = t[back[1].first] if len(back) > 1 else t[-1]
    rests = following - t[piece.last] > _SETTLE_REST_S and piece.closes
    if len(back) > 1 and at_once and rests and fell < _SETTLE_MOST_M:
        return piece, back[1:]
    return None, back


def _edges(
    course: Course,
    piece: Piece,
    sign: int,
    *,
    drift: Drift = Drift.NONE,
    limits: tuple[float | None, float | None] = (None, None),
) -> _Edges:
    """Onset and end of a piece: by fit where the fit is good, else by extrapolated threshold."""
    t, x = course.t_s, sign * course.x_m
    rough_on, rough_end = float(t[piece.first]), float(t[piece.last])
    slack = _EDGE_SLACK * (rough_end - rough_on) + 0.1
    low = rough_on - (slack if piece.opens else 0.0)
    high = rough_end + (slack if piece.closes else 0.0)
    low = low if limits[0] is None else max(low, limits[0])
    low, high = _one_way(course, piece, sign, low, high)
    times, values, count = _binned(course, low, high)
    fit = None
    if times.size >= 8:
        per_bin = max(1.0, count / times.size)
        floor = max(course.noise_m / sqrt(per_bin), _QUANTUM_FLOOR * course.quantum_m)
        fit = fit_movement(times, sign * values, rough_on, rough_end, floor, drift=drift)
    if fit is None or not _credible(fit, rough_on, rough_end, piece):
        return _Edges(
            rough_on, rough_end, float(x[piece.first]) * sign, float(x[piece.last]) * sign, None
        )
    onset = fit.onset_s if piece.opens else rough_on
    end = fit.end_s if piece.closes else rough_end
    return _Edges(onset, end, sign * fit.level_m, sign * (fit.level_m + fit.amplitude_m), fit)


def _one_way(
    course: Course, piece: Piece, sign: int, low: float, high: float
) -> tuple[float, float]:
    """Shrink the window so that it holds no motion the other way, beyond the slowest creep."""
    t, v = course.t_s, sign * course.v_m_s
    against = v < -_MOVING_OUT[1]
    before = np.flatnonzero(against[: piece.first])
    after = np.flatnonzero(against[piece.last :])
    if before.size:
        low = max(low, float(t[before[-1]]))
    if after.size:
        high = min(high, float(t[piece.last + after[0]]))
    # Nor another movement the same way, before or after a pause.
    along = v > _MOVING_OUT[2]
    quiet_before = np.flatnonzero(~along[: piece.first + 1])
    if quiet_before.size:
        earlier = np.flatnonzero(along[: quiet_before[-1]])
        if earlier.size:
            low = max(low, float(t[earlier[-1]]))
    quiet_after = np.flatnonzero(~along[piece.last :])
    if quiet_after.size:
        later = np.flatnonzero(along[piece.last + quiet_after[0] :])
        if later.size:
            high = min(high, float(t[piece.last + quiet_after[0] + later[0]]))
    return low, high


def _binned(course: Course, low: float, high: float) -> tuple[Array, Array, int]:
    """Samples of a window, averaged to at most ``_FIT_POINTS`` points."""
    t, x = course.raw_t_s, course.raw_x_m
    i, j = np.searchsorted(t, (low, high))
    t, x = t[i:j], x[i:j]
    if t.size <= _FIT_POINTS:
        return t, x, t.size
    bins = np.minimum(
        ((t - t[0]) * (_FIT_POINTS / (t[-1] - t[0]))).astype(np.intp), _FIT_POINTS - 1
    )
    counts = np.bincount(bins, minlength=_FIT_POINTS)
    full = counts > 0
    return (
        np.bincount(bins, t, _FIT_POINTS)[full] / counts[full],
        np.bincount(bins, x, _FIT_POINTS)[full] / counts[full],
        t.size,
    )


def _credible(fit: MovementFit, rough_on: float, rough_end: float, piece: Piece) -> bool:
    slack = _EDGE_SLACK * (rough_end - rough_on) + 0.1
    onset_ok = not piece.opens or abs(fit.onset_s - rough_on) < slack
    end_ok = not piece.closes or abs(fit.end_s - rough_end) < slack
    return (
        onset_ok
        and end_ok
        and fit.amplitude_m > 0
        and (fit.rms_m < max(_GOOD_FIT * fit.amplitude_m, 0.003))
    )


def _assemble(
    course: Course,
    first: _Edges,
    top: _Edges,
    release: _Edges,
    end: _Edges,
    pull: tuple[list[Piece], list[_Edges]],
) -> RepCourse:
    top_s, release_s = top.end_s, release.onset_s
    if release_s < top_s:
        # No rest between: the turn is where the two movements meet.
        top_s = release_s = 0.5 * (top_s + release_s)
    peak_m = _peak(course, first.onset_s, end.end_s, top, release)
    return RepCourse(
        start_s=first.onset_s,
        top_s=top_s,
        release_s=release_s,
        end_s=max(end.end_s, release_s),
        start_m=first.level_m,
        top_m=top.final_m,
        peak_m=peak_m,
        end_m=end.final_m,
        peak_velocity_m_s=_peak_velocity(course, *pull),
    )


def _without_return(
    course: Course, first: _Edges, top: _Edges, last: _Edges, out: list[Piece]
) -> RepCourse:
    """The handle never came back: the hold lasts to the end of what was recorded."""
    stop = float(course.t_s[-1])
    top_s = min(top.end_s, stop)
    return RepCourse(
        start_s=first.onset_s,
        top_s=top_s,
        release_s=stop,
        end_s=stop,
        start_m=first.level_m,
        top_m=top.final_m,
        peak_m=_peak(course, first.onset_s, stop, top, top),
        end_m=float(course.x_m[-1]),
        peak_velocity_m_s=_peak_velocity(course, out, [first, last]),
    )


def _peak(course: Course, from_s: float, to_s: float, top: _Edges, release: _Edges) -> float:
    """Farthest position: of the fitted levels and the course averaged over a tremor's period."""
    inside = (course.t_s >= from_s) & (course.t_s <= to_s)
    x = course.x_m[inside]
    if x.size > 10:
        x = np.convolve(x, np.full(10, 0.1), mode="valid")
    return max(float(x.max()), top.final_m, release.level_m)


def _peak_velocity(course: Course, out: list[Piece], edges: list[_Edges]) -> float:
    """The fastest of the pieces: from its fit where that is good, else from the course."""
    fitted = {id(piece): edge.fit for piece, edge in zip((out[0], out[-1]), edges, strict=True)}

    def fastest(piece: Piece) -> float:
        fit = fitted.get(id(piece))
        if fit is not None and fit.rms_m < _CLOSE_FIT * fit.amplitude_m:
            return fit.peak_velocity_m_s
        return float(course.v_m_s[piece.first : piece.last + 1].max())

    return max(fastest(piece) for piece in out)
