"""What a trainee does with the handle, move by move, with the boundaries that are the truth."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from device.sensors.simulated.profile import PROFILES, Floats, HandleState, Move, handle_state

MAX_SPEED_M_S: Final = 3.2
"""No trainee moves a loaded handle faster; a move that would have to takes longer instead."""

_TREMOR_EDGE_S: Final = 0.05


class PlannedRep(NamedTuple):
    """Boundaries of one repetition: those of the moves it consists of."""

    start_s: float
    top_s: float
    release_s: float
    end_s: float
    partial: bool
    returned: bool


class Excursion(NamedTuple):
    """A movement that is not a repetition. ``reason`` is what a detector may reject it with."""

    start_s: float
    end_s: float
    reason: str


class Shake(NamedTuple):
    """A sinusoid laid over the motion from one time to another."""

    start_s: float
    end_s: float
    amplitude_m: float
    frequency_hz: float
    phase: float


@dataclass(slots=True)
class Script:
    """A motion being written down: a place in time and space, and what led there."""

    origin_m: float = 0.0
    now_s: float = 0.0
    x_m: float = field(init=False)
    moves: list[Move] = field(default_factory=list)
    shakes: list[Shake] = field(default_factory=list)
    reps: list[PlannedRep] = field(default_factory=list)
    excursions: list[Excursion] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.x_m = self.origin_m

    def wait(self, duration_s: float) -> None:
        """Stay where it is."""
        self.now_s += duration_s

    def go(self, delta_m: float, duration_s: float, profile: str, overlap_s: float = 0.0) -> None:
        """Move by ``delta_m``, beginning ``overlap_s`` before the previous move has ended."""
        least_s = PROFILES[profile].peak * abs(delta_m) / MAX_SPEED_M_S
        start_s = self.now_s - overlap_s
        self.moves.append(Move(start_s, max(duration_s, least_s), delta_m, profile))
        self.now_s = self.moves[-1].end_s
        self.x_m += delta_m

    def end_open_reps(self) -> None:
        """A repetition whose release never came (its time is infinite) lasts until now."""
        for place, rep in enumerate(self.reps):
            if np.isinf(rep.release_s):
                self.reps[place] = rep._replace(release_s=self.now_s, end_s=self.now_s)

    def ideal(self, t_s: Floats) -> HandleState:
        """The motion itself, which the truth is measured on."""
        return handle_state(self.moves, t_s, self.origin_m)

    def seen_m(self, ideal: HandleState, t_s: Floats) -> Floats:
        """Position with tremor and sway, which the encoder sees.

        The force leaves them out: the give of cable and arm takes them up.
        """
        x = ideal.x_m.copy()
        for start_s, end_s, amplitude_m, frequency_hz, phase in self.shakes:
            first, after = np.searchsorted(t_s, (start_s, end_s))
            t = t_s[first:after]
            edge = np.clip(np.minimum(t - start_s, end_s - t) / _TREMOR_EDGE_S, 0.0, 1.0)
            x[first:after] += amplitude_m * edge * np.sin(2 * np.pi * frequency_hz * t + phase)
        return x
