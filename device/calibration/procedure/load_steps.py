"""The steps of the load cell: tare and known weights. Each adds its finding, or refuses."""

from dataclasses import replace
from typing import Final

from device.calibration.fit import LoadFit, WeightPoint, fit_load
from device.calibration.procedure.bench import Bench
from device.calibration.procedure.draft import Draft
from device.calibration.profile import STANDARD_GRAVITY_M_S2
from device.calibration.recent import FULL_SCALE_COUNTS, LoadStatistics, RecentReadings
from device.calibration.refusal import RefusalCode, RefusalError
from device.calibration.values import Values, flag, number

NOTHING_HUNG_NOISES: Final = 5.0
NOTHING_HUNG_COUNTS: Final = 200.0
_TARE_NOISE_COUNTS: Final = 2500.0
"""0.03 % of full scale: fifty times the HX711's own noise, far less than a hand on the cable."""
_WEIGHT_NOISE: Final = 0.01
_RANGE_USED: Final = (0.05, 0.95)
_MAX_RESIDUAL: Final = 0.01


def still_load(recent: RecentReadings, noise_limit: float) -> LoadStatistics:
    """The load cell's statistics over the window, if they can be trusted.

    Raises:
        RefusalError: It is silent, at the end of its range, or noisier than ``noise_limit`` counts.
    """
    load = recent.load()
    if load is None:
        raise RefusalError(RefusalCode.LOAD_SILENT)
    if load.saturated or abs(load.mean) > _RANGE_USED[1] * FULL_SCALE_COUNTS:
        raise RefusalError(RefusalCode.LOAD_SATURATED)
    if load.noise > noise_limit:
        raise RefusalError(RefusalCode.NOISE_TOO_LARGE, noise=load.noise, limit=noise_limit)
    return load


def measure_tare(recent: RecentReadings) -> LoadStatistics:
    """The load cell with nothing on it: for this step, and for a tare without a procedure.

    Raises:
        RefusalError: As ``still_load``, or the handle is moving.
    """
    counts = recent.counts()
    if counts is not None and not counts.still:
        raise RefusalError(RefusalCode.HANDLE_MOVING)
    return still_load(recent, _TARE_NOISE_COUNTS)


def tare(draft: Draft, bench: Bench, values: Values) -> tuple[Draft, str]:
    """Take the load cell's zero."""
    zero = measure_tare(bench.recent)
    return (
        replace(draft, tare=zero),
        f"Zero is {zero.mean:.0f} counts, noise {zero.noise:.0f} counts at"
        f" {zero.rate_hz:.0f} conversions per second; now hang a known weight on the handle.",
    )


def weight(draft: Draft, bench: Bench, values: Values) -> tuple[Draft, str]:
    """Add a known weight, or keep the factor in use (``keep``), or begin anew (``clear``)."""
    zero = draft.tare
    if zero is None:
        raise RefusalError(RefusalCode.OUT_OF_ORDER, first="Tare the load cell first.")
    if flag(values, "keep"):
        kept = LoadFit(bench.previous.newtons_per_count, zero.mean, 0.0)
        return replace(draft, load=kept, weights=()), "The load cell keeps its factor."
    if flag(values, "clear"):
        return replace(draft, load=None, weights=()), "Hang the first weight."
    kg = number(values, "kg", 0.1, 2000.0)
    low, high = (share * bench.profile.load_cell_capacity_kg for share in _RANGE_USED)
    if not low <= kg <= high:
        raise RefusalError(RefusalCode.WEIGHT_OUT_OF_RANGE, kg=kg, low=low, high=high)
    points = (*draft.weights, _weigh(kg, zero, bench, flag(values, "accept_reversed")))
    return replace(draft, load=_line(zero, points), weights=points), (
        f"{kg:g} kg taken; hang another weight to be more exact, or go on to the length."
    )


def _weigh(kg: float, zero: LoadStatistics, bench: Bench, accept_reversed: bool) -> WeightPoint:
    load = still_load(bench.recent, float("inf"))
    step = load.mean - zero.mean
    if abs(step) < max(NOTHING_HUNG_NOISES * zero.noise, NOTHING_HUNG_COUNTS):
        raise RefusalError(RefusalCode.NOTHING_HUNG)
    still_load(bench.recent, max(_WEIGHT_NOISE * abs(step), 2 * zero.noise))
    if step < 0 and not accept_reversed:
        raise RefusalError(RefusalCode.WRONG_SIGN)
    return WeightPoint(kg * STANDARD_GRAVITY_M_S2, load.mean)


def _line(zero: LoadStatistics, points: tuple[WeightPoint, ...]) -> LoadFit:
    try:
        line = fit_load(zero.mean, points)
    except ValueError:
        raise RefusalError(RefusalCode.NOTHING_HUNG) from None
    limit = _MAX_RESIDUAL * max(point.force_n for point in points)
    if line.residual_n > limit:
        raise RefusalError(RefusalCode.WEIGHTS_DISAGREE, residual=line.residual_n, limit=limit)
    return line
