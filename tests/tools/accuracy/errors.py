"""How far one found repetition is from the true one."""

from dataclasses import dataclass
from typing import Final

from device.sensors.simulated.truth import TrueRep
from tests.tools.accuracy.methods.found import FoundRep

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
    """Found minus true; ``None`` where a quantity does not apply, or was not given.

    Attributes:
        first: Whether it is the first of its set.
        peak_velocity: As a share of the true one; likewise ``mean_force``.
        verdict_right: Whether the full second was judged rightly; ``None`` within 50 ms of it.
        unsaid: Whether hold or range were not given at all, or given with a flag that puts them in
            doubt.
        delay_s: Announcement after the true end.
        topped_s: Announcement of the top after the true top; infinite where it never came.
        ring_late_s: Appearance of the hold ring after the true top; infinite where it never did.
        cue_right: Whether the cue for the full second was given rightly; ``None`` within 100 ms.
        ring_ahead_s: What a ring showed at most, above the hold that was scored in the end.
        start_within: Whether the true start lies in the interval that was given about the found
            one; likewise the others.
        force_right: Where the load cell was good, whether a force was given; where it was lost
            all the time, whether none was.
    """

    condition: str
    seed: int
    number: int
    first: bool
    true_hold_s: float
    hold_s: float | None
    rom_m: float | None
    mean_velocity_m_s: float | None
    peak_velocity: float | None
    start_s: float
    top_s: float
    release_s: float
    end_s: float | None
    verdict_right: bool | None
    unsaid: bool
    delay_s: float | None
    topped_s: float | None
    ring_late_s: float | None
    ring_ahead_s: float | None
    cue_right: bool | None
    start_pm_s: float | None
    hold_pm_s: float | None
    rom_pm_m: float | None
    mean_velocity_pm_m_s: float | None
    mean_force: float | None
    force_right: bool | None

    @property
    def start_within(self) -> bool | None:
        """Whether the interval about the start holds the truth."""
        return _within(self.start_s, self.start_pm_s)

    @property
    def hold_within(self) -> bool | None:
        """Whether the interval about the hold holds the truth."""
        return _within(self.hold_s, self.hold_pm_s)

    @property
    def rom_within(self) -> bool | None:
        """Whether the interval about the range holds the truth."""
        return _within(self.rom_m, self.rom_pm_m)

    @property
    def mean_velocity_within(self) -> bool | None:
        """Whether the interval about the mean velocity holds the truth."""
        return _within(self.mean_velocity_m_s, self.mean_velocity_pm_m_s)


def _within(error: float | None, half_width: float | None) -> bool | None:
    return None if error is None or half_width is None else abs(error) <= half_width


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
    live = load_lost_s is not None
    force, right = _force(truth, rep, load_lost_s) if load_lost_s is not None else (None, None)
    peak = _minus(rep.peak_velocity_m_s, truth.peak_velocity_m_s, exact_range)
    return RepError(
        condition,
        seed,
        number,
        first=number == 1,
        true_hold_s=truth.hold_s,
        hold_s=_minus(rep.hold_s, truth.hold_s),
        rom_m=_minus(rep.rom_m, truth.rom_m, exact_range),
        mean_velocity_m_s=_minus(rep.mean_velocity_m_s, truth.mean_velocity_m_s, exact_range),
        peak_velocity=None if peak is None else peak / truth.peak_velocity_m_s,
        start_s=rep.start_s - truth.start_s,
        top_s=rep.top_s - truth.top_s,
        release_s=rep.release_s - truth.release_s,
        end_s=rep.end_s - truth.end_s if truth.returned else None,
        verdict_right=_verdict_right(truth, rep),
        unsaid=rep.flagged or rep.hold_s is None or rep.rom_m is None,
        delay_s=_delay(truth, rep),
        topped_s=_topped(truth, rep) if live else None,
        ring_late_s=_ring_late(truth, rep) if live else None,
        ring_ahead_s=_ring_ahead(rep) if live else None,
        cue_right=_cue_right(truth, rep) if live else None,
        start_pm_s=rep.start_pm_s,
        hold_pm_s=rep.hold_pm_s,
        rom_pm_m=rep.rom_pm_m,
        mean_velocity_pm_m_s=rep.mean_velocity_pm_m_s,
        mean_force=force,
        force_right=right,
    )


def _minus(found: float | None, true: float, applies: bool = True) -> float | None:
    return found - true if found is not None and applies else None


def _verdict_right(truth: TrueRep, rep: FoundRep) -> bool | None:
    if rep.hold_s is None or abs(truth.hold_s - FULL_HOLD_S) <= LINE_S:
        return None
    return (rep.hold_s >= FULL_HOLD_S) == (truth.hold_s >= FULL_HOLD_S)


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


def _ring_ahead(rep: FoundRep) -> float | None:
    if rep.hold_s is None:
        return None
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
