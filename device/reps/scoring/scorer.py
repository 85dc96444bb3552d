"""From an excursion to its phases, and from these to a scored repetition."""

from dataclasses import dataclass, fields, replace
from typing import NamedTuple

import numpy as np

from device.reps.detection.excursion import Excursion
from device.reps.detection.sample_window import SampleWindow
from device.reps.exercises import ExerciseSpec
from device.reps.fitting.refine import RepCourse, refine
from device.reps.fitting.shapes import Array
from device.reps.fitting.trajectory import Trajectory, make_trajectory
from device.reps.fitting.tuning import GRID_S
from device.reps.rep import Rep, RepFlag
from device.reps.scoring import kinetics, verdict
from device.reps.scoring.tuning import (
    GAP_S,
    GRAVITY_M_S2,
    LEAD_NS,
    LEAST_SAMPLES,
    PROPULSIVE_LEAST,
    SLIP_LEAST_M,
    SLIP_MOST_SHARE,
    SLIP_SHARE,
)


@dataclass(frozen=True, slots=True)
class SetContext:
    """What the score of a repetition takes from the set it belongs to.

    Attributes:
        rules: The row of its exercise.
        number: The repetition's place in the set, from 1.
        fastest_m_s: Largest mean velocity of the set so far; 0 before the first.
        last_end_ns: When the repetition before ended; ``None`` before the first.
        reference_rom_m: The range to reach; ``None`` until it is known.
    """

    rules: ExerciseSpec
    number: int
    fastest_m_s: float
    last_end_ns: int | None
    reference_rom_m: float | None


@dataclass(frozen=True, slots=True)
class Measured:
    """An excursion's course and its phases, on a clock that begins at its start.

    Attributes:
        excursion: What was measured.
        course: Position and velocity.
        phases: When its phases began and ended.
        origin_ns: The zero of the clock.
    """

    excursion: Excursion
    course: Trajectory
    phases: RepCourse
    origin_ns: int

    @property
    def rom_m(self) -> float:
        """Peak above its own start."""
        return self.phases.peak_m - self.phases.start_m

    @property
    def start_ns(self) -> int:
        """When the pull begins."""
        return self.origin_ns + round(self.phases.start_s * 1e9)

    @property
    def end_ns(self) -> int:
        """When the return ends; after ``closed_ns`` where the handle is still arriving."""
        return self.origin_ns + round(self.phases.end_s * 1e9)


def measure(
    trace: SampleWindow, excursion: Excursion, last_end_ns: int | None, quantum_m: float
) -> Measured | None:
    """Find the phases of an excursion; ``None`` where its trace holds no pull.

    Args:
        trace: The recent past of the handle.
        excursion: What to measure.
        last_end_ns: When the repetition before ended, which is no part of this one.
        quantum_m: One encoder count.
    """
    origin_ns = excursion.start_ns
    from_ns = min(max(origin_ns - LEAD_NS, last_end_ns or 0), origin_ns)
    t, x = trace.positions(from_ns, excursion.closed_ns, origin_ns)
    if t.size < LEAST_SAMPLES or t[-1] - t[0] < LEAST_SAMPLES * GRID_S:
        return None
    course = make_trajectory(t, x, quantum_m)
    phases = refine(course, 0.0, (excursion.high_ns - origin_ns) * 1e-9)
    if phases is None:
        return None
    if last_end_ns is not None:
        # Where there is no rest between two repetitions, each fits the turn on its own, and the
        # fits may overlap by a few milliseconds; the one before has been announced already.
        earliest_s = (last_end_ns - origin_ns) * 1e-9
        phases = replace(phases, start_s=max(phases.start_s, earliest_s))
    if phases.top_s <= phases.start_s:
        return None
    return Measured(excursion, course, phases, origin_ns)


def score(
    measured: Measured,
    trace: SampleWindow,
    context: SetContext,
    load_delay_s: float,
    flags: tuple[RepFlag, ...] = (),
) -> Rep:
    """Turn a measured excursion into a repetition of its set.

    Args:
        measured: Its course and phases.
        trace: Where the load cell's conversions are.
        context: What the set says.
        load_delay_s: How much earlier a conversion was valid than its reading.
        flags: What is already known to be doubtful.
    """
    excursion, phases = measured.excursion, measured.phases
    load_t, load_n = trace.conversions(
        excursion.start_ns - 2 * LEAD_NS, excursion.closed_ns, measured.origin_ns
    )
    forces = kinetics.measure(
        load_t - load_delay_s, load_n, measured.course, phases.start_s, phases.top_s
    )
    flags += forces.flags + _position_flags(measured)
    return _rep(measured, forces, context, tuple(dict.fromkeys(flags)))


class _Times(NamedTuple):
    """Stamps of the phases, none of them after the announcement, and durations in seconds."""

    start_ns: int
    top_ns: int
    release_ns: int
    end_ns: int
    concentric_s: float
    hold_s: float
    eccentric_s: float


def _times(measured: Measured) -> _Times:
    phases, latest_ns = measured.phases, measured.excursion.closed_ns
    start, top, release, end = (
        min(measured.origin_ns + round(t_s * 1e9), latest_ns)
        for t_s in (phases.start_s, phases.top_s, phases.release_s, phases.end_s)
    )
    durations = ((top - start) * 1e-9, (release - top) * 1e-9, (end - release) * 1e-9)
    return _Times(start, top, release, end, *durations)


def _rep(
    measured: Measured,
    forces: kinetics.Kinetics,
    context: SetContext,
    flags: tuple[RepFlag, ...],
) -> Rep:
    phases, times = measured.phases, _times(measured)
    reference = context.reference_rom_m
    rom_pct = 100.0 * measured.rom_m / reference if reference else None
    mean_m_s = (phases.top_m - phases.start_m) / times.concentric_s
    fastest = max(context.fastest_m_s, mean_m_s)
    back_m = phases.top_m - phases.end_m
    last_end_ns = times.start_ns if context.last_end_ns is None else context.last_end_ns
    bottom_s = (times.start_ns - last_end_ns) * 1e-9
    release_s = None if RepFlag.NO_RETURN in flags else times.eccentric_s
    reasons = verdict.reasons_against(
        context.rules, times.hold_s, rom_pct, times.concentric_s, release_s
    )
    measured_forces = {
        field.name: getattr(forces, field.name) for field in fields(forces) if field.name != "flags"
    }
    return Rep(
        **times._asdict(),
        **measured_forces,
        number=context.number,
        detected_ns=measured.excursion.closed_ns,
        rom_m=measured.rom_m,
        rom_pct=rom_pct,
        held=verdict.is_held(context.rules, times.hold_s),
        mean_velocity_m_s=mean_m_s,
        mean_propulsive_velocity_m_s=_mean_propulsive_velocity(measured, mean_m_s),
        peak_velocity_m_s=phases.peak_velocity_m_s,
        eccentric_velocity_m_s=back_m / times.eccentric_s if times.eccentric_s else 0.0,
        velocity_loss_pct=100.0 * (1.0 - mean_m_s / fastest) if fastest > 0 else 0.0,
        tempo=verdict.tempo(times.eccentric_s, bottom_s, times.concentric_s, times.hold_s),
        verdict=verdict.verdict_of(reasons, (times.hold_s, measured.rom_m, times.concentric_s)),
        reasons=reasons,
        flags=flags,
    )


def _mean_propulsive_velocity(measured: Measured, mean_m_s: float) -> float:
    """Mean velocity until the handle is braked harder than gravity would.

    Source: Sánchez-Medina, Perez & González-Badillo, Int. J. Sports Med. 31 (2010) 123.
    """
    course, phases = measured.course, measured.phases
    inside = (course.t_s >= phases.start_s) & (course.t_s <= phases.top_s)
    velocity: Array = course.v_m_s[inside]
    if velocity.size < PROPULSIVE_LEAST:
        return mean_m_s
    braked = np.flatnonzero(np.gradient(velocity, GRID_S) < -GRAVITY_M_S2)
    if not braked.size or braked[0] < 2:
        return mean_m_s
    until_s = float(course.t_s[inside][braked[0]])
    way_m = float(np.interp(until_s, course.t_s, course.x_m)) - phases.start_m
    return way_m / (until_s - phases.start_s)


def _position_flags(measured: Measured) -> tuple[RepFlag, ...]:
    course, phases = measured.course, measured.phases
    flags: list[RepFlag] = []
    inside = (course.raw_t_s >= phases.start_s) & (course.raw_t_s <= phases.end_s)
    times = course.raw_t_s[inside]
    if times.size > 1 and float(np.diff(times).max()) > GAP_S:
        flags.append(RepFlag.GAP)
    if not measured.excursion.returned:
        flags.append(RepFlag.NO_RETURN)
        return tuple(flags)
    rom_m = measured.rom_m
    open_m = abs(phases.end_m - phases.start_m)
    if max(SLIP_LEAST_M, SLIP_SHARE * rom_m) < open_m < SLIP_MOST_SHARE * rom_m:
        flags.append(RepFlag.SLIP)
    return tuple(flags)
