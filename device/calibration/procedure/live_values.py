"""What the sensors say while one calibrates: counts, noise and range, and units once known."""

from device.calibration.procedure.bench import Bench
from device.calibration.procedure.draft import Draft
from device.calibration.recent import FULL_SCALE_COUNTS, LoadStatistics
from device.objects.calibration import CalibrationLive, CheckObject, LoadLive, PositionLive


def live_values(draft: Draft, bench: Bench) -> CalibrationLive:
    """The ``live`` object of an answer; what is not known is ``None``."""
    return {
        **_load(draft, bench),
        **_position(draft, bench),
        "weights": [
            {"force_n": point.force_n, "load_counts": point.load_counts} for point in draft.weights
        ],
        "residual_n": draft.load.residual_n if draft.load else None,
        "check": _check(draft),
        "faults": bench.recent.faults(),
    }


def _load(draft: Draft, bench: Bench) -> LoadLive:
    load = bench.recent.load()
    force_n, noise_n = _force(draft, load)
    return {
        "load_mean": load and load.mean,
        "load_noise": load and load.noise,
        "load_low": load and load.low,
        "load_high": load and load.high,
        "load_conversions": load and load.conversions,
        "load_rate_hz": load and load.rate_hz,
        "load_range_pct": load and max(abs(load.low), abs(load.high)) * 100 / FULL_SCALE_COUNTS,
        "load_saturated": load and load.saturated > 0,
        "force_n": force_n,
        "noise_n": noise_n,
    }


def _force(draft: Draft, load: LoadStatistics | None) -> tuple[float | None, float | None]:
    """The present force and its noise, once a weight is known."""
    if load is None or draft.load is None:
        return None, None
    factor = draft.load.newtons_per_count
    return (load.mean - draft.load.load_zero) * factor, load.noise * abs(factor)


def _check(draft: Draft) -> CheckObject | None:
    found = draft.check
    return found and {
        "travel_m": found.travel_m,
        "closure_m": found.closure_m,
        "peak_force_n": found.peak_force_n,
    }


def _position(draft: Draft, bench: Bench) -> PositionLive:
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
