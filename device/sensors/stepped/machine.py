"""The simulated machine and trainee, one movement at a time and exactly as asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np

from device.sensors.reading import Fault, Reading
from device.sensors.simulated.clock import SampleClock
from device.sensors.simulated.condition import Setup
from device.sensors.simulated.encoder import Encoder
from device.sensors.simulated.generate import read_script
from device.sensors.simulated.load_cell import LoadCell
from device.sensors.simulated.machine import Machine
from device.sensors.simulated.mishap import Mishaps
from device.sensors.simulated.script import Script, Shake
from device.sensors.simulated.style import Style

_PROFILE: Final = "minimum_jerk"
_TREMOR_M: Final = 0.0002
_TREMOR_HZ: Final = 10.0
_STRIDE_M: Final = 0.3
_STRIDE_S: Final = 0.6
_OFFLINE_HZ: Final = 4.0
"""How often a source without a sensor says so (see ``Source``)."""

_WITHOUT_LOAD: Final = Fault.LOAD_TIMEOUT | Fault.OFFLINE


@dataclass(frozen=True, slots=True)
class Movement:
    """What the sensors deliver of one movement.

    Attributes:
        readings: In time order, stamped from 0 on.
        duration_ns: Until the next movement begins.
        marks_ns: Instants worth stopping at, by name; after its first reading each.
    """

    readings: Sequence[Reading]
    duration_ns: int
    marks_ns: Mapping[str, int] = field(default_factory=dict)


class SteppedMachine:
    """A handle that is moved exactly as asked for, read through modelled sensors.

    The same seed and the same movements give the same readings. Distances are in metres and
    durations in seconds, as everywhere.
    """

    def __init__(self, seed: int) -> None:
        self._rng = np.random.default_rng(seed)
        self.setup = Setup(Style(), Machine(), Encoder(), LoadCell(), SampleClock(), Mishaps())
        self._place_m = 0.0

    def rest(self, seconds: float) -> Movement:
        """Stand still."""
        script = self._script()
        script.wait(seconds)
        return self._read(script)

    def move(self, delta_m: float, seconds: float) -> Movement:
        """Move the handle and stay there."""
        script = self._script()
        script.go(delta_m, seconds, _PROFILE)
        return self._read(script)

    def rep(
        self,
        *,
        rom_m: float = 0.6,
        pull_s: float = 0.8,
        hold_s: float = 1.2,
        release_s: float = 1.6,
        rest_s: float = 1.0,
    ) -> Movement:
        """One repetition, with stillness behind it; marked in the middle of each phase."""
        script, marks = self._script(), {}
        start_s = script.now_s
        script.go(rom_m, pull_s, _PROFILE)
        top_s = script.now_s
        marks["pull"] = (start_s + top_s) / 2
        script.wait(hold_s)
        script.shakes.append(Shake(top_s, script.now_s, _TREMOR_M, _TREMOR_HZ, 0.0))
        release_from_s = script.now_s
        marks["hold"] = (top_s + release_from_s) / 2
        script.go(-rom_m, release_s, _PROFILE)
        marks["release"] = (release_from_s + script.now_s) / 2
        script.wait(rest_s)
        return self._read(script, {name: round(at_s * 1e9) for name, at_s in marks.items()})

    def walk(self, distance_m: float) -> Movement:
        """Carry the handle out (or back, where negative): the stack then lifts off from there."""
        machine = self.setup.machine
        machine = replace(machine, lift_off_m=machine.lift_off_m + distance_m)
        self.setup = replace(self.setup, machine=machine)
        script = self._script()
        strides = max(2, round(abs(distance_m) / _STRIDE_M))
        for place in range(strides):
            overlap_s = 0.3 * _STRIDE_S if place else 0.0
            script.go(distance_m / strides, _STRIDE_S, _PROFILE, overlap_s)
        script.wait(1.0)
        return self._read(script)

    def fault(self, faults: Fault, seconds: float) -> Movement:
        """Stand still while the sensors report faults; ``OFFLINE`` four times per second."""
        movement = self.rest(seconds)
        readings = movement.readings
        if faults & Fault.OFFLINE:
            readings = self._few(readings)
        silent = bool(faults & _WITHOUT_LOAD)
        faulty = [
            reading._replace(
                faults=reading.faults | int(faults),
                load_raw=None if silent else reading.load_raw,
            )
            for reading in readings
        ]
        return replace(movement, readings=faulty)

    def unseen(self, readings: Sequence[Reading], count: int) -> list[Reading]:
        """What a source says in place of these readings while its cable is out.

        Args:
            readings: Of a movement that goes on meanwhile.
            count: The last one that came, which a source repeats.
        """
        return [
            reading._replace(
                encoder_count=count,
                load_raw=None,
                faults=int(_WITHOUT_LOAD),
            )
            for reading in self._few(readings)
        ]

    def _few(self, readings: Sequence[Reading]) -> Sequence[Reading]:
        return readings[:: round(self.setup.clock.rate_hz / _OFFLINE_HZ)]

    def _script(self) -> Script:
        return Script(self._place_m)

    def _read(self, script: Script, marks_ns: Mapping[str, int] | None = None) -> Movement:
        self._place_m = script.x_m
        readings = read_script(script, self.setup, self._rng)
        # Whole periods only, so that no two readings are closer than the rate says.
        period_ns = round(1e9 / self.setup.clock.rate_hz)
        return Movement(readings, len(readings) * period_ns, marks_ns or {})
