"""Least-squares fit of one movement between two rests, to find when it began and ended.

A threshold finds the onset of a slow, smooth movement hundreds of milliseconds late, because a
minimum-jerk movement of two seconds has covered less than a millimetre after its first tenth of a
second. The whole course of the movement, on the other hand, fixes its ends to a few milliseconds,
once its family is known; the family with the least information criterion is taken.
"""

from dataclasses import dataclass
from enum import Enum

import numpy as np

from device.reps.shapes import RICH, SIMPLE, Array, Shape

_ITERATIONS = 12
_TRIALS = 4
_MIN_POINTS = 8
_GOOD_ENOUGH = 1.2
_PENALTY = 2.0
_MIN_DURATION_S = 0.12


class Drift(Enum):
    """Where the position may creep: nowhere, before the onset, or after the end."""

    NONE = 0
    BEFORE = 1
    AFTER = 2


@dataclass(frozen=True, slots=True)
class MovementFit:
    """A fitted movement; times in seconds on the clock of the data.

    Attributes:
        onset_s: When it began.
        end_s: When it ended.
        level_m: Position at its onset.
        amplitude_m: Position at its end less that at its onset.
        drift_m_s: Creep of the position before the onset or after the end.
        rms_m: Root mean square of the residuals.
        shape: The family.
        parameters: The family's shape parameters.
        criterion: Bayesian information criterion (Schwarz, Ann. Stat. 6 (1978) 461), with every
            parameter counted twice, because errors of neighbouring samples resemble each other.
    """

    onset_s: float
    end_s: float
    level_m: float
    amplitude_m: float
    drift_m_s: float
    rms_m: float
    shape: Shape
    parameters: tuple[float, ...]
    criterion: float

    @property
    def peak_velocity_m_s(self) -> float:
        """Largest speed of the fitted movement, with the sign of its direction."""
        tau = np.linspace(0.0, 1.0, 65)
        _, velocity = self.shape.function(tau, self.parameters)
        return float(velocity.max()) * self.amplitude_m / (self.end_s - self.onset_s)


def fit_movement(
    t_s: Array,
    x_m: Array,
    onset_s: float,
    end_s: float,
    noise_m: float,
    *,
    drift: Drift = Drift.NONE,
) -> MovementFit | None:
    """Fit every family that is worth its parameters; return the best.

    Args:
        t_s: Times in seconds, increasing, shape (n,).
        x_m: Positions, shape (n,).
        onset_s: First guess of the onset.
        end_s: First guess of the end.
        noise_m: Standard deviation of the position's own noise, the floor of any residual.
        drift: Where the position may creep; tried when the families without do not fit.

    Returns:
        The fit, or ``None`` where there are too few data or no family converged.
    """
    if t_s.size < _MIN_POINTS:
        return None
    best: MovementFit | None = None
    for families, allowed in _stages(drift):
        for shape in families:
            guess = (onset_s, end_s) if best is None else (best.onset_s, best.end_s)
            fit = _fit_shape(t_s, x_m, guess, shape, noise_m, allowed)
            if best is None or fit.criterion < best.criterion:
                best = fit
        if best is not None and best.rms_m < _GOOD_ENOUGH * noise_m:
            break
    return best


def _stages(drift: Drift) -> list[tuple[tuple[Shape, ...], Drift]]:
    stages = [(SIMPLE, Drift.NONE), (RICH, Drift.NONE)]
    if drift is not Drift.NONE:
        stages.insert(1, (SIMPLE, drift))
        stages.append((RICH, drift))
    return stages


def _fit_shape(
    t_s: Array,
    x_m: Array,
    guess: tuple[float, float],
    shape: Shape,
    noise_m: float,
    drift: Drift,
) -> MovementFit:
    """Levenberg-Marquardt over onset, duration and shape; level, way and drift are linear."""
    lower = np.array((t_s[0] - 1.0, _MIN_DURATION_S, *shape.lower))
    upper = np.array((t_s[-1], t_s[-1] - t_s[0] + 2.0, *shape.upper))
    first = (guess[0], max(guess[1] - guess[0], _MIN_DURATION_S), *shape.start)
    parameters = np.clip(np.array(first), lower, upper)
    residual, linear = _project(t_s, x_m, parameters, shape, drift)
    cost = float(residual @ residual)
    damping = 1e-3
    for _ in range(_ITERATIONS):
        jacobian = _jacobian(t_s, x_m, parameters, shape, drift, residual, upper)
        normal = jacobian.T @ jacobian
        gradient = jacobian.T @ residual
        scale = np.diag(np.diag(normal) + 1e-18)
        before = cost
        for _ in range(_TRIALS):
            step = np.linalg.solve(normal + damping * scale, gradient)
            trial = np.clip(parameters - step, lower, upper)
            trial_residual, trial_linear = _project(t_s, x_m, trial, shape, drift)
            trial_cost = float(trial_residual @ trial_residual)
            if trial_cost < cost:
                parameters, residual, linear = trial, trial_residual, trial_linear
                cost = trial_cost
                damping = max(damping * 0.2, 1e-9)
                break
            damping *= 8.0
        if cost > before * (1.0 - 1e-4):
            break
    return _result(t_s, parameters, linear, cost, shape, noise_m, drift)


def _project(
    t_s: Array, x_m: Array, parameters: Array, shape: Shape, drift: Drift
) -> tuple[Array, Array]:
    """Residual after the best level, way and drift (variable projection, Golub & Pereyra 1973)."""
    onset, duration = parameters[0], parameters[1]
    tau = (t_s - onset) / duration
    way, _ = shape.function(np.clip(tau, 0.0, 1.0), tuple(parameters[2:]))
    columns = [np.ones_like(way), way]
    if drift is Drift.BEFORE:
        columns.append(np.minimum(t_s - onset, 0.0))
    elif drift is Drift.AFTER:
        columns.append(np.maximum(tau - 1.0, 0.0) * duration)
    basis = np.stack(columns)
    normal = basis @ basis.T
    normal.flat[:: normal.shape[0] + 1] += 1e-9
    linear = np.linalg.solve(normal, basis @ x_m)
    return linear @ basis - x_m, linear


def _jacobian(
    t_s: Array,
    x_m: Array,
    parameters: Array,
    shape: Shape,
    drift: Drift,
    residual: Array,
    upper: Array,
) -> Array:
    """Forward differences of the projected residual; shape (n, parameters)."""
    columns = []
    for k in range(parameters.size):
        step = 1e-4 if parameters[k] + 1e-4 <= upper[k] else -1e-4
        moved = parameters.copy()
        moved[k] += step
        columns.append((_project(t_s, x_m, moved, shape, drift)[0] - residual) / step)
    return np.stack(columns, axis=1)


def _result(
    t_s: Array,
    parameters: Array,
    linear: Array,
    cost: float,
    shape: Shape,
    noise_m: float,
    drift: Drift,
) -> MovementFit:
    count = t_s.size
    criterion = count * float(np.log(cost / count + noise_m * noise_m)) + _PENALTY * (
        parameters.size + linear.size
    ) * float(np.log(count))
    return MovementFit(
        onset_s=float(parameters[0]),
        end_s=float(parameters[0] + parameters[1]),
        level_m=float(linear[0]),
        amplitude_m=float(linear[1]),
        drift_m_s=float(linear[2]) if drift is not Drift.NONE else 0.0,
        rms_m=float(np.sqrt(cost / count)),
        shape=shape,
        parameters=tuple(float(p) for p in parameters[2:]),
        criterion=criterion,
    )
