"""How far one found repetition is from the true one."""

from dataclasses import dataclass
from typing import Final

from device.sensors.simulated.truth import TrueRep
from tests.tools.accuracy.found import FoundRep

FULL_HOLD_S: Final = 1.0
LINE_S: Final = 0.05
"""Holds nearer than this to the full second are left out of the verdict's figures."""

_CUE_LINE_S: Final = 0.1
"""The same for the cue, which cannot wait for the whole repetition."""

_RING_EXPECTED_S: Final = 0.3
"""A shorter hold may be over before any causal estimate can know of it."""

_SETTLE_S: Final = 3.0
"""Around the loss and return of a load cell either answer is right."""

Spans = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class RepError:
    """Found minus true; ``None`` where a quantity does not apply.

    Attributes:
        peak_velocity: As a share of the true one; likewise ``mean_force``.
        verdict_right: Whether the full second was judged rightly; ``None`` within 50 ms of it.
        delay_s: Announcement after the true end.
        topped_s: Announcement of the top after the true top; infinite where it never came.
        ring_late_s: Appearance of the hold ring after the true top; infinite where it never did.
        cue_right: Whether the cue for the full second was given rightly; ``None`` within 100 ms.
        ring_ahead_s: Most that a ring showed above the hold that was scored in the end.
        force_right: Where the load cell was good, whether a force was given; where it was lost
            all the time, whether none was.
    """

    condition: str
    seed: int
    number: int
    hold_s: float
    rom_m: float | None
    mean_velocity_m_s: float | None
    peak_velocity: float | None
    start_s: float
    top_s: float
    release_s: float
    end_s: float | None
    verdict_right: bool | None
    delay_s: float | None
    topped_s: float | None
    ring_late_s: float | None
    ring_ahead_s: float | None
    cue_right: bool | None
    mean_force: float | None
    force_right: bool | None


def rep_error(
    place: tuple[str, int, int],
    truth: TrueRep,
    rep: FoundRep,
    *,
    exact_range: bool,
    load_lost_s: Spans | None,
) -> RepError:
    """Compare one pair.

    Args:
        place: Condition, seed and number of the repetition.
        truth: What was made.
        rep: What was found.
        exact_range: False where the wheel hides the true distance.
        load_lost_s: Stretches without a load cell; ``None`` for a method that shows no ring and
            gives no force.
    """
    condition, seed, number = place
    off_line = abs(truth.hold_s - FULL_HOLD_S) > LINE_S
    held = rep.hold_s >= FULL_HOLD_S
    live = load_lost_s is not None
    force, right = _force(truth, rep, load_lost_s) if load_lost_s is not None else (None, None)
    return RepError(
        condition,
        seed,
        number,
        hold_s=rep.hold_s - truth.hold_s,
        rom_m=rep.rom_m - truth.rom_m if exact_range else None,
        mean_velocity_m_s=(
            rep.mean_velocity_m_s - truth.mean_velocity_m_s if exact_range else None
        ),
        peak_velocity=rep.peak_velocity_m_s / truth.peak_velocity_m_s - 1 if exact_range else None,
        start_s=rep.start_s - truth.start_s,
        top_s=rep.top_s - truth.top_s,
        release_s=rep.release_s - truth.release_s,
        end_s=rep.end_s - truth.end_s if truth.returned else None,
        verdict_right=held == (truth.hold_s >= FULL_HOLD_S) if off_line else None,
        delay_s=_delay(truth, rep),
        topped_s=_topped(truth, rep) if live else None,
        ring_late_s=_ring_late(truth, rep) if live else None,
        ring_ahead_s=_ring_ahead(rep) if live else None,
        cue_right=_cue_right(truth, rep) if live else None,
        mean_force=force,
        force_right=right,
    )


def _delay(truth: TrueRep, rep: FoundRep) -> float | None:
    if rep.detected_s is None or not truth.returned:
        return None
    return rep.detected_s - truth.end_s


def _topped(truth: TrueRep, rep: FoundRep) -> float:
    return float("inf") if rep.topped_s is None else rep.topped_s - truth.top_s


def _ring_late(truth: TrueRep, rep: FoundRep) -> float | None:
    if truth.hold_s < _RING_EXPECTED_S:
        return None
    shown = [ring.shown_s for ring in rep.rings if ring.until_s > truth.top_s]
    return max(shown[0] - truth.top_s, 0.0) if shown else float("inf")


def _ring_ahead(rep: FoundRep) -> float:
    return max((ring.most_s for ring in rep.rings), default=0.0) - rep.hold_s


def _cue_right(truth: TrueRep, rep: FoundRep) -> bool | None:
    if abs(truth.hold_s - FULL_HOLD_S) <= _CUE_LINE_S:
        return None
    return any(ring.reached for ring in rep.rings) == (truth.hold_s > FULL_HOLD_S)


def _force(truth: TrueRep, rep: FoundRep, load_lost_s: Spans) -> tuple[float | None, bool | None]:
    """Error of the mean force, and whether its presence is right; where that can be said."""
    for from_s, to_s in load_lost_s:
        known_lost_s = from_s + _SETTLE_S if from_s > 0.0 else 0.0
        if known_lost_s <= truth.start_s and truth.end_s <= to_s:
            return None, rep.mean_force_n is None
        if from_s < truth.end_s and truth.start_s < to_s + _SETTLE_S:
            return None, None
    if rep.mean_force_n is None:
        return None, False
    return rep.mean_force_n / truth.mean_force_n - 1.0, True
