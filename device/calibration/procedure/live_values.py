"""What the sensors say while one calibrates: counts, noise and range, and units once known."""

from typing import Any

from device.calibration.procedure.bench import Bench
from device.calibration.procedure.draft import Draft
from device.calibration.recent import FULL_SCALE_COUNTS


def live_values(draft: Draft, bench: Bench) -> dict[str, Any]:
    """The ``live`` object of an answer; what is not known is ``None``."""
    return {
        **_load(draft, bench),
        **_position(draft, bench),
        "weights": [
            {"force_n": point.force_n, "load_counts": point.load_counts} for point in draft.weights
        ],
        "residual_n": draft.load.residual_n if draft.load else None,
        "check": draft.check._asdict() if draft.check else None,
        "faults": bench.recent.faults(),
    }


def _load(draft: Draft, bench: Bench) -> dict[str, Any]:
    load = bench.recent.load()
    values: dict[str, Any] = dict.fromkeys(
        (
            "load_mean",
            "load_noise",
            "load_low",
            "load_high",
            "load_conversions",
            "load_rate_hz",
            "load_range_pct",
            "load_saturated",
            "force_n",
            "noise_n",
        )
    )
    if load is None:
        return values
    values |= {
        "load_mean": load.mean,
        "load_noise": load.noise,
        "load_low": load.low,
        "load_high": load.high,
        "load_conversions": load.conversions,
        "load_rate_hz": load.rate_hz,
        "load_range_pct": max(abs(load.low), abs(load.high)) * 100 / FULL_SCALE_COUNTS,
        "load_saturated": load.saturated > 0,
    }
    if draft.load is not None:
        factor = draft.load.newtons_per_count
        values["force_n"] = (load.mean - draft.load.load_zero) * factor
        values["noise_n"] = load.noise * abs(factor)
    return values


def _position(draft: Draft, bench: Bench) -> dict[str, Any]:
    counts, latest, pull = bench.recent.counts(), bench.recent.latest, bench.pull
    count = latest.encoder_count if latest else None
    position = None
    if draft.length is not None and count is not None:
        start = pull.start_count if pull else 0.0
        position = (count - start) / draft.length.counts_per_metre
    return {
        "encoder_count": count,
        "encoder_low": pull.low_count if pull else counts.low if counts else None,
        "encoder_high": pull.high_count if pull else counts.high if counts else None,
        "position_m": position,
        "still": counts.still if counts else None,
        "marked": pull is not None,
    }
