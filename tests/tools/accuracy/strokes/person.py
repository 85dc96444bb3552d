"""Somebody who does a set in the strokes of others."""

from typing import Final

import numpy as np

from device.sensors.simulated.profile import Floats
from device.sensors.simulated.script import Excursion
from device.sensors.simulated.style import Span
from tests.tools.accuracy.strokes.conditions import Manner
from tests.tools.accuracy.strokes.cutting import Library, Stroke
from tests.tools.accuracy.strokes.path import STEP_S, Marks, Path, shares

_HARDEST_M_S2: Final = 9.0
"""A stroke that brakes harder throws the stack; only a manner that ``throws`` does so."""

_TRIES: Final = 6
_BLUR: Final = 15
"""Points over which acceleration is looked at: what is shorter, no stack follows."""

_WALK_M_S: Final = 0.25


class Person:
    """Draws what a manner leaves open and writes the path."""

    def __init__(self, manner: Manner, strokes: Library, rng: np.random.Generator) -> None:
        self._manner = manner
        self._strokes = strokes
        self._rng = rng
        self._home_m = 0.0
        self._range_m = self._draw(manner.range_m)
        self._pull_s = self._draw(manner.pull_s)
        self._return_s = self._draw(manner.return_s)
        self.path = Path()

    def perform(self) -> Path:
        """One set from first to last stillness."""
        manner, path = self._manner, self.path
        count = int(self._rng.integers(manner.reps[0], manner.reps[1] + 1))
        broken = int(self._rng.integers(1, count))
        walk_m = self._draw(manner.walk_m)
        path.stay(self._draw((1.0, 2.5)))
        self._walk(walk_m)
        path.stay(self._draw(manner.ready_s))
        for number in range(count):
            if number == broken:
                self._between(walk_m)
            self._rep()
            path.stay(self._draw(manner.bottom_s))
        if walk_m:
            path.stay(self._draw((0.5, 1.5)))
            self._walk(-walk_m)
        path.stay(self._draw((1.5, 2.5)))
        return path

    def _between(self, walk_m: float) -> None:
        """What interrupts a set in its middle."""
        manner, path = self._manner, self.path
        if manner.put_down:
            self._walk(-walk_m)
            path.stay(self._draw((1.0, 3.0)))
            self._walk(walk_m)
            path.stay(self._draw(manner.ready_s))
        if manner.step_m[1]:
            step_m = float(self._rng.choice((-1.0, 1.0))) * self._draw(manner.step_m)
            self._home_m += step_m
            path.go(step_m, self._draw((0.4, 0.8)), self._any(self._strokes.pulls))
            path.stay(self._draw((0.5, 1.5)))

    def _rep(self) -> None:
        manner, path, rng = self._manner, self.path, self._rng
        range_m = self._range_m * rng.normal(1.0, 0.04)
        pull = path.last
        self._go(range_m, self._pull_s * rng.normal(1.0, 0.08), self._strokes.pulls)
        held = path.last
        path.stay(self._draw(manner.hold_s))
        back = path.last
        self._home_m += manner.drift_m
        rest_m = self._home_m + rng.normal(0.0, manner.home_m)
        return_s = self._return_s * rng.normal(1.0, 0.08)
        self._go(rest_m - path.x_m, return_s, self._strokes.returns)
        path.reps.append(Marks(pull, held, back, path.last))

    def _go(self, delta_m: float, seconds: float, strokes: tuple[Stroke, ...]) -> None:
        if self._rng.random() >= self._manner.pause:
            self._stroke(delta_m, seconds, strokes)
            return
        first = self._draw((0.3, 0.7))
        self._stroke(first * delta_m, first * seconds, strokes)
        self.path.stay(self._draw((0.2, 0.8)))
        self._stroke((1.0 - first) * delta_m, (1.0 - first) * seconds, strokes)

    def _stroke(self, delta_m: float, seconds: float, strokes: tuple[Stroke, ...]) -> None:
        """One of the strokes, slower than asked where it would throw the stack."""
        stroke = self._any(strokes)
        for _ in range(0 if self._manner.throws else _TRIES):
            harsh = _brake_m_s2(delta_m * shares(stroke, seconds)) / _HARDEST_M_S2
            if harsh <= 1.0:
                break
            seconds *= float(np.sqrt(harsh))
        self.path.go(delta_m, seconds, stroke)

    def _walk(self, distance_m: float) -> None:
        if not distance_m:
            return
        path, start_s = self.path, self.path.now_s
        seconds = abs(distance_m) / _WALK_M_S * self._draw((0.7, 1.4))
        path.go(self._home_m + distance_m - path.x_m, seconds, self._any(self._strokes.pulls))
        self._home_m += distance_m
        path.excursions.append(Excursion(start_s, path.now_s, "set_up_travel"))

    def _any(self, strokes: tuple[Stroke, ...]) -> Stroke:
        return strokes[int(self._rng.integers(len(strokes)))]

    def _draw(self, span: Span) -> float:
        return float(self._rng.uniform(*span))


def _brake_m_s2(way_m: Floats) -> float:
    """How hard a stroke brakes, either way."""
    speed = np.convolve(np.diff(way_m), np.full(_BLUR, 1.0 / _BLUR)) / STEP_S
    return float(-np.diff(speed).min() / STEP_S)
