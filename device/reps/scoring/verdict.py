"""What a coach would say of a repetition."""

from collections.abc import Iterable, Sequence
from statistics import median

from device.reps.exercises import ExerciseSpec
from device.reps.rep import Reason

GOOD = "good"
UNKNOWN = "unknown"

_REFERENCE_REPS = 3


def is_held(rules: ExerciseSpec, hold_s: float | None) -> bool | None:
    """Whether the end position was held as long as the exercise asks; ``None`` if it does not, or
    where the hold is unknown.
    """
    if rules.hold_target_s is None or hold_s is None:
        return None
    return hold_s >= rules.hold_target_s


def least_release_s(rules: ExerciseSpec, pull_s: float) -> float:
    """Seconds that the release of a pull of ``pull_s`` seconds has to last."""
    return max(pull_s, rules.release_least_s)


def reasons_against(
    rules: ExerciseSpec,
    hold_s: float | None,
    rom_pct: float | None,
    concentric_s: float | None,
    eccentric_s: float | None,
) -> tuple[Reason, ...]:
    """Why a repetition is not good, most important first, as far as its figures are known.

    Args:
        rules: The row of its exercise.
        hold_s: Time held at the end position; ``None`` where it was not measured.
        rom_pct: Range against the athlete's reference, in percent; ``None`` while unknown.
        concentric_s: Duration of the pull; ``None`` where it was not measured.
        eccentric_s: Duration of the release; ``None`` where the handle did not come back, so that
            nobody can know.
    """
    least_s = least_release_s(rules, concentric_s or 0.0)
    tests = (
        (Reason.SHORT_HOLD, is_held(rules, hold_s) is False),
        (Reason.SHORT_RANGE, rom_pct is not None and rom_pct < 100.0 * rules.range_share),
        (Reason.FAST_RELEASE, eccentric_s is not None and eccentric_s < least_s),
        (Reason.SLOW_PULL, concentric_s is not None and concentric_s > rules.pull_most_s),
    )
    return tuple(reason for reason, holds in tests if holds)


def verdict_of(reasons: Sequence[Reason], needed: Iterable[float | None]) -> str:
    """The verdict in a word.

    Args:
        reasons: What is known to speak against the repetition.
        needed: The figures without which nobody can call it good.

    Returns:
        The first reason; else ``unknown`` where a figure is, and ``good`` where none is.
    """
    if reasons:
        return str(reasons[0])
    return UNKNOWN if None in needed else GOOD


def reference_rom_m(roms_m: Sequence[float]) -> float | None:
    """The range an athlete can reach: the median of their three best; ``None`` before the third.

    A median of the best is neither moved by one rep with an overshoot nor worn down by fatigue.
    """
    if len(roms_m) < _REFERENCE_REPS:
        return None
    return median(sorted(roms_m)[-_REFERENCE_REPS:])


def tempo(eccentric_s: float, bottom_s: float, concentric_s: float, top_s: float) -> str:
    """Eccentric–bottom–concentric–top in whole seconds; ``X`` for under a second concentric."""
    pull = "X" if concentric_s < 1.0 else f"{concentric_s:.0f}"
    # A negative zero would be written with its sign.
    bottom_s = max(0.0, bottom_s)
    return f"{eccentric_s:.0f}-{bottom_s:.0f}-{pull}-{top_s:.0f}"
