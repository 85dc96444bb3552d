"""Movements in closed form, so that a test knows the truth."""

from collections.abc import Callable, Iterator

import numpy as np
import pytest
from shapes import MINIMUM_JERK, Array, Shape

from device.sensors.reading import Reading


class Handle:
    """A handle that is moved by the script: ``move`` and ``wait``, then ``readings``."""

    def __init__(self) -> None:
        self.t_s = 0.0
        self.x_m = 0.0
        self._moves: list[tuple[float, float, float, Shape, tuple[float, ...]]] = []

    def wait(self, seconds: float) -> "Handle":
        self.t_s += seconds
        return self

    def move(
        self, seconds: float, way_m: float, shape: Shape = MINIMUM_JERK, *parameters: float
    ) -> "Handle":
        self._moves.append((self.t_s, seconds, way_m, shape, parameters))
        self.x_m += way_m
        return self.wait(seconds)

    def rep(self, rom_m: float = 0.5, pull: float = 0.8, hold: float = 1.2, back: float = 1.5):
        return self.move(pull, rom_m).wait(hold).move(back, -rom_m)

    def position_m(self, t_s: Array) -> Array:
        total = np.zeros_like(t_s)
        for start_s, seconds, way_m, shape, parameters in self._moves:
            tau = np.clip((t_s - start_s) / seconds, 0.0, 1.0)
            total += way_m * shape.function(tau, parameters)[0]
        return total

    def passes_s(self, level_m: float, after_s: float) -> float:
        """When the handle first passes a level after a time, to a tenth of a millisecond."""
        t_s = np.arange(after_s, self.t_s, 1e-4)
        above = self.position_m(t_s) > level_m
        return float(t_s[np.flatnonzero(above != above[0])[0]])

    def readings(
        self,
        counts_per_metre: float = 2000.0,
        rate_hz: float = 200.0,
        load: Callable[[float, float], int | None] = lambda _t, _x: None,
    ) -> Iterator[Reading]:
        t_s = np.arange(0.0, self.t_s, 1.0 / rate_hz)
        counts = np.floor(self.position_m(t_s) * counts_per_metre).astype(int)
        for t, count in zip(t_s.tolist(), counts.tolist(), strict=True):
            yield Reading(round(t * 1e9), count, load(t, count / counts_per_metre))


@pytest.fixture
def handle() -> Handle:
    return Handle()
