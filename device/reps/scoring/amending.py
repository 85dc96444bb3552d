"""What becomes of a repetition whose sensors are found to have been wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final

from device.reps.doubts import Figure
from device.reps.rep import Rep, RepFlag
from device.reps.scoring.verdict import UNKNOWN

_FIELDS: Final[Mapping[Figure, tuple[str, ...]]] = {
    Figure.RANGE: ("rom_m", "rom_pct", "rom_pm_m"),
    Figure.HOLD: ("hold_s", "held", "hold_pm_s", "steadiness_mm"),
    Figure.VELOCITY: (
        "concentric_s",
        "eccentric_s",
        "mean_velocity_m_s",
        "mean_propulsive_velocity_m_s",
        "peak_velocity_m_s",
        "eccentric_velocity_m_s",
        "velocity_loss_pct",
        "mean_velocity_pm_m_s",
        "tempo",
        "start_pm_s",
        "mean_force_n",
        "mean_power_w",
        "peak_power_w",
        "work_j",
        "rfd_n_s",
    ),
    Figure.FORCE: (
        "mean_force_n",
        "peak_force_n",
        "mean_power_w",
        "peak_power_w",
        "work_j",
        "rfd_n_s",
    ),
}
"""Power, work and the mean force rest on when the pull was, too; its highest force does not."""
NONE: Final = Figure(0)
MOTION: Final = Figure.RANGE | Figure.HOLD | Figure.VELOCITY


def flagged(rep: Rep, flags: Iterable[RepFlag], without: Figure = NONE) -> Rep:
    """The repetition with these flags besides, and without these figures.

    A figure that is known to be wrong is unknown; without range, hold or velocity nobody can give
    a verdict.
    """
    changes: dict[str, Any] = {
        name: None for figure, names in _FIELDS.items() if figure & without for name in names
    }
    if without & MOTION:
        changes |= {"verdict": UNKNOWN, "reasons": (), "close": None}
    together = {*rep.flags, *flags}
    ordered = tuple(flag for flag in RepFlag if flag in together)
    return replace(rep, flags=ordered if together != set(rep.flags) else rep.flags, **changes)
