"""What a movement weighs: force explained by position, once per repetition."""

import numpy as np

from device.motion.arrays import Array
from device.motion.consistency.movement import Fit
from device.motion.consistency.tuning import (
    ACCELERATION_POINTS,
    EDGE_M,
    EDGE_SHARE,
    FIT_GRID_S,
    FIT_LEAST,
    FIT_PERIODS,
    FIT_SMOOTHING_S,
    FRICTION_M_S,
    KEPT_SHARE,
    LEAST_MOVE_M,
    WIDEST_GAP_S,
)


def fit(t_s: Array, position_m: Array, load_t_s: Array, load_n: Array) -> Fit | None:
    """Fit a movement; ``None`` where too little of it was measured.

    Position and force are smoothed alike, so that what smoothing takes from one it takes from the
    other; the worst tenth is left out in a second pass. Source of the model: the equation of
    motion of a weight stack with dry friction.

    Args:
        t_s: Times of the positions, shape (n,).
        position_m: Positions, shape (n,).
        load_t_s: When each conversion was valid, shape (k,); wrong ones left out.
        load_n: The conversions, shape (k,).
    """
    if t_s.size < FIT_LEAST or load_t_s.size < 2:
        return None
    grid = np.arange(max(t_s[0], load_t_s[0]), min(t_s[-1], load_t_s[-1]), FIT_GRID_S)
    if grid.size < FIT_LEAST:
        return None
    steps_s = np.diff(load_t_s)
    covered = load_t_s[0] - t_s[0] < WIDEST_GAP_S and t_s[-1] - load_t_s[-1] < WIDEST_GAP_S
    if not covered or float(steps_s.max()) > WIDEST_GAP_S:
        return None
    period_s = float(np.median(steps_s))
    width = round(max(FIT_SMOOTHING_S, FIT_PERIODS * period_s) / FIT_GRID_S)
    x = _smooth(np.interp(grid, t_s, position_m), width)
    v = np.gradient(x, FIT_GRID_S)
    a = _smooth(np.gradient(v, FIT_GRID_S), ACCELERATION_POINTS)
    force = _smooth(np.interp(grid, load_t_s, load_n), width)
    low_m = float(x.min())
    travel_m = float(x.max()) - low_m
    lifted = x - low_m > max(EDGE_M, EDGE_SHARE * travel_m)
    if travel_m < LEAST_MOVE_M or np.count_nonzero(lifted) < FIT_LEAST:
        return None
    v, a, force = v[lifted], a[lifted], force[lifted]
    columns = np.column_stack((np.ones_like(a), a, np.tanh(v / FRICTION_M_S)))
    values, residual = _solve(columns, force)
    kept = np.abs(residual) <= np.quantile(np.abs(residual), KEPT_SHARE)
    values, residual = _solve(columns[kept], force[kept])
    sd_n, spread = float(residual.std()), float(a[kept].std())
    count = max(1.0, grid.size / max(1, width))
    return Fit(
        weight_n=float(values[0]),
        mass_kg=float(values[1]),
        friction_n=float(values[2]),
        residual_n=sd_n,
        force_sd_n=float(force.std()),
        acceleration_m_s2=spread,
        median_n=float(np.median(force)),
        mass_sd_kg=sd_n / max(spread, 1e-9) / count**0.5,
        low_m=low_m,
        travel_m=travel_m,
    )


def _solve(
    columns: "np.ndarray[tuple[int, int], np.dtype[np.float64]]", force: Array
) -> tuple[Array, Array]:
    values = np.asarray(np.linalg.lstsq(columns, force, rcond=None)[0], dtype=np.float64)
    return values, force - columns @ values


def _smooth(values: Array, width: int) -> Array:
    """Mean with raised-cosine weights over ``width`` points; the ends are carried on."""
    weights = np.hanning(max(1, width) + 2)[1:-1]
    before = weights.size // 2
    padded = np.pad(values, (before, weights.size - 1 - before), mode="edge")
    smooth = np.empty(values.size, dtype=np.float64)
    smooth[:] = np.convolve(padded, weights / weights.sum(), "valid")
    return smooth
