"""How a trainee moves: the knobs of a simulated set."""

from dataclasses import dataclass

Span = tuple[float, float]
"""From–to; a value is drawn evenly between."""


@dataclass(frozen=True, slots=True)
class Style:
    """What one set is drawn from. Shares are chances a repetition.

    Attributes:
        reps: Repetitions, fewest and most.
        range_m: Full range; one value a set, ± 3 % a repetition.
        pull_s: Duration of the concentric; one value a set, ± 6 % a repetition.
        hold_s: Time at the end position, drawn for each repetition.
        release_s: Duration of the eccentric; one value a set, ± 6 % a repetition.
        bottom_s: Rest between repetitions.
        lead_s: Stillness before anything happens.
        tail_s: Stillness at the end.
        profiles: Names of ``PROFILES`` that pulls and releases are drawn from.
        fatigue: Share of range and hold that is gone by the last repetition.
        partial: Share of repetitions that reach only 55–70 %.
        tremor_m: Amplitude of the hand's tremor while it holds.
        sway_m: Amplitude of the slow sway of the body, all the time.
        creep_m: How far the handle creeps back during a hold.
        overshoot_m: How far it goes beyond the end position before it settles there.
        return_error_m: Standard deviation of where a release ends, about where the pull began.
        pull_pause: Share of pulls that pause on the way.
        release_pause: Share of releases that pause on the way.
        pause_s: Length of such pauses.
        two_hump: Pull in two overlapping thrusts: the leg's, then the arm's.
        release_steps: Number of steps that a release is made in.
        rest_inside_s: A long rest in the middle of the set.
        start_step_m: A step to or fro in the middle of the set, which moves the start.
        walk_m: Distance walked out before the first repetition and back after the last.
        no_return: The last repetition never comes all the way back.
        drop: The handle is let go at the top of the last repetition.
        fidgets: Number of small movements of 3–7 cm.
        idle_s: Nothing, for so long, in the middle of the set.
        ready_s: How long it stands ready after a walk.
        put_downs: Times that the handle is put down in the middle of the set and taken up again.
        presses: Number of presses of 8 mm against the stack, which only stretch the cable.
        drift_m: How far each repetition ends from where it began, always the same way.
        slow_sway_m: Root mean square of the body's slow sway, all the time; likewise of its
            quicker unrest, ``quick_sway_m``.
        stand_m: Amplitude of a tone of sway while it stands between movements.
        stand_hz: Its frequency.
        shake_m: Amplitude of a shake of the held handle.
        shake_hz: Its frequency.
        bounce_m: Amplitude of the bounce on an elastic cable after each pull.
        bounce_hz: Its frequency.
        bounce_damping: Its share of critical damping.
        landing_m: Amplitude of the rebound when the stack lands after each repetition.
        thrown: The pull ends so hard that the stack flies on.
        felt: Whether the force takes part in sway and shakes, and the stack can fly.
    """

    reps: tuple[int, int] = (6, 10)
    range_m: Span = (0.45, 0.75)
    pull_s: Span = (0.5, 1.2)
    hold_s: Span = (0.5, 1.6)
    release_s: Span = (1.0, 2.5)
    bottom_s: Span = (0.3, 1.5)
    lead_s: Span = (1.5, 3.0)
    tail_s: Span = (1.5, 3.0)
    profiles: tuple[str, ...] = ("minimum_jerk", "early", "late", "sine", "trapezoid")
    fatigue: float = 0.0
    partial: float = 0.0
    tremor_m: Span = (0.0, 0.0003)
    sway_m: Span = (0.0001, 0.0004)
    creep_m: Span = (0.0, 0.0)
    overshoot_m: Span = (0.0, 0.0)
    return_error_m: float = 0.003
    pull_pause: float = 0.0
    release_pause: float = 0.0
    pause_s: Span = (0.2, 0.8)
    two_hump: bool = False
    release_steps: tuple[int, int] = (1, 1)
    rest_inside_s: float = 0.0
    start_step_m: Span = (0.0, 0.0)
    walk_m: Span = (0.0, 0.0)
    no_return: bool = False
    drop: bool = False
    fidgets: int = 0
    idle_s: float = 0.0
    ready_s: Span = (0.8, 2.0)
    put_downs: int = 0
    presses: int = 0
    drift_m: Span = (0.0, 0.0)
    slow_sway_m: Span = (0.0, 0.0)
    quick_sway_m: Span = (0.0, 0.0)
    stand_m: Span = (0.0, 0.0)
    stand_hz: Span = (0.3, 9.0)
    shake_m: Span = (0.0, 0.0)
    shake_hz: Span = (1.5, 9.0)
    bounce_m: Span = (0.0, 0.0)
    bounce_hz: Span = (4.0, 9.0)
    bounce_damping: Span = (0.05, 0.2)
    landing_m: Span = (0.0, 0.0)
    thrown: bool = False
    felt: bool = False
