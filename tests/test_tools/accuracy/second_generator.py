"""A second maker of sets, which shares with the simulator its types and what its truth means.

Its motions are of families that the product's own simulator does not have, so that the detector
is not judged only on what it may have been tuned to: velocities of beta shape with real
exponents, with long tails, wavering; logistic transitions. So is its noise: an
Ornstein–Uhlenbeck wander of the hand, counts a metre of odd sizes, force through a lag.
"""

from dataclasses import dataclass

import numpy as np
from scipy.interpolate import PchipInterpolator

from device.sensors.reading import Reading
from device.sensors.simulated.crossing import Onsets
from device.sensors.simulated.generate import Simulated
from device.sensors.simulated.truth import Path, Truth, true_rep

STEP_S = 0.001
U = np.linspace(0.0, 1.0, 2001)


def from_velocity(velocity):
    covered = np.concatenate(([0.0], np.cumsum((velocity[1:] + velocity[:-1]) / 2)))
    return covered / covered[-1]


def beta(rng):
    return from_velocity(U ** rng.uniform(1.2, 3.5) * (1 - U) ** rng.uniform(1.2, 3.5))


def tailed(rng):
    """Quick off, with a long tail: ``u^a exp(−b u)``, brought to rest."""
    return from_velocity(U ** rng.uniform(1.5, 2.5) * np.exp(-rng.uniform(3, 6) * U) * (1 - U) ** 2)


def logistic(rng):
    steep = rng.uniform(9.0, 12.0)
    raw = 1 / (1 + np.exp(-steep * (U - rng.uniform(0.42, 0.55))))
    return (raw - raw[0]) / (raw[-1] - raw[0])


def uneven(rng):
    """A smooth pull whose speed wavers by up to a third, as of muscles taking turns."""
    knots = np.linspace(0.0, 1.0, 6)
    waver = PchipInterpolator(knots, rng.uniform(0.67, 1.33, 6))(U)
    return from_velocity(U**2 * (1 - U) ** 2 * waver)


def warped(rng):
    """Minimum jerk on a clock that runs fast first and slow later, or the other way round."""
    u = U ** rng.uniform(0.75, 1.4)
    return 10 * u**3 - 15 * u**4 + 6 * u**5


def s_curve(rng):
    """Limited jerk: a trapezoid of velocity with rounded corners, as of a motion controller."""
    ramp, corner = rng.uniform(0.2, 0.35), rng.uniform(0.04, 0.1)
    velocity = np.clip(np.minimum(U - corner / 2, 1 - corner / 2 - U) / ramp, 0.0, 1.0)
    width = round(corner * len(U)) | 1
    return from_velocity(np.convolve(velocity, np.ones(width) / width, mode="same"))


def two_strokes(rng):
    """Two minimum-jerk strokes a quarter apart that melt into one uneven movement."""
    apart, share = rng.uniform(0.15, 0.35), rng.uniform(0.35, 0.65)

    def stroke(u):
        u = np.clip(u / (1 - apart), 0.0, 1.0)
        return 10 * u**3 - 15 * u**4 + 6 * u**5

    return share * stroke(U) + (1 - share) * stroke(U - apart)


SHAPES = {
    "beta": beta,
    "tailed": tailed,
    "logistic": logistic,
    "uneven": uneven,
    "warped": warped,
    "s_curve": s_curve,
    "two_strokes": two_strokes,
}


@dataclass
class Line:
    """Position on a fine grid, written from left to right."""

    parts: list

    @property
    def now_s(self):
        return STEP_S * sum(map(len, self.parts))

    @property
    def x_m(self):
        return float(self.parts[-1][-1])

    def stay(self, seconds):
        self.parts.append(np.full(round(seconds / STEP_S), self.x_m))

    def go(self, delta_m, seconds, shape):
        steps = round(seconds / STEP_S)
        share = np.interp(np.arange(1, steps + 1) / steps, U, shape)
        self.parts.append(self.x_m + delta_m * share)


def make(shape_name, seed):
    """One set of eight repetitions as a ``Simulated``, all quantities of the truth measured."""
    rng = np.random.default_rng((seed, *shape_name.encode()))
    shape = SHAPES[shape_name]
    path = Line([np.zeros(round(rng.uniform(1.5, 2.5) / STEP_S))])
    bounds = []
    reach_m, brisk = rng.uniform(0.4, 0.7), rng.uniform(0.7, 1.3)
    for _ in range(8):
        start_s, start_m = path.now_s, path.x_m
        path.go(reach_m * rng.uniform(0.93, 1.05), brisk * rng.uniform(0.7, 1.0), shape(rng))
        top_s = path.now_s
        path.stay(rng.uniform(0.4, 1.7))
        release_s = path.now_s
        back_m = path.x_m - start_m + rng.normal(0.0, 0.004)
        path.go(-back_m, brisk * rng.uniform(1.2, 2.2), shape(rng))
        bounds.append((start_s, top_s, release_s, path.now_s))
        path.stay(rng.uniform(0.25, 1.2))
    path.stay(2.0)
    x = np.concatenate(path.parts)
    return Simulated(
        *_read(x, rng),
        Truth(shape_name, seed, tuple(_true(x, *bound) for bound in bounds)),
    )


def _true(x, start_s, top_s, release_s, end_s):
    first, last = round(start_s / STEP_S) - 1, round(end_s / STEP_S)
    stretch = slice(first, last + 1)
    v = np.gradient(x[first - 5 : last + 6], STEP_S)
    force = 20 * 9.80665 + 20 * np.gradient(v, STEP_S)
    t = np.arange(first, last + 1) * STEP_S
    path = Path(t, x[stretch], v[5:-5], force[5:-5])
    return true_rep(path, Onsets(t[0], top_s, release_s, t[-1]))


def _read(x, rng):
    """Counts at 200 per second with a wandering hand, loads at about 80 through a lag."""
    wander = np.zeros(len(x))
    kicks = rng.normal(0.0, 0.00003, len(x))
    for i in range(1, len(x)):
        wander[i] = 0.99 * wander[i - 1] + kicks[i]
    per_metre = float(rng.choice((1130.0, 3407.0, -7213.0)))
    counts = np.floor((x + wander) * per_metre + rng.uniform(-900, 900)).astype(int)
    force = 20 * 9.80665 + 20 * np.gradient(np.gradient(x, STEP_S), STEP_S)
    lag = np.exp(-np.arange(0, 0.06, STEP_S) / 0.0125)
    lagged = np.convolve(np.pad(force, (len(lag) - 1, 0), mode="edge"), lag / lag.sum(), "valid")
    raw = np.rint(50_000 + lagged / 0.004 + rng.normal(0.0, 150.0, len(x))).astype(int)
    readings = []
    for number, place in enumerate(range(0, len(x), 5)):
        load = int(raw[place]) if number * 80 // 200 != (number - 1) * 80 // 200 else None
        readings.append(Reading(place * 1_000_000, int(counts[place]), load))
    header = {
        "counts_per_metre": per_metre,
        "newtons_per_count": 0.004,
        "load_zero": 50_000.0,
        "load_delay_s": 0.0125,
    }
    return readings, header
