"""How the handle gets from one place to another: motion profiles, moves, and their sum.

A profile is the share ``s(u)`` of a move's distance covered at the share ``u`` of its time, with
``s(0) = 0`` and ``s(1) = 1``; its first two derivatives are given in closed form.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.polynomial import Polynomial
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shape = Callable[[Floats], Floats]


@dataclass(frozen=True, slots=True)
class Profile:
    """One family of motion, for ``0 <= u <= 1``.

    Attributes:
        position: ``s(u)``.
        velocity: ``ds/du``.
        acceleration: ``d²s/du²``.
        peak: The largest ``ds/du``: peak velocity over mean velocity.
    """

    position: Shape
    velocity: Shape
    acceleration: Shape
    peak: float


def bell(rise: int, fall: int) -> Profile:
    """Velocity proportional to ``u^rise (1 − u)^fall``: smooth at both ends where both are ≥ 2.

    ``bell(2, 2)`` is the minimum-jerk profile ``10u³ − 15u⁴ + 6u⁵`` of Flash and Hogan (1985);
    unequal exponents skew it.
    """
    raw = Polynomial([0, 1]) ** rise * Polynomial([1, -1]) ** fall
    velocity = raw / raw.integ()(1.0)
    position, acceleration = velocity.integ(), velocity.deriv()
    top = rise / (rise + fall)
    return Profile(position, velocity, acceleration, float(velocity(top)))


def trapezoid(ramp: float) -> Profile:
    """Constant acceleration for the share ``ramp`` of the time, constant velocity, and back."""
    peak = 1.0 / (1.0 - ramp)
    slope = peak / ramp

    def position(u: Floats) -> Floats:
        rising = 0.5 * slope * u**2
        falling = 1.0 - 0.5 * slope * (1.0 - u) ** 2
        level = peak * (u - 0.5 * ramp)
        return np.where(u < ramp, rising, np.where(u > 1.0 - ramp, falling, level))

    def velocity(u: Floats) -> Floats:
        return slope * np.clip(np.minimum(u, 1.0 - u), 0.0, ramp)

    def acceleration(u: Floats) -> Floats:
        return slope * ((u < ramp).astype(float) - (u > 1.0 - ramp))

    return Profile(position, velocity, acceleration, peak)


def warped(power: float) -> Profile:
    """Minimum jerk on a clock ``u^power``, which runs fast first (below 1) or last (above 1)."""
    return _tabulated(lambda u: u ** (3.0 * power - 1.0) * (1.0 - u**power) ** 2)


def s_curve(ramp: float, corner: float) -> Profile:
    """A trapezoid with rounded corners: jerk is limited, as a motion controller does it.

    The trapezoid's velocity averaged over the share ``corner`` of the time.
    """
    inner = trapezoid(ramp / (1.0 - corner))

    def velocity(u: Floats) -> Floats:
        edges = (u[:, None] + corner * np.array([-0.5, 0.5]) - 0.5 * corner) / (1.0 - corner)
        covered = inner.position(np.clip(edges, 0.0, 1.0))
        speed: Floats = (covered[:, 1] - covered[:, 0]) / corner
        return speed

    return _tabulated(velocity)


def two_strokes(apart: float, share: float) -> Profile:
    """Two minimum-jerk strokes of unequal size which melt into one uneven movement."""
    stroke = bell(2, 2).velocity

    def velocity(u: Floats) -> Floats:
        first = stroke(np.clip(u / (1.0 - apart), 0.0, 1.0))
        second = stroke(np.clip((u - apart) / (1.0 - apart), 0.0, 1.0))
        return share * first + (1.0 - share) * second

    return _tabulated(velocity)


def uneven(waver: float, waves: float) -> Profile:
    """Minimum jerk whose speed wavers by a share, as of muscles that take turns."""
    smooth = bell(2, 2).velocity
    return _tabulated(lambda u: smooth(u) * (1.0 + waver * np.sin(2.0 * np.pi * waves * u)))


def _tabulated(velocity: Shape) -> Profile:
    """A profile from its velocity alone, whatever its scale; integrated on a fine grid."""
    u = np.linspace(0.0, 1.0, 8193)
    v = velocity(u)
    covered = np.concatenate(([0.0], np.cumsum((v[1:] + v[:-1]) * 0.5 * u[1])))
    v = v / covered[-1]
    a = np.gradient(v, u)

    def table(values: Floats) -> Shape:
        return lambda at: np.interp(at, u, values)

    return Profile(table(covered / covered[-1]), table(v), table(a), float(v.max()))


PROFILES: Final[dict[str, Profile]] = {
    "minimum_jerk": bell(2, 2),
    "early": bell(2, 4),
    "late": bell(4, 2),
    "abrupt": bell(1, 3),
    "sine": Profile(
        lambda u: 0.5 - 0.5 * np.cos(np.pi * u),
        lambda u: 0.5 * np.pi * np.sin(np.pi * u),
        lambda u: 0.5 * np.pi**2 * np.cos(np.pi * u),
        0.5 * np.pi,
    ),
    "trapezoid": trapezoid(0.25),
    "ramp": trapezoid(0.05),
    "s_curve": s_curve(0.3, 0.12),
    "warped_early": warped(0.8),
    "warped_late": warped(1.3),
    "two_strokes": two_strokes(0.25, 0.55),
    "thrown": bell(3, 1),
    "uneven": uneven(0.3, 1.6),
    "fall": Profile(lambda u: u**2, lambda u: 2.0 * u, lambda u: 0.0 * u + 2.0, 2.0),
    "throw": Profile(
        lambda u: 1.0 - (1.0 - u) ** 2, lambda u: 2.0 - 2.0 * u, lambda u: 0.0 * u - 2.0, 2.0
    ),
}
"""By name. ``thrown`` brakes so hard that a stack flies on; ``fall`` and ``throw`` are a body in
free fall, downwards and upwards."""


class Move(NamedTuple):
    """One displacement of the handle. Moves may overlap: their displacements add up."""

    start_s: float
    duration_s: float
    delta_m: float
    profile: str

    @property
    def end_s(self) -> float:
        """When it has arrived."""
        return self.start_s + self.duration_s


class HandleState(NamedTuple):
    """Position (m), velocity (m/s) and acceleration (m/s²) of the handle, arrays of one length."""

    x_m: Floats
    v_m_s: Floats
    a_m_s2: Floats


def handle_state(moves: Iterable[Move], t_s: Floats, origin_m: float = 0.0) -> HandleState:
    """The sum of all moves at ascending times ``t_s``, ``origin_m`` being where it all begins."""
    x, v, a = (np.zeros(len(t_s)) for _ in range(3))
    arrived = np.zeros(len(t_s) + 1)
    arrived[0] = origin_m
    for move in moves:
        first, after = np.searchsorted(t_s, (move.start_s, move.end_s))
        arrived[after] += move.delta_m
        u = (t_s[first:after] - move.start_s) / move.duration_s
        profile, rate = PROFILES[move.profile], 1.0 / move.duration_s
        x[first:after] += move.delta_m * profile.position(u)
        v[first:after] += move.delta_m * rate * profile.velocity(u)
        a[first:after] += move.delta_m * rate**2 * profile.acceleration(u)
    return HandleState(x + np.cumsum(arrived)[:-1], v, a)
