"""The metrics of a repetition: one row each, and no other list of them.

Rounding in the rep document, the set log's columns, the sentences of the OpenAPI document and
``docs/columns.md`` come from here. A further metric is computed, a field of ``Rep``, one row here
and a column of the store (a migration); ``make contract`` then writes the rest.

A row's place is its place in the set log, whose order is a contract: new rows go to the end.
"""

from dataclasses import dataclass
from typing import Final, cast

from device.objects.metrics import RepMetrics
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

METRICS: Final = (
    Metric(
        "rom_m", "m", 4, "Range of motion", "Peak of the position minus the repetition's own start."
    ),
    Metric(
        "rom_pct",
        "%",
        1,
        "Range against the reference",
        "100 × `rom_m` / the reference range of the athlete for this exercise and side.",
        "there is no reference yet: a guest, or fewer than three repetitions",
    ),
    Metric("concentric_s", "s", 4, "Pull", "From the start to the top: `top_s` − `start_s`."),
    Metric("hold_s", "s", 4, "Hold", "Time at the top: `release_s` − `top_s`."),
    Metric(
        "held",
        "",
        None,
        "Held",
        "Whether `hold_s` reached what the exercise asks for, such as a full second.",
        "the exercise asks for no hold",
    ),
    Metric("eccentric_s", "s", 4, "Release", "From the top back: `end_s` − `release_s`."),
    Metric(
        "tempo",
        "",
        None,
        "Tempo",
        "Eccentric–bottom–concentric–top in whole seconds; `X` for a pull of under a second.",
    ),
    Metric(
        "mean_velocity_m_s",
        "m/s",
        4,
        "Mean velocity",
        "Way from the start to the top / `concentric_s`.",
    ),
    Metric(
        "mean_propulsive_velocity_m_s",
        "m/s",
        4,
        "Mean propulsive velocity",
        "Mean velocity until the handle is braked harder than gravity would, −9.81 m/s² "
        "(Sánchez-Medina et al. 2010).",
    ),
    Metric(
        "peak_velocity_m_s",
        "m/s",
        4,
        "Peak velocity",
        "Highest velocity of the pull, from the curve fitted to the position.",
    ),
    Metric(
        "eccentric_velocity_m_s",
        "m/s",
        4,
        "Release velocity",
        "Way from the top to the end / `eccentric_s`.",
    ),
    Metric("mean_force_n", "N", 2, "Mean force", "Mean force over the pull's time.", _NO_FORCE),
    Metric("peak_force_n", "N", 2, "Peak force", "Highest force of the pull.", _NO_FORCE),
    Metric(
        "mean_power_w", "W", 2, "Mean power", "Mean of force × velocity over the pull.", _NO_FORCE
    ),
    Metric(
        "peak_power_w", "W", 2, "Peak power", "Highest force × velocity of the pull.", _NO_FORCE
    ),
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
        f"{_NO_FORCE}, or the force did not rise",
    ),
    Metric(
        "velocity_loss_pct",
        "%",
        1,
        "Velocity loss",
        "100 × (1 − `mean_velocity_m_s` / that of the fastest repetition of the set so far).",
    ),
)


def metrics_document(rep: Rep) -> RepMetrics:
    """The metrics of ``rep``, rounded to their digits."""
    return cast(RepMetrics, {row.name: _rounded(row, getattr(rep, row.name)) for row in METRICS})


def _rounded(row: Metric, value: object) -> object:
    return round(value, row.digits) if isinstance(value, float) else value
