"""A hand's path, written from left to right at a thousand points a second."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from device.sensors.simulated.profile import Floats
from device.sensors.simulated.script import Excursion
from tests.tools.accuracy.strokes.cutting import Stroke

STEP_S: Final = 0.001
_SUPPLE_S: Final = 0.1
_SUPPLE: Final = 0.25
"""A stroke made faster than it was keeps no kink that no hand can make: its speed is averaged
over the first, or this share of its time if that is less, with a Hann window."""


class Marks(NamedTuple):
    """Places on the path at which a repetition's strokes were pasted: first and last points."""

    pull: int
    held: int
    back: int
    rest: int


@dataclass(slots=True)
class Path:
    """A motion being written down.

    Attributes:
        parts: Positions in metres, ``STEP_S`` apart.
        reps: Where the repetitions are.
        excursions: Movements that are none, with what they are.
    """

    parts: list[Floats] = field(default_factory=lambda: [np.zeros(1)])
    reps: list[Marks] = field(default_factory=list)
    excursions: list[Excursion] = field(default_factory=list)
    _length: int = 1

    @property
    def last(self) -> int:
        """The place written last."""
        return self._length - 1

    @property
    def now_s(self) -> float:
        """Its time."""
        return self.last * STEP_S

    @property
    def x_m(self) -> float:
        """Its position."""
        return float(self.parts[-1][-1])

    def stay(self, seconds: float) -> None:
        """Stand still."""
        self._add(np.full(round(seconds / STEP_S), self.x_m))

    def go(self, delta_m: float, seconds: float, stroke: Stroke) -> None:
        """Move by ``delta_m`` as somebody did in the stroke, in so many seconds."""
        self._add(self.x_m + delta_m * shares(stroke, seconds))

    def whole(self) -> Floats:
        """All positions."""
        return np.concatenate(self.parts)

    def _add(self, part: Floats) -> None:
        if len(part):
            self.parts.append(part)
            self._length += len(part)


def shares(stroke: Stroke, seconds: float) -> Floats:
    """The share of a stroke's way that is covered at each point after its first, at last 1."""
    steps = max(8, round(seconds / STEP_S))
    width = min(round(_SUPPLE_S / STEP_S), int(_SUPPLE * steps))
    at = np.linspace(0.0, 1.0, steps - width + 1)
    path = np.interp(at, np.linspace(0.0, 1.0, len(stroke.path)), stroke.path)
    window = np.hanning(width + 3)[1:-1]
    speed = np.convolve(np.diff(path), window / window.sum())
    share: Floats = np.cumsum(speed)
    share /= share[-1]
    return share
