"""The figures of a repetition that its position tells, each unknown where it was not seen."""

from dataclasses import dataclass
from math import hypot

import numpy as np

from device.reps.exercises import ExerciseSpec
from device.reps.measuring import doubt
from device.reps.measuring.course import Course
from device.reps.measuring.crossings import Crossing
from device.reps.measuring.measure import Phases
from device.reps.measuring.tuning import (
    BRIDGED_S,
    GAP_S,
    HELD_GAP_S,
    HIDDEN_M,
    HOLD_SCALE,
    NEAR_PEAK_SHARE,
)
from device.reps.scoring import verdict
from device.units import M_PER_MM


@dataclass(frozen=True, slots=True)
class Figures:
    """Durations, way and velocities; ``None`` where samples are missing at what bounds them.

    A gap hides what happens in it. So a boundary in a gap is no boundary, a hold beside one may
    have been longer, and a range with one near its peak may have been larger.
    """

    concentric_s: float | None
    hold_s: float | None
    eccentric_s: float | None
    rom_m: float | None
    mean_velocity_m_s: float | None
    peak_velocity_m_s: float | None
    eccentric_velocity_m_s: float | None
    start_pm_s: float | None
    hold_pm_s: float | None
    rom_pm_m: float | None
    mean_velocity_pm_m_s: float | None
    steadiness_mm: float | None
    eccentric_pm_s: float | None


def figures_of(course: Course, phases: Phases, *, until_s: float) -> Figures:
    """What is known of a measured repetition.

    Args:
        course: Its course.
        phases: Its phases.
        until_s: Until when it was waited for: where samples ended before, a hold may have gone on.
    """
    start, top = phases.standing.start, phases.held.top
    pulled = start.seen and top.seen
    ended_s = float(course.raw_t_s[-1])
    torn = phases.held.release.t_s > ended_s - GAP_S and until_s > ended_s + BRIDGED_S
    held = not phases.held.cut and not torn
    turned = not _unseen_near_peak(course, phases)
    back = _release(phases) if phases.held.release.seen else None
    return Figures(
        concentric_s=top.t_s - start.t_s if pulled else None,
        hold_s=phases.hold_s if held else None,
        eccentric_s=back[0] if back else None,
        rom_m=phases.range_m if turned else None,
        mean_velocity_m_s=phases.mean_velocity_m_s if pulled else None,
        peak_velocity_m_s=phases.peak_velocity_m_s if _seen(course, start, top) else None,
        eccentric_velocity_m_s=back[1] if back else None,
        start_pm_s=doubt.start_pm_s(phases) if start.seen else None,
        hold_pm_s=doubt.hold_pm_s(phases) if held else None,
        rom_pm_m=doubt.range_pm_m(phases, course.quantum_m) if turned else None,
        mean_velocity_pm_m_s=doubt.mean_velocity_pm_m_s(phases) if pulled else None,
        steadiness_mm=_steadiness_mm(phases) if held else None,
        eccentric_pm_s=_release_pm_s(phases) if back else None,
    )


def is_close(rules: ExerciseSpec, figures: Figures, reference_rom_m: float | None) -> bool:
    """Whether the interval of a figure spans the limit that the verdict goes by."""
    least_m = None if reference_rom_m is None else rules.range_share * reference_rom_m
    least_s = verdict.least_release_s(rules, figures.concentric_s or 0.0)
    limits = (
        (figures.hold_s, figures.hold_pm_s, rules.hold_target_s),
        (figures.rom_m, figures.rom_pm_m, least_m),
        (figures.eccentric_s, figures.eccentric_pm_s, least_s),
        (figures.concentric_s, figures.start_pm_s, rules.pull_most_s),
    )
    return any(
        abs(value - limit) < doubt_of_it
        for value, doubt_of_it, limit in limits
        if value is not None and doubt_of_it is not None and limit is not None
    )


def _seen(course: Course, start: Crossing, top: Crossing) -> bool:
    return bool(course.seen[course.index(start.t_s) : course.index(top.t_s) + 1].all())


def _unseen_near_peak(course: Course, phases: Phases) -> bool:
    """Whether the handle may have gone farther out than was seen, in a gap in the samples.

    A short gap beside a handle that moves by millimetres hides nothing; a long one may.
    """
    begin = course.index(phases.standing.start.t_s)
    stretch = slice(begin, course.index(phases.held.release.t_s) + 2)
    far = course.x_m[stretch] > phases.peak_m - NEAR_PEAK_SHARE * phases.range_m
    dark = far & ~course.seen[stretch]
    apart_s, speed_m_s = course.apart_s[stretch][dark], np.abs(course.v_m_s[stretch][dark])
    hides = (apart_s > HELD_GAP_S) | (0.5 * apart_s * speed_m_s > HIDDEN_M)
    return bool(hides.any())


def _release(phases: Phases) -> tuple[float, float] | None:
    """Duration and mean velocity of the way back; ``None`` where it never ended."""
    if phases.arrival is None or not phases.arrival.end.seen:
        return None
    release, end = phases.held.release, phases.arrival.end
    seconds = end.t_s - release.t_s
    return (seconds, (release.x_m - end.x_m) / seconds) if seconds > 0.0 else None


def _release_pm_s(phases: Phases) -> float | None:
    if phases.arrival is None:
        return None
    release = doubt.crossing_sd_s(phases.held.spread_m, phases.held.release)
    end = doubt.crossing_sd_s(phases.arrival.spread_m, phases.arrival.end)
    return HOLD_SCALE * hypot(release, end)


def _steadiness_mm(phases: Phases) -> float | None:
    """How far the handle strayed while it was held; a plain turn has no steadiness."""
    return phases.held.steadiness_m / M_PER_MM if phases.hold_s > 0.0 else None
