"""Power, propulsive velocity and rate of force development of a pull, on its true path."""

from typing import NamedTuple

import numpy as np

from device.sensors.simulated.profile import Floats

_RISE: tuple[float, float] = (0.2, 0.8)
"""Shares of the rise of force between which its rate is taken: relative thresholds are the
repeatable ones (Maffiuletti et al., Eur. J. Appl. Physiol. 116 (2016) 1091)."""


_LEAST_RISE = 0.05
"""Of the highest force, that a rise must be: less is no development of force."""


class Path(NamedTuple):
    """A stretch of the ideal motion.

    Attributes:
        t_s: Ascending times.
        x_m: Position of the handle, without sway and tremor; likewise its velocity and force.
    """

    t_s: Floats
    x_m: Floats
    v_m_s: Floats
    force_n: Floats

    def between(self, from_s: float, to_s: float) -> "Path":
        """The part from one time to another, with its very ends."""
        inside = self.t_s[(self.t_s > from_s) & (self.t_s < to_s)]
        t_s = np.concatenate(([from_s], inside, [to_s]))
        return Path(t_s, *(np.interp(t_s, self.t_s, values) for values in self[1:]))


def integral(values: Floats, over: Floats) -> float:
    """By trapezoids."""
    return float(np.sum((values[1:] + values[:-1]) * np.diff(over)) / 2.0)


def peak_power_w(pull: Path) -> float:
    """Highest force times velocity."""
    return float((pull.force_n * pull.v_m_s).max())


def mean_propulsive_velocity_m_s(pull: Path, weight_n: float) -> float:
    """Mean velocity until the force falls below the load's own weight (Sánchez-Medina 2010).

    A pull out of a resting stack begins below it, so it falls only after it has been above. Where
    it never does, the whole pull is propulsive; where it was never above, too.
    """
    above = pull.force_n >= weight_n
    last = len(above) - 1
    if above.any():
        first = int(above.argmax())
        fallen = np.flatnonzero(~above[first:])
        last = first + int(fallen[0]) if len(fallen) else last
    return float((pull.x_m[last] - pull.x_m[0]) / (pull.t_s[last] - pull.t_s[0]))


def rfd_n_s(pull: Path) -> float | None:
    """Slope of the force from 20 to 80 % of its rise, from the start's to the highest.

    ``None`` where it hardly rises after the start.
    """
    peak = int(pull.force_n.argmax())
    base_n, peak_n = float(pull.force_n[0]), float(pull.force_n[peak])
    rise_n = peak_n - base_n
    if rise_n <= _LEAST_RISE * peak_n:
        return None
    rising = pull.force_n[: peak + 1]
    at_s = []
    for share in _RISE:
        limit_n = base_n + share * rise_n
        place = int((rising >= limit_n).argmax())
        before_n, here_n = rising[place - 1], rising[place]
        part = (limit_n - before_n) / (here_n - before_n)
        at_s.append(pull.t_s[place - 1] + part * (pull.t_s[place] - pull.t_s[place - 1]))
    return float((_RISE[1] - _RISE[0]) * rise_n / (at_s[1] - at_s[0]))
