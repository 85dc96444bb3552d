"""From an excursion to its phases, and from these to a scored repetition."""

from collections.abc import Container
from dataclasses import dataclass, fields, replace
from typing import Any

import numpy as np

from device.motion.arrays import Array
from device.reps.detection.excursion import Excursion
from device.reps.detection.sample_window import SampleWindow
from device.reps.exercises import ExerciseSpec
from device.reps.measuring.course import Course, make_course
from device.reps.measuring.measure import Load, Phases, find_phases
from device.reps.measuring.tuning import GAP_S, GRID_S
from device.reps.rep import Reason, Rep, RepFlag
from device.reps.scoring import kinetics, verdict
from device.reps.scoring.figures import Figures, figures_of, is_close
from device.reps.scoring.tuning import (
    GRAVITY_M_S2,
    LEAD_NS,
    LEAST_SAMPLES,
    PROPULSIVE_LEAST,
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
        until_ns: The last sample that was looked at.
    """

    excursion: Excursion
    course: Course
    phases: Phases
    origin_ns: int
    until_ns: int

    @property
    def rom_m(self) -> float:
        """Peak above the level stood at before the pull."""
        return self.phases.range_m

    @property
    def rests_m(self) -> float:
        """Where the handle rests after it; where it did before it, if it never came back."""
        phases = self.phases
        return (phases.standing if phases.arrival is None else phases.arrival).level_m

    @property
    def start_ns(self) -> int:
        """When the pull leaves the level stood at."""
        return self.origin_ns + round(self.phases.standing.start.t_s * 1e9)

    @property
    def end_ns(self) -> int:
        """When the handle is back; the last sample where it is not yet, or never."""
        arrival = self.phases.arrival
        return self.until_ns if arrival is None else self.origin_ns + round(arrival.end.t_s * 1e9)


def measure(
    trace: SampleWindow,
    excursion: Excursion,
    *,
    until_ns: int,
    last_end_ns: int | None,
    home_m: float | None,
    quantum_m: float,
    load_delay_s: float,
) -> Measured | None:
    """Find the phases of an excursion; ``None`` where its trace holds no pull.

    Args:
        trace: The recent past of the handle.
        excursion: What to measure.
        until_ns: The latest sample.
        last_end_ns: When the repetition before ended, which is no part of this one.
        home_m: Where the repetitions before began; ``None`` before the first.
        quantum_m: One encoder count.
        load_delay_s: How much earlier a conversion was valid than its reading.
    """
    origin_ns = excursion.base_ns
    from_ns = min(max(origin_ns - LEAD_NS, last_end_ns or 0), origin_ns)
    t, x = trace.positions(from_ns, until_ns, origin_ns)
    if t.size < LEAST_SAMPLES or t[-1] - t[0] < LEAST_SAMPLES * GRID_S:
        return None
    load_t, load_n = trace.conversions(from_ns, until_ns, origin_ns)
    course = make_course(t, x, quantum_m)
    phases = find_phases(
        course,
        (excursion.high_ns - origin_ns) * 1e-9,
        (excursion.low_ns - origin_ns) * 1e-9 if excursion.returned else None,
        home_m,
        Load(load_t - load_delay_s, load_n),
    )
    return None if phases is None else Measured(excursion, course, phases, origin_ns, until_ns)


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
        excursion.base_ns - 2 * LEAD_NS, measured.until_ns, measured.origin_ns
    )
    forces = kinetics.measure(
        load_t - load_delay_s,
        load_n,
        measured.course,
        phases.standing.start.t_s,
        phases.held.top.t_s,
    )
    flags += forces.flags + _position_flags(measured)
    return _rep(measured, forces, context, tuple(dict.fromkeys(flags)))


def without_return(rep: Rep) -> Rep:
    """What is known of a repetition whose return is not over: nothing that rests on its end."""
    reasons = tuple(reason for reason in rep.reasons if reason is not Reason.FAST_RELEASE)
    needed = (rep.hold_s, rep.rom_m, rep.concentric_s)
    return replace(
        rep,
        eccentric_s=None,
        eccentric_velocity_m_s=None,
        tempo=None,
        verdict=verdict.verdict_of(reasons, needed),
        reasons=reasons,
    )


def _stamps(measured: Measured) -> dict[str, Any]:
    phases = measured.phases
    start, top, release = (
        measured.origin_ns + round(crossing.t_s * 1e9)
        for crossing in (phases.standing.start, phases.held.top, phases.held.release)
    )
    return {
        "start_ns": start,
        "top_ns": top,
        "release_ns": release,
        "end_ns": max(measured.end_ns, release),
        "detected_ns": measured.until_ns,
    }


def _rep(
    measured: Measured,
    forces: kinetics.Kinetics,
    context: SetContext,
    flags: tuple[RepFlag, ...],
) -> Rep:
    stamps, figures = _stamps(measured), _figures(measured)
    rules, reference = context.rules, context.reference_rom_m
    rom_pct = None if not reference or figures.rom_m is None else 100.0 * figures.rom_m / reference
    needed = (figures.hold_s, figures.rom_m, figures.concentric_s)
    reasons = verdict.reasons_against(
        rules, figures.hold_s, rom_pct, figures.concentric_s, figures.eccentric_s
    )
    last_end_ns = stamps["start_ns"] if context.last_end_ns is None else context.last_end_ns
    known = _known(figures, Rep.__dataclass_fields__) | _known(forces, Rep.__dataclass_fields__)
    return Rep(
        **(stamps | known | {"flags": flags}),
        number=context.number,
        rom_pct=rom_pct,
        held=verdict.is_held(rules, figures.hold_s),
        mean_propulsive_velocity_m_s=_mean_propulsive_velocity(measured, figures),
        velocity_loss_pct=_loss_pct(figures.mean_velocity_m_s, context.fastest_m_s),
        tempo=_tempo(figures, (stamps["start_ns"] - last_end_ns) * 1e-9),
        verdict=verdict.verdict_of(reasons, needed),
        reasons=reasons,
        close=is_close(rules, figures, reference),
    )


def _figures(measured: Measured) -> Figures:
    until_s = (measured.until_ns - measured.origin_ns) * 1e-9
    return figures_of(measured.course, measured.phases, until_s=until_s)


def _known(record: Figures | kinetics.Kinetics, names: Container[str]) -> dict[str, Any]:
    """Those fields of a record that a repetition has too."""
    return {
        field.name: getattr(record, field.name) for field in fields(record) if field.name in names
    }


def _loss_pct(mean_m_s: float | None, fastest_m_s: float) -> float | None:
    if mean_m_s is None:
        return None
    fastest_m_s = max(fastest_m_s, mean_m_s)
    return 100.0 * (1.0 - mean_m_s / fastest_m_s) if fastest_m_s > 0.0 else 0.0


def _tempo(figures: Figures, bottom_s: float) -> str | None:
    pull_s, hold_s, back_s = figures.concentric_s, figures.hold_s, figures.eccentric_s
    if pull_s is None or hold_s is None or back_s is None:
        return None
    return verdict.tempo(back_s, bottom_s, pull_s, hold_s)


def _mean_propulsive_velocity(measured: Measured, figures: Figures) -> float | None:
    """Mean velocity until the handle is braked harder than gravity would.

    Source: Sánchez-Medina, Perez & González-Badillo, Int. J. Sports Med. 31 (2010) 123.
    """
    mean_m_s = figures.mean_velocity_m_s
    if mean_m_s is None or figures.peak_velocity_m_s is None:
        return None
    course, phases = measured.course, measured.phases
    start, top = phases.standing.start, phases.held.top
    inside = (course.t_s >= start.t_s) & (course.t_s <= top.t_s)
    velocity: Array = course.v_m_s[inside]
    if velocity.size < PROPULSIVE_LEAST:
        return mean_m_s
    braked = np.flatnonzero(np.gradient(velocity, GRID_S) < -GRAVITY_M_S2)
    if not braked.size or braked[0] < 2:
        return mean_m_s
    until_s = float(course.t_s[inside][braked[0]])
    way_m = float(np.interp(until_s, course.t_s, course.x_m)) - start.x_m
    return way_m / (until_s - start.t_s)


def _position_flags(measured: Measured) -> tuple[RepFlag, ...]:
    course, phases = measured.course, measured.phases
    flags: list[RepFlag] = []
    begin = course.index(phases.standing.start.t_s)
    end = course.index((measured.end_ns - measured.origin_ns) * 1e-9)
    ended_s = float(course.raw_t_s[-1])
    torn = (measured.until_ns - measured.origin_ns) * 1e-9 > ended_s + GAP_S
    if torn or not course.seen[begin : end + 1].all():
        flags.append(RepFlag.GAP)
    if phases.thrown:
        flags.append(RepFlag.STACK_THROWN)
    if phases.arrival is None:
        flags.append(RepFlag.NO_RETURN)
    return tuple(flags)
