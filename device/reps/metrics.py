"""The metrics of a repetition: one row each, and no other list of them.

Rounding in the rep document, the set log's columns, the sentences of the OpenAPI document and
``docs/columns.md`` come from here. A further metric is computed, a field of ``Rep``, one row here
and a column of the store (a migration); ``make contract`` then writes the rest.

A row's place is its place in the set log, whose order is a contract: new rows go to the end of
``LATER``. What the boundaries of a repetition are is said in ``docs/design.md``.
"""

from dataclasses import dataclass
from typing import Final, cast

from device.objects.metrics import RepMetrics
from device.reps.exercises import SHAKY_MM
from device.reps.rep import Rep


@dataclass(frozen=True, slots=True)
class Metric:
    """One quantity of a repetition.

    Attributes:
        name: The field of ``Rep``, of the JSON object and of the set log, with its unit.
        unit: As it is written; empty where there is none.
        digits: Decimals that are kept in JSON and CSV, at what the sensors can tell: a tenth of a
            millimetre or millisecond, a hundredth of a newton. ``None`` for what is no number.
        title: For headings.
        meaning: One sentence: what it is, with formula or source.
        empty: When it is unknown (``null``, an empty cell); ``None`` where it always is known.
        since: The version of the product that had it first.
    """

    name: str
    unit: str
    digits: int | None
    title: str
    meaning: str
    empty: str | None = None
    since: str = "0.1.0"


_NO_FORCE: Final = "the load cell was silent, frozen or saturated during the pull"
_NO_PEAK: Final = f"{_NO_FORCE}, or too slow to see a peak"
_NO_POSITION: Final = "no position was measured in a part of the repetition that it rests on"
_NO_INTERVAL: Final = "the figure is unknown, or was measured by definition 1"

FIRST: Final = (
    Metric(
        "rom_m",
        "m",
        4,
        "Range of motion",
        "Peak of the position (mean of three samples) minus the level stood at before the pull.",
        _NO_POSITION,
    ),
    Metric(
        "rom_pct",
        "%",
        1,
        "Range against the reference",
        "100 × `rom_m` / the reference range of the athlete for this exercise and side.",
        "there is no reference yet (a guest, or fewer than three repetitions), or no range",
    ),
    Metric(
        "concentric_s",
        "s",
        4,
        "Pull",
        "From the start to the top: `top_s` − `start_s`.",
        _NO_POSITION,
    ),
    Metric(
        "hold_s",
        "s",
        4,
        "Hold",
        "Time at the top without that of a plain turn: max(0, `release_s` − `top_s` − 0.15 s).",
        _NO_POSITION,
    ),
    Metric(
        "held",
        "",
        None,
        "Held",
        "Whether `hold_s` reached what the exercise asks for, such as a full second.",
        "the exercise asks for no hold, or the hold is unknown",
    ),
    Metric(
        "eccentric_s", "s", 4, "Release", "From the top back: `end_s` − `release_s`.", _NO_POSITION
    ),
    Metric(
        "tempo",
        "",
        None,
        "Tempo",
        "Eccentric–bottom–concentric–top in whole seconds, between the crossings; `X` for a "
        "pull of under a second.",
        _NO_POSITION,
    ),
    Metric(
        "mean_velocity_m_s",
        "m/s",
        4,
        "Mean velocity",
        "Way from the start to the top / `concentric_s`.",
        _NO_POSITION,
    ),
    Metric(
        "mean_propulsive_velocity_m_s",
        "m/s",
        4,
        "Mean propulsive velocity",
        "Mean velocity until the handle is braked harder than gravity would, −9.81 m/s² "
        "(Sánchez-Medina et al. 2010); by position, with or without a load cell.",
        _NO_POSITION,
    ),
    Metric(
        "peak_velocity_m_s",
        "m/s",
        4,
        "Peak velocity",
        "Highest slope of a cubic fitted to the pull's positions over 70 ms, or over 18 % of a "
        "pull that lasts longer.",
        _NO_POSITION,
    ),
    Metric(
        "eccentric_velocity_m_s",
        "m/s",
        4,
        "Release velocity",
        "Way from the top to the end / `eccentric_s`.",
        _NO_POSITION,
    ),
    Metric("mean_force_n", "N", 2, "Mean force", "Mean force over the pull's time.", _NO_FORCE),
    Metric("peak_force_n", "N", 2, "Peak force", "Highest force of the pull.", _NO_PEAK),
    Metric("mean_power_w", "W", 2, "Mean power", "`work_j` / `concentric_s`.", _NO_FORCE),
    Metric("peak_power_w", "W", 2, "Peak power", "Highest force × velocity of the pull.", _NO_PEAK),
    Metric(
        "work_j",
        "J",
        2,
        "Work",
        "Integral of the force over the position from start to top.",
        _NO_FORCE,
    ),
    Metric(
        "rfd_n_s",
        "N/s",
        1,
        "Rate of force development",
        "Slope of the force from 20 to 80 % of its rise to the peak (Maffiuletti et al. 2016).",
        f"{_NO_PEAK}, or the force did not rise",
    ),
    Metric(
        "velocity_loss_pct",
        "%",
        1,
        "Velocity loss",
        "100 × (1 − `mean_velocity_m_s` / that of the fastest repetition of the set so far).",
        _NO_POSITION,
    ),
)
"""What the set log has had from the first, between a repetition's number and its verdict."""

LATER: Final = (
    Metric(
        "start_pm_s",
        "s",
        4,
        "± of the start",
        "Half width of the interval that holds the true `start_s` in 90 of 100 repetitions.",
        _NO_INTERVAL,
    ),
    Metric("hold_pm_s", "s", 4, "± of the hold", "The same for `hold_s`.", _NO_INTERVAL),
    Metric("rom_pm_m", "m", 4, "± of the range", "The same for `rom_m`.", _NO_INTERVAL),
    Metric(
        "mean_velocity_pm_m_s",
        "m/s",
        4,
        "± of the mean velocity",
        "The same for `mean_velocity_m_s`.",
        _NO_INTERVAL,
    ),
    Metric(
        "steadiness_mm",
        "mm",
        2,
        "Steadiness of the hold",
        "Root mean square of the position about the level held and its creep; shaky from "
        f"{SHAKY_MM} mm.",
        "nothing was held, or it was measured by definition 1",
    ),
    Metric(
        "close",
        "",
        None,
        "Close call",
        "Whether the interval of a figure spans the limit that the verdict goes by.",
        _NO_INTERVAL,
    ),
)
"""What came later, after all columns that there were before."""

METRICS: Final = (*FIRST, *LATER)


def metrics_document(rep: Rep) -> RepMetrics:
    """The metrics of ``rep``, rounded to their digits."""
    return cast(RepMetrics, {row.name: _rounded(row, getattr(rep, row.name)) for row in METRICS})


def _rounded(row: Metric, value: object) -> object:
    return round(value, row.digits) if isinstance(value, float) else value
