"""Least-squares fit of one movement between two rests, to find when it began and ended.

A threshold finds the onset of a slow, smooth movement hundreds of milliseconds late, because a
minimum-jerk movement of two seconds has covered less than a millimetre after its first tenth of a
second. The whole course of the movement, on the other hand, fixes its ends to a few milliseconds,
once its family is known; the family with the least information criterion is taken.
"""

from dataclasses import dataclass
from enum import Enum
from math import log, sqrt
from typing import NamedTuple

import numpy as np

from device.reps.fitting.shapes import BETA, COSTLY, RICH, SIMPLE, Array, Shape, polynomial
from device.reps.fitting.tuning import (
    CONVERGED,
    DIFFERENCE_STEP,
    DURATION_BEYOND_S,
    FIRST_DAMPING,
    GOOD_ENOUGH,
    ITERATIONS,
    LEAST_DAMPING,
    LEAST_DURATION_S,
    LEAST_POINTS,
    LESS_DAMPING,
    MORE_DAMPING,
    ONSET_AHEAD_S,
    PENALTY,
    RIDGE,
    SCALE_FLOOR,
    TRIALS,
    VELOCITY_POINTS,
)


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

    def way(self, t_s: Array) -> Array:
        """Position above the level at each time, creep left out, shape (n,)."""
        tau = np.clip((t_s - self.onset_s) / (self.end_s - self.onset_s), 0.0, 1.0)
        share, _ = self.shape.function(tau, self.parameters)
        return self.amplitude_m * share

    @property
    def peak_velocity_m_s(self) -> float:
        """Largest speed of the fitted movement, with the sign of its direction."""
        tau = np.linspace(0.0, 1.0, VELOCITY_POINTS)
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
    if t_s.size < LEAST_POINTS:
        return None
    best: dict[Drift, MovementFit] = {}
    for families, allowed in _stages(drift):
        for shape in families:
            so_far = best.get(allowed)
            guess = (so_far.onset_s, so_far.end_s) if so_far else (onset_s, end_s)
            fit = _fit_shape(t_s, x_m, guess, shape, noise_m, allowed)
            if so_far is None or fit.criterion < so_far.criterion:
                best[allowed] = fit
        if best[allowed].rms_m < GOOD_ENOUGH * noise_m:
            break
    chosen = min(best.values(), key=lambda fit: fit.criterion)
    if chosen.shape is not BETA:
        return chosen
    # Free exponents near whole numbers are mostly whole numbers seen through noise.
    whole = polynomial(*(max(1, round(value)) for value in chosen.parameters))
    allowed = next(key for key, fit in best.items() if fit is chosen)
    guess = (chosen.onset_s, chosen.end_s)
    simpler = _fit_shape(t_s, x_m, guess, whole, noise_m, allowed)
    return min(chosen, simpler, key=lambda fit: fit.criterion)


def _stages(drift: Drift) -> list[tuple[tuple[Shape, ...], Drift]]:
    allowed = (Drift.NONE,) if drift is Drift.NONE else (Drift.NONE, drift)
    return [(families, one) for families in (SIMPLE, RICH, COSTLY) for one in allowed]


def _fit_shape(
    t_s: Array,
    x_m: Array,
    guess: tuple[float, float],
    shape: Shape,
    noise_m: float,
    drift: Drift,
) -> MovementFit:
    """Levenberg-Marquardt over onset, duration and shape; level, way and drift are linear."""
    lower = np.array((t_s[0] - ONSET_AHEAD_S, LEAST_DURATION_S, *shape.lower))
    upper = np.array((t_s[-1], t_s[-1] - t_s[0] + DURATION_BEYOND_S, *shape.upper))
    first = (guess[0], max(guess[1] - guess[0], LEAST_DURATION_S), *shape.start)
    at = _project(t_s, x_m, np.clip(np.array(first), lower, upper), shape, drift)
    damping = FIRST_DAMPING
    for _ in range(ITERATIONS):
        jacobian = _jacobian(t_s, at, shape, upper)
        normal = jacobian @ jacobian.T
        gradient = jacobian @ at.residual_m
        scale = np.diag(np.diag(normal) + SCALE_FLOOR)
        before = at.cost
        for _ in range(TRIALS):
            step = np.linalg.solve(normal + damping * scale, gradient)
            trial = _project(t_s, x_m, np.clip(at.parameters - step, lower, upper), shape, drift)
            if trial.cost < at.cost:
                at = trial
                damping = max(damping * LESS_DAMPING, LEAST_DAMPING)
                break
            damping *= MORE_DAMPING
        if at.cost > before * (1.0 - CONVERGED):
            break
    return _result(at, t_s.size, shape, noise_m, drift)


class _Projection(NamedTuple):
    """The best level, way and drift for some onset, duration and shape.

    ``basis`` holds their columns as rows, shape (k, n); ``inverse`` is that of its Gram matrix.
    """

    parameters: Array
    tau: Array
    rate: Array
    basis: Array
    inverse: Array
    linear: Array
    residual_m: Array
    cost: float


def _project(t_s: Array, x_m: Array, parameters: Array, shape: Shape, drift: Drift) -> _Projection:
    """Variable projection: Golub & Pereyra, SIAM J. Numer. Anal. 10 (1973) 413."""
    onset, duration = parameters[0], parameters[1]
    free = (t_s - onset) / duration
    tau = np.minimum(np.maximum(free, 0.0), 1.0)
    way, rate = shape.function(tau, tuple(parameters[2:]))
    basis = np.ones((2 if drift is Drift.NONE else 3, t_s.size))
    basis[1] = way
    if drift is Drift.BEFORE:
        basis[2] = np.minimum(t_s - onset, 0.0)
    elif drift is Drift.AFTER:
        basis[2] = np.maximum(free - 1.0, 0.0) * duration
    gram = basis @ basis.T
    gram.flat[:: gram.shape[0] + 1] += RIDGE
    inverse = np.linalg.inv(gram).astype(np.float64, copy=False)
    linear = inverse @ (basis @ x_m)
    residual = linear @ basis - x_m
    inside = np.where(tau == free, rate, 0.0)
    return _Projection(
        parameters, tau, inside, basis, inverse, linear, residual, float(residual @ residual)
    )


def _jacobian(t_s: Array, at: _Projection, shape: Shape, upper: Array) -> Array:
    """Derivative of the projected residual, shape (parameters, n).

    Kaufman's approximation (BIT 15 (1975) 49): the derivative of the way, times its factor, less
    what the linear columns can take up.
    """
    onset_and_duration = at.rate * (-at.linear[1] / at.parameters[1])
    rows = [onset_and_duration, onset_and_duration * at.tau]
    values = tuple(at.parameters[2:])
    for k, value in enumerate(values):
        step = DIFFERENCE_STEP if value + DIFFERENCE_STEP <= upper[2 + k] else -DIFFERENCE_STEP
        moved = (*values[:k], value + step, *values[k + 1 :])
        way, _ = shape.function(at.tau, moved)
        rows.append((way - at.basis[1]) * (at.linear[1] / step))
    raw = np.stack(rows)
    return raw - (raw @ at.basis.T) @ at.inverse @ at.basis


def _result(at: _Projection, count: int, shape: Shape, noise_m: float, drift: Drift) -> MovementFit:
    onset, duration, *values = (float(p) for p in at.parameters)
    freedom = at.parameters.size + at.linear.size
    variance = at.cost / count
    return MovementFit(
        onset_s=onset,
        end_s=onset + duration,
        level_m=float(at.linear[0]),
        amplitude_m=float(at.linear[1]),
        drift_m_s=0.0 if drift is Drift.NONE else float(at.linear[2]),
        rms_m=sqrt(variance),
        shape=shape,
        parameters=tuple(values),
        criterion=count * log(variance + noise_m * noise_m) + PENALTY * freedom * log(count),
    )
