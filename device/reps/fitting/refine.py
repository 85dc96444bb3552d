"""The second look at a finished repetition: when its phases really began and ended.

The causal estimate announces; this one scores. It sees the whole repetition, finds the strokes of
motion out and back, and fits each piece that borders a phase (``movement_fit``).
"""

from dataclasses import dataclass

import numpy as np

from device.reps.fitting.edges import MOVING_OUT, Edges, find_edges
from device.reps.fitting.movement_fit import Drift
from device.reps.fitting.shapes import Array
from device.reps.fitting.trajectory import Stroke, Trajectory, strokes
from device.reps.fitting.tuning import (
    CLOSE_FIT,
    CLOSE_FIT_NOISES,
    CONTEXT_S,
    MOVING_BACK_LEAST_M_S,
    MOVING_BACK_MOST_M_S,
    MOVING_BACK_SHARE,
    PEAK_POINTS,
    SETTLE_GAP_S,
    SETTLE_GAP_SHARE,
    SETTLE_MOST_M,
    SETTLE_REST_S,
    UNNOTICED_GAP_S,
)

_MOVING_BACK = (MOVING_BACK_SHARE, MOVING_BACK_LEAST_M_S, MOVING_BACK_MOST_M_S)
_PEAK_MEAN = np.full(PEAK_POINTS, 1.0 / PEAK_POINTS)


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


def refine(course: Trajectory, start_s: float, high_s: float) -> RepCourse | None:
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
    out = strokes(v, begin, high, _least(v[begin : high + 1], MOVING_OUT))
    back = strokes(-v, high, t.size - 1, _least(-v[high:], _MOVING_BACK))
    if not out:
        return None
    settle, back = _split_settling(course, out[-1], back)
    creep = Drift.AFTER if settle is None else Drift.NONE
    first = find_edges(
        course,
        out[0],
        +1,
        drift=creep if len(out) == 1 else Drift.NONE,
        not_before_s=start_s - CONTEXT_S,
    )
    last = first if len(out) == 1 else find_edges(course, out[-1], +1, drift=creep)
    top = last if settle is None else find_edges(course, settle, -1)
    if not back:
        return _without_return(course, first, top, last, out)
    release = find_edges(course, back[0], -1, drift=Drift.BEFORE)
    end = release if len(back) == 1 else find_edges(course, back[-1], -1)
    return _assemble(course, first, top, release, end, (out, [first, last]))


def _least(v_m_s: Array, limits: tuple[float, float, float]) -> float:
    """The velocity that counts as motion: a share of the fastest one, within bounds."""
    share, least_m_s, most_m_s = limits
    return float(np.clip(share * v_m_s.max(initial=0.0), least_m_s, most_m_s))


def _split_settling(
    course: Trajectory, pull: Stroke, back: list[Stroke]
) -> tuple[Stroke | None, list[Stroke]]:
    """Tell the settling after an overshoot from the release: short, at once, and then rest."""
    if not back:
        return None, back
    piece, t, x = back[0], course.t_s, course.x_m
    fell = x[piece.first] - x[piece.last]
    pull_s = t[pull.last] - t[pull.first]
    at_once = t[piece.first] - t[pull.last] < SETTLE_GAP_S + SETTLE_GAP_SHARE * pull_s
    following = t[back[1].first] if len(back) > 1 else t[-1]
    rests = following - t[piece.last] > SETTLE_REST_S and piece.closes
    if len(back) > 1 and at_once and rests and fell < SETTLE_MOST_M:
        return piece, back[1:]
    return None, back


def _assemble(
    course: Trajectory,
    first: Edges,
    top: Edges,
    release: Edges,
    end: Edges,
    pull: tuple[list[Stroke], list[Edges]],
) -> RepCourse:
    top_s, release_s = top.end_s, release.onset_s
    if release_s < top_s:
        # No rest between: the turn is where the two movements meet.
        top_s = release_s = 0.5 * (top_s + release_s)
    lowest_m, highest_m = _seen(course, first.onset_s, top_s)
    peak_m = _peak(course, first.onset_s, end.end_s, top, release)
    return RepCourse(
        start_s=first.onset_s,
        top_s=top_s,
        release_s=release_s,
        end_s=max(end.end_s, release_s),
        start_m=max(first.level_m, lowest_m),
        top_m=min(top.final_m, highest_m, peak_m),
        peak_m=peak_m,
        end_m=max(end.final_m, _seen(course, release_s, float(course.t_s[-1]))[0]),
        peak_velocity_m_s=_peak_velocity(course, *pull),
    )


def _without_return(
    course: Trajectory, first: Edges, top: Edges, last: Edges, out: list[Stroke]
) -> RepCourse:
    """The handle never came back: the hold lasts to the end of what was recorded."""
    stop = float(course.t_s[-1])
    top_s = min(top.end_s, stop)
    lowest_m, highest_m = _seen(course, first.onset_s, top_s)
    return RepCourse(
        start_s=first.onset_s,
        top_s=top_s,
        release_s=stop,
        end_s=stop,
        start_m=max(first.level_m, lowest_m),
        top_m=min(top.final_m, highest_m),
        peak_m=_peak(course, first.onset_s, stop, top, top),
        end_m=float(course.x_m[-1]),
        peak_velocity_m_s=_peak_velocity(course, out, [first, last]),
    )


def _seen(course: Trajectory, from_s: float, to_s: float) -> tuple[float, float]:
    """Least and greatest position in a stretch: a fitted level beyond them was never reached.

    Where samples are missing the handle may have gone farther unseen: by what it can cover in
    half of the gap.
    """
    i, j = np.searchsorted(course.raw_t_s, (from_s, to_s))
    i = min(int(i), course.raw_t_s.size - 1)
    x = course.raw_x_m[i : max(int(j), i + 1)]
    gap_s = float(np.diff(course.raw_t_s[max(i - 1, 0) : int(j) + 1]).max(initial=0.0))
    stretch = slice(*np.searchsorted(course.t_s, (from_s, to_s)))
    speed_m_s = float(np.abs(course.v_m_s[stretch]).max(initial=0.0))
    unseen_m = 0.5 * max(0.0, gap_s - UNNOTICED_GAP_S) * speed_m_s
    return float(x.min()) - unseen_m, float(x.max()) + unseen_m


def _peak(course: Trajectory, from_s: float, to_s: float, top: Edges, release: Edges) -> float:
    """Farthest position: of the fitted levels and the course averaged over a tremor's period.

    The average alone would cut a sharp turn; the levels alone may lie beyond what was reached,
    where the movement ended otherwise than its family does.
    """
    inside = (course.t_s >= from_s) & (course.t_s <= to_s)
    x = course.x_m[inside]
    averaged = np.convolve(x, _PEAK_MEAN, mode="valid") if x.size > PEAK_POINTS else x
    levels = max(float(averaged.max()), top.final_m, release.level_m)
    return min(levels, _seen(course, from_s, to_s)[1])


def _peak_velocity(course: Trajectory, out: list[Stroke], edges: list[Edges]) -> float:
    """The fastest of the strokes: from its fit where that is good, else from the course."""
    fitted = {id(piece): edge.fit for piece, edge in zip((out[0], out[-1]), edges, strict=True)}

    def fastest(piece: Stroke) -> float:
        fit = fitted.get(id(piece))
        if fit is not None and fit.rms_m < max(
            CLOSE_FIT * fit.amplitude_m, CLOSE_FIT_NOISES * course.noise_m
        ):
            return fit.peak_velocity_m_s
        return float(course.v_m_s[piece.first : piece.last + 1].max())

    return max(fastest(piece) for piece in out)
