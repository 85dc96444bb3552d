"""What a trainee does with the handle, move by move, with the boundaries that are the truth."""

from dataclasses import dataclass, field
from typing import Final, NamedTuple

import numpy as np

from device.sensors.simulated.body.bounce import Bounce
from device.sensors.simulated.body.sway import Unrest, grid_s, of_position
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
    """A sinusoid laid over the motion from one time to another, faded in and out."""

    start_s: float
    end_s: float
    amplitude_m: float
    frequency_hz: float
    phase: float
    edge_s: float = _TREMOR_EDGE_S


@dataclass(slots=True)
class Script:
    """A motion being written down: a place in time and space, and what led there.

    Attributes:
        origin_m: Where it all begins.
        now_s: The time written up to; ``x_m`` is the place.
        moves: What is meant; ``bounces`` follow from it, and both are the path as it really is.
        shakes: Tremor and tones of sway, and ``unrest``: what nobody means.
        reps: The repetitions, by their moves; ``excursions`` are no repetitions.
        throws: From when to when a stack may fly.
        felt: Whether the force takes part in shakes and unrest. If not, the give of cable and arm
            takes them up.
    """

    origin_m: float = 0.0
    now_s: float = 0.0
    x_m: float = field(init=False)
    moves: list[Move] = field(default_factory=list)
    shakes: list[Shake] = field(default_factory=list)
    bounces: list[Bounce] = field(default_factory=list)
    unrest: list[Unrest] = field(default_factory=list)
    throws: list[tuple[float, float]] = field(default_factory=list)
    felt: bool = False
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
        state = handle_state(self.moves, t_s, self.origin_m)
        for bounce in self.bounces:
            bounce.add_to(state, t_s)
        return state

    def meant_m(self, t_s: Floats) -> Floats:
        """Where the moves alone lead: the levels about which it bounces."""
        return handle_state(self.moves, t_s, self.origin_m).x_m

    def seen_m(self, ideal: HandleState, t_s: Floats) -> Floats:
        """Position with tremor and sway, which the encoder sees."""
        x = self._shaken_m(ideal.x_m.copy(), t_s)
        for unrest in self.unrest:
            x += unrest.at(t_s).x_m
        return x

    def felt_state(self, t_s: Floats) -> HandleState:
        """The motion that the stack must follow."""
        ideal = self.ideal(t_s)
        if not self.felt:
            return ideal
        steps_s = grid_s(self.now_s)
        shaken = of_position(self._shaken_m(np.zeros(len(steps_s)), steps_s))
        added = [unrest.at(t_s) for unrest in (shaken, *self.unrest)]
        return HandleState(*(sum(values) for values in zip(ideal, *added, strict=True)))

    def _shaken_m(self, x: Floats, t_s: Floats) -> Floats:
        for start_s, end_s, amplitude_m, frequency_hz, phase, edge_s in self.shakes:
            first, after = np.searchsorted(t_s, (start_s, end_s))
            t = t_s[first:after]
            edge = np.clip(np.minimum(t - start_s, end_s - t) / edge_s, 0.0, 1.0)
            if self.felt:  # without a leap of speed, which would take a force without end
                edge = edge * edge * (3.0 - 2.0 * edge)
            x[first:after] += amplitude_m * edge * np.sin(2 * np.pi * frequency_hz * t + phase)
        return x
