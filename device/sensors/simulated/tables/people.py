"""Trainees who move as people do: each sways, walks out with the handle and stands ready.

What they do not mean, sway, shake and bounce, is seen by the encoder and felt by the load cell.
"""

from dataclasses import replace
from typing import Any, Final

from device.sensors.simulated.tables.situation import Condition

_ANYBODY: Final[dict[str, Any]] = {
    "felt": True,
    "sway_m": (0.0, 0.0),
    "slow_sway_m": (0.0003, 0.001),
    "quick_sway_m": (0.0001, 0.0004),
    "walk_m": (0.15, 0.40),
    "ready_s": (0.5, 3.0),
    "return_error_m": 0.005,
    "profiles": (
        "minimum_jerk", "early", "late", "sine", "trapezoid", "s_curve", "warped_early",
        "warped_late",
    ),
}  # fmt: skip
_SOFT: Final = {"slack_n_per_m": 300.0}
"""A cable that hangs slack, by its own weight and the strap's: standing is felt there too."""

_SLACK_M: Final = 0.05
"""How far the handle comes before it lifts the stack, where the trainee walks out with it."""


def with_style(condition: Condition, /, **style: Any) -> Condition:
    """The same situation with another style."""
    return replace(condition, style={**condition.style, **style})


def _person(name: str, about: str, /, **style: Any) -> Condition:
    return Condition(name, about, _ANYBODY | style, _SOFT | {"lift_off_m": _SLACK_M})


_THROWS: Final = Condition(
    "throws_stack",
    "Pulls so hard that the stack flies on.",
    _ANYBODY | {"thrown": True, "pull_s": (0.5, 0.75), "range_m": (0.45, 0.65)},
    _SOFT | {"lift_off_m": _SLACK_M, "ratio": 1.0},
)
NATURAL: Final = _person("natural", "Stands and holds as people do.")

_TABLE: Final = (
    NATURAL,
    _person(
        "sways",
        "Sways by up to 6 mm.",
        slow_sway_m=(0.001, 0.002),
        quick_sway_m=(0.0004, 0.001),
    ),
    _person("stands_ready", "Sways by 1 to 6 mm between the pulls.", stand_m=(0.001, 0.006)),
    _person("puts_down", "Puts the handle down twice, and takes it up again.", put_downs=2),
    _person("shakes", "Shakes each hold by up to 8 mm.", shake_m=(0.001, 0.008)),
    _person("bounces", "An elastic cable bounces after each pull.", bounce_m=(0.002, 0.016)),
    _person("lets_down_slowly", "Releases of 4 to 7 s.", release_s=(4.0, 7.0)),
    _person("drifts", "Each start is 1 to 2 cm from the one before.", drift_m=(0.01, 0.02)),
    _person("pauses", "Pauses on the way out.", pull_pause=0.5, pull_s=(0.8, 1.6)),
    _person("steps", "A step moves the start by 6 to 9 cm.", start_step_m=(0.06, 0.09)),
    _person("drives_knee", "Two thrusts per pull.", two_hump=True, pull_s=(0.8, 1.6)),
    _person("turns", "No hold at the top.", hold_s=(0.0, 0.0)),
    _person("sags", "Creeps back 1 to 2 cm in the hold.", creep_m=(0.01, 0.02)),
    _person("overreaches", "Goes 2 to 5 cm too far and settles.", overshoot_m=(0.02, 0.05)),
)
STANDING_BY: Final = Condition(
    "presses",
    "Presses now and then against a stack that does not move.",
    _ANYBODY | {"walk_m": (0.0, 0.0), "presses": 4, "bottom_s": (0.8, 2.0)},
    _SOFT | {"lift_off_m": 0.003},
)
_LANDS: Final = Condition(
    "lands_stack",
    "The stack lands after each repetition.",
    _ANYBODY | {"walk_m": (0.0, 0.0), "landing_m": (0.001, 0.004)},
    _SOFT | {"lift_off_m": 0.015},
)

PEOPLE_TABLE: Final = (
    *_TABLE,
    _LANDS,
    _THROWS,
    STANDING_BY,
    Condition("anybody", "Two to four of these at once.", _ANYBODY, mixes=_TABLE),
)
