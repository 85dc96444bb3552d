"""What no method can know: the Cramér–Rao bound of the onset of a slow release.

The release is ``L − A·s(t − t₀)`` in the noise of a sensor and a person: counts, each by itself,
and sway, whose values are related over about a tenth of a second. The bound is the least standard
deviation of an unbiased estimate of ``t₀`` (Kay, Fundamentals of Statistical Signal Processing I,
1993, chapter 3: the inverse of ``JᵀC⁻¹J``, where ``J`` holds the derivatives of the path by each
unknown); 95 % of a normal error are within 1.96 of it.

The crossing of 1 % has no such bound: where the handle is so far away, it moves.
"""

from typing import Final

import numpy as np

from device.sensors.simulated.profile import PROFILES, Floats
from tests.tools.accuracy.printing.table import Table

RELEASES_S: Final = (1.0, 1.6, 2.6, 4.0, 5.0, 6.0, 7.0)
SWAYS_M: Final = (0.0001, 0.0009, 0.003)

_HZ: Final = 200.0
_RANGE_M: Final = 0.55
_COUNT_M: Final = 0.0005
_BEFORE_S: Final = 1.0
"""Stillness that the level is known from."""

_RELATED_S: Final = 0.17
"""Sway has mass: its correlation is ``exp(−½(Δt/0.17 s)²)``, 0.84 after a tenth of a second and
a half after two. It is smooth; one with corners would tell more of fast releases."""

_FREE_SHARE: Final = 0.16
"""Of the way: as far as a power of the time describes the beginning of a release."""

_EXPONENT: Final = 2.5
_EXPONENT_SD: Final = 0.35
"""Exponents of the beginnings of people's releases, and how they differ."""

_KNOWN_SHARE: Final = 0.18
"""Of the time, where the family is known: the same beginning, and not the whole release."""

_P95: Final = 1.96


def known_family_s(release_s: float, sway_m: float) -> float:
    """Bound (p95, s) where it is known that the release is of minimum jerk, and its duration.

    Unknown are the onset and the level.
    """
    t_s = np.arange(-_BEFORE_S, _KNOWN_SHARE * release_s, 1.0 / _HZ)
    speed = PROFILES["minimum_jerk"].velocity(np.clip(t_s / release_s, 0.0, 1.0))
    columns = (_RANGE_M / release_s * speed, np.ones_like(t_s))
    return _bound_s(columns, (0.0, 0.0), sway_m)


def free_s(release_s: float, sway_m: float) -> float:
    """Bound (p95, s) where onset, level, scale and exponent of a power of the time are unknown.

    Of the exponent it is known what people's are like.
    """
    u = np.linspace(0.0, 1.0, 10_001)
    covered = PROFILES["minimum_jerk"].position(u)
    until_s = release_s * float(u[np.argmax(covered >= _FREE_SHARE)])
    t_s = np.arange(-_BEFORE_S, until_s, 1.0 / _HZ)
    share = np.clip(t_s, 1e-9, None) / until_s
    moves = t_s > 0.0
    power = np.where(moves, share**_EXPONENT, 0.0)
    way_m = _FREE_SHARE * _RANGE_M
    columns = (
        way_m * _EXPONENT / until_s * np.where(moves, share ** (_EXPONENT - 1.0), 0.0),
        np.ones_like(t_s),
        power,
        way_m * power * np.log(share),
    )
    return _bound_s(columns, (0.0, 0.0, 0.0, _EXPONENT_SD**-2), sway_m)


def _bound_s(columns: tuple[Floats, ...], known: tuple[float, ...], sway_m: float) -> float:
    """The bound of the first unknown; ``known`` is what is known of each beforehand."""
    jacobian = np.column_stack(columns)
    places = np.arange(len(jacobian))
    apart_s = np.abs(places[:, None] - places) / _HZ
    noise = sway_m**2 * np.exp(-0.5 * (apart_s / _RELATED_S) ** 2)
    noise[places, places] += _COUNT_M**2 / 12.0
    information = jacobian.T @ np.linalg.solve(noise, jacobian) + np.diag(known)
    return _P95 * float(np.sqrt(np.linalg.inv(information)[0, 0]))


def bound_table() -> Table:
    """By duration of the release, in ms."""
    heads = (
        "release, s",
        *(f"sway {1e3 * sway:g} mm, family known" for sway in SWAYS_M),
        *(f"sway {1e3 * sway:g} mm, free" for sway in SWAYS_M),
    )
    rows = [
        (
            f"{release_s:g}",
            *(f"{1e3 * known_family_s(release_s, sway):.0f}" for sway in SWAYS_M),
            *(f"{1e3 * free_s(release_s, sway):.0f}" for sway in SWAYS_M),
        )
        for release_s in RELEASES_S
    ]
    return Table("What no method can know: onset of a release, p95 in ms", heads, rows)
