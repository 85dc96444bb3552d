"""A named situation: what a simulated set depends on, and what differs in it from a plain one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from device.sensors.simulated.clock import SampleClock
from device.sensors.simulated.encoder import Encoder
from device.sensors.simulated.load_cell import LoadCell
from device.sensors.simulated.machine import Machine
from device.sensors.simulated.mishap import Mishaps
from device.sensors.simulated.style import Style

Changes = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a simulated set depends on."""

    style: Style
    machine: Machine
    encoder: Encoder
    load_cell: LoadCell
    clock: SampleClock
    mishaps: Mishaps


@dataclass(frozen=True, slots=True)
class Condition:
    """A named situation: what differs in it from a plain set on a plain station.

    Attributes:
        name: How to ask for it.
        about: One line.
        style: Fields of ``Style`` that differ; likewise the others.
        exact_range: Whether distance can be measured at all: a slipping wheel hides it.
        share: How often it is worth running against the others; long ones less often.
        mixes: Others of which it takes the changes of two to four, drawn anew each time.
    """

    name: str
    about: str
    style: Changes = field(default_factory=dict)
    machine: Changes = field(default_factory=dict)
    encoder: Changes = field(default_factory=dict)
    load_cell: Changes = field(default_factory=dict)
    clock: Changes = field(default_factory=dict)
    mishaps: Changes = field(default_factory=dict)
    exact_range: bool = True
    share: float = 1.0
    mixes: tuple["Condition", ...] = ()

    def setup(self, rng: np.random.Generator) -> Setup:
        """Draw a station and a trainee in this condition."""
        setup = _plain(rng)
        for condition in (self, *self._mixture(rng)):
            setup = Setup(
                replace(setup.style, **condition.style),
                replace(setup.machine, **condition.machine),
                replace(setup.encoder, **condition.encoder),
                replace(setup.load_cell, **condition.load_cell),
                replace(setup.clock, **condition.clock),
                replace(setup.mishaps, **condition.mishaps),
            )
        return setup

    def _mixture(self, rng: np.random.Generator) -> list["Condition"]:
        if not self.mixes:
            return []
        count = int(rng.integers(2, 5))
        return [self.mixes[i] for i in rng.choice(len(self.mixes), count, replace=False)]


def _plain(rng: np.random.Generator) -> Setup:
    """A station as set up well, each a little different."""
    machine = Machine(
        stack_kg=float(rng.choice((10.0, 15.0, 20.0, 25.0, 30.0))),
        ratio=float(rng.choice((1.0, 0.5))),
        friction=float(rng.uniform(0.03, 0.08)),
        tension_n=float(rng.uniform(8.0, 25.0)),
        # Some begin with the stack at rest and the cable taut, some with the stack hanging.
        lift_off_m=float(rng.choice((0.0, -0.1))),
    )
    encoder = Encoder(offset_counts=float(rng.uniform(-5000.0, 5000.0)))
    load_cell = LoadCell(
        rate_error=float(rng.uniform(-0.03, 0.03)), zero_counts=float(rng.uniform(-1e5, 1e5))
    )
    return Setup(Style(), machine, encoder, load_cell, SampleClock(), Mishaps())
