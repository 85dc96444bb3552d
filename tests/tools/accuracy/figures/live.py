"""What somebody in front of the screen was told while it happened."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import numpy as np

from tests.tools.accuracy.run import Outcome

HELD_S: Final = 1.1
NOT_HELD_S: Final = 0.9
"""Between the two either answer of the cue is right."""

CENTILES: Final = (0.01, 0.05, 0.5, 0.95, 0.99)
_RING_SHOWN_S: Final = 0.3
"""A shorter hold is no matter for the ring."""


class Live(NamedTuple):
    """Over many recordings.

    Attributes:
        files: How many.
        held: Repetitions held for 1.1 s or longer; ``lost`` of them got no cue.
        first_held: Of these, the first of their sets; likewise ``first_lost``.
        short: Repetitions held for 0.9 s or less; ``false`` of them got a cue.
        stray_cues: Cues outside repetitions; likewise provisional tops.
        rings: What the ring came to, less the scored hold, at ``CENTILES``; in seconds.
        announced_s: Half of the repetitions are announced no later after their end; then 95 %.
    """

    files: int
    held: int
    lost: int
    first_held: int
    first_lost: int
    short: int
    false: int
    stray_cues: int
    stray_tops: int
    rings: tuple[float, ...]
    announced_s: tuple[float, ...]


def live(outcomes: Sequence[Outcome]) -> Live:
    """Add up."""
    cues = [cue for outcome in outcomes for cue in outcome.cues]
    held = [cue for cue in cues if cue.hold_s >= HELD_S]
    first = [cue for cue in held if cue.first]
    short = [cue for cue in cues if cue.hold_s <= NOT_HELD_S]
    errors = [error for outcome in outcomes for error in outcome.errors]
    rings = [
        e.ring_ahead_s
        for e in errors
        if e.ring_ahead_s is not None and e.true_hold_s >= _RING_SHOWN_S
    ]
    delays = [e.delay_s for e in errors if e.delay_s is not None]
    return Live(
        len(outcomes),
        len(held),
        sum(not cue.cued for cue in held),
        len(first),
        sum(not cue.cued for cue in first),
        len(short),
        sum(cue.cued for cue in short),
        sum(len(outcome.stray_cues_s) for outcome in outcomes),
        sum(len(outcome.stray_tops_s) for outcome in outcomes),
        _at(rings, CENTILES),
        _at(delays, (0.5, 0.95)),
    )


def _at(values: Sequence[float], shares: Sequence[float]) -> tuple[float, ...]:
    return tuple(float(v) for v in np.quantile(values, shares)) if values else ()
