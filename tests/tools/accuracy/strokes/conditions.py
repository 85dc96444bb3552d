"""The table of situations that sets of real strokes are pasted in."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from device.sensors.simulated.style import Span
from tests.tools.accuracy.strokes.cable import Stretch

Changes = Mapping[str, Any]

ORDINARY: Final = "real strokes"
SLOW: Final = "slow"
EXTREME: Final = "extreme"


@dataclass(frozen=True, slots=True)
class Manner:
    """How a set is done; what is a span is drawn from it.

    Attributes:
        reps: Repetitions, fewest and most.
        range_m: One value a set, ± 4 % a repetition.
        pull_s: One value a set, ± 8 % a repetition; likewise ``return_s``.
        hold_s: From the end of the pull's stroke to the begin of the return's.
        bottom_s: Standing between repetitions.
        walk_m: Walked out before the first repetition, and back after the last.
        ready_s: Standing ready before the first repetition.
        put_down: Whether the handle is put down and taken up again in the middle of the set.
        pause: Share of pulls with a pause on the way; likewise of returns.
        step_m: How far a step between two repetitions moves the start; some make one.
        home_m: Standard deviation of where a return ends.
        drift_m: How far the start drifts outwards with each repetition.
        sway_m: Standard deviation of the sway that is correlated over 0.1 s.
        slow_sway_m: Amplitude of the slow sway.
        bounce_m: Amplitude of a decaying bounce at each top.
        lands: Whether the stack touches down after each repetition.
        stretch: The cable as a spring: lowest and highest frequency.
        throws: Whether a stack flies on where the hand brakes harder than gravity.
    """

    reps: tuple[int, int] = (5, 9)
    range_m: Span = (0.3, 0.9)
    pull_s: Span = (0.4, 1.2)
    hold_s: Span = (0.0, 2.5)
    return_s: Span = (1.2, 2.6)
    bottom_s: Span = (0.3, 1.8)
    walk_m: Span = (0.0, 0.0)
    ready_s: Span = (0.5, 3.0)
    put_down: bool = False
    pause: float = 0.0
    step_m: Span = (0.0, 0.0)
    home_m: float = 0.004
    drift_m: float = 0.0
    sway_m: float = 0.0009
    slow_sway_m: float = 0.0006
    bounce_m: Span = (0.0, 0.0)
    lands: bool = False
    stretch: tuple[Stretch, Stretch] | None = None
    throws: bool = False


@dataclass(frozen=True, slots=True)
class Pasted:
    """A named situation: what differs in it from a plain set of real strokes.

    Attributes:
        name: How to ask for it.
        about: One line.
        group: The row of the table that it belongs to.
        changes: Fields of ``Manner`` that differ.
        encoder: Fields of ``Encoder`` that differ; likewise the load cell's.
    """

    name: str
    about: str
    group: str = ORDINARY
    changes: Changes = field(default_factory=dict)
    encoder: Changes = field(default_factory=dict)
    load_cell: Changes = field(default_factory=dict)

    @property
    def manner(self) -> Manner:
        """The manner of this situation."""
        return replace(Manner(), **self.changes)


_WALK: Final = {"walk_m": (0.15, 0.4)}
_BRISK: Final = {"pull_s": (0.4, 0.7), "range_m": (0.5, 0.9)}
_TABLE: Final = (
    Pasted("strokes", "Real strokes from a stand."),
    Pasted("strokes_walk", "Walks out first.", changes=_WALK),
    Pasted("strokes_put_down", "Puts the handle down.", changes={**_WALK, "put_down": True}),
    Pasted("strokes_pauses", "Pauses on the way.", changes={"pause": 0.4}),
    Pasted("strokes_steps", "Steps that move the start.", changes={"step_m": (0.02, 0.08)}),
    Pasted("strokes_drift", "A start that drifts.", changes={"drift_m": 0.016}),
    Pasted("strokes_bounce", "A bounce of up to 3 mm.", changes={"bounce_m": (0.001, 0.003)}),
    Pasted("strokes_landing", "The stack lands.", changes={**_WALK, "lands": True}),
    Pasted("strokes_sway", "A sway of 2 mm.", changes={"sway_m": 0.002}),
    Pasted("strokes_coarse", "400 counts per metre.", encoder={"counts_per_metre": 400.0}),
    Pasted("strokes_load_10", "Ten conversions per second.", load_cell={"rate_hz": 10.0}),
    Pasted("strokes_alone", "No load cell.", changes=_WALK, load_cell={"rate_hz": 0.0}),
    Pasted("strokes_slow", "Returns of 4 to 7 s.", SLOW, {"return_s": (4.0, 7.0)}),
    Pasted("strokes_slow_walk", "The same, walked out.", SLOW, {"return_s": (4.0, 7.0), **_WALK}),
    Pasted(
        "strokes_elastic",
        "A cable that gives: 4 to 7 Hz.",
        EXTREME,
        {"stretch": (Stretch(4.0, 0.1), Stretch(7.0, 0.2))},
    ),
    Pasted(
        "strokes_elastic_landing",
        "The same, with a stack that lands.",
        EXTREME,
        {"stretch": (Stretch(4.0, 0.1), Stretch(7.0, 0.2)), "lands": True, **_WALK},
    ),
    Pasted("strokes_thrown", "A stack that is thrown.", EXTREME, {"throws": True, **_BRISK}),
)

PASTED: Final[dict[str, Pasted]] = {one.name: one for one in _TABLE}
"""By name."""
