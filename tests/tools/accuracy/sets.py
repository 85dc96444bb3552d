"""Where the sets come from that methods are judged on, and which row of the table each is for."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from device.sensors.simulated.condition import CONDITIONS
from device.sensors.simulated.generate import Simulated, generate
from tests.tools.accuracy.strokes.conditions import EXTREME, ORDINARY, PASTED, SLOW
from tests.tools.accuracy.strokes.cutting import library
from tests.tools.accuracy.strokes.pasting import paste

CLOSED: Final = "closed forms"
PROBES: Final = "probes"
GROUPS: Final = (CLOSED, ORDINARY, SLOW, EXTREME, PROBES)
"""Rows of the table, in order. Slow and extreme ones are of both makers."""

_OTHER_THAN_CLOSED: Final[Mapping[str, str]] = {
    "lets_down_slowly": SLOW,
    "throws_stack": EXTREME,
    "stands_ready": PROBES,
    "puts_down": PROBES,
    "bounces": PROBES,
    "shakes": PROBES,
    "anybody": PROBES,
}
"""Conditions of the simulator that stand in another row; ``anybody`` may bounce and shake."""

_UNSOUND: Final = frozenset(
    {
        *("slip_1", "slip_3", "gaps", "loss", "load_10", "load_noisy", "load_spikes", "load_drift"),
        *("load_frozen", "load_dead", "load_late", "position_only", "restart", "line_off"),
        *("illegal", "everything", "no_return", "strokes_load_10", "strokes_alone"),
    }
)
"""Conditions in which something is wrong with a sensor, or missing; and one that a flag names."""

_PASTED_SHARE: Final = 3.0
"""Sets of a pasted condition for each of the simulator's: there are so many fewer of them."""


class Kind(NamedTuple):
    """One situation that sets are made in.

    Attributes:
        name: Its name, by which its maker knows it.
        group: Its row.
        share: How many sets are made of it, against the others.
        exact_range: Whether distance can be measured in it at all.
        sound: Whether nothing is wrong with its sensors, so that nothing may be said of them.
    """

    name: str
    group: str
    share: float
    exact_range: bool
    sound: bool

    def make(self, seed: int) -> Simulated:
        """One set."""
        if self.name in PASTED:
            return paste(self.name, seed, library())
        return generate(self.name, seed)

    def seeds(self, seeds: range) -> range:
        """The seeds to run: a share of those asked for, at least one; or more beyond them."""
        count = max(1, round(len(seeds) * self.share))
        return range(seeds.start, seeds.start + count)


def kinds() -> dict[str, Kind]:
    """All of them by name; without recordings of real machines none that is pasted."""
    found = {
        name: Kind(
            name,
            _OTHER_THAN_CLOSED.get(name, CLOSED),
            condition.share,
            condition.exact_range,
            name not in _UNSOUND,
        )
        for name, condition in CONDITIONS.items()
    }
    if library():
        for name, pasted in PASTED.items():
            found[name] = Kind(
                name, pasted.group, _PASTED_SHARE, exact_range=True, sound=name not in _UNSOUND
            )
    return found
