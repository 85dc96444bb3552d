"""What a coach would say of a repetition, of a set, and of the next weight."""

from collections.abc import Sequence
from statistics import median
from typing import Literal

from device.reps.detection.phases import HOLD_TARGET_S
from device.reps.rep import Reason

GOOD = "good"
RANGE_SHARE = 0.9
RELEASE_LEAST_S = 1.0
PULL_MOST_S = 1.5

_DOSE_MOST = 10
_DOSE_LEAST = 6
_REFERENCE_REPS = 3


def reasons_against(
    hold_s: float, rom_pct: float | None, concentric_s: float, eccentric_s: float | None
) -> tuple[Reason, ...]:
    """Why a repetition is not good, most important first; empty where it is.

    Args:
        hold_s: Time held still at the end position.
        rom_pct: Range against the athlete's reference, in percent; ``None`` while unknown.
        concentric_s: Duration of the pull.
        eccentric_s: Duration of the release; ``None`` where the handle did not come back, so that
            nobody can know.
    """
    fast = eccentric_s is not None and eccentric_s < max(concentric_s, RELEASE_LEAST_S)
    tests = (
        (Reason.SHORT_HOLD, hold_s < HOLD_TARGET_S),
        (Reason.SHORT_RANGE, rom_pct is not None and rom_pct < 100.0 * RANGE_SHARE),
        (Reason.FAST_RELEASE, fast),
        (Reason.SLOW_PULL, concentric_s > PULL_MOST_S),
    )
    return tuple(reason for reason, holds in tests if holds)


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


def next_weight_step(verdicts: Sequence[str]) -> Literal[-1, 0, 1]:
    """Double progression: +1 when all of ten were good, -1 under six good, else 0 (same weight).

    Source: the product's dose of six to ten; the rule is the "2-for-2" family of progressions
    (Baechle & Earle, *Essentials of Strength Training and Conditioning*).
    """
    good = sum(verdict == GOOD for verdict in verdicts)
    if good >= _DOSE_MOST and good == len(verdicts):
        return 1
    return -1 if good < _DOSE_LEAST else 0
