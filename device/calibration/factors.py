"""The factors between counts and units, and their application to one reading."""

from dataclasses import dataclass
from typing import NamedTuple

from device.sensors.reading import Fault, Reading

# Plain integers: this runs for every reading, and flags of an enum cost ten times as much.
_FORCE_INVALID = int(Fault.LOAD_SATURATED | Fault.LOAD_DESYNC | Fault.LOAD_TIMEOUT)
_SATURATED = int(Fault.LOAD_SATURATED)

LOAD_RAW_MAX = 2**23 - 1
LOAD_RAW_MIN = -(2**23)
"""The ends of a 24-bit converter's range: there a force is only known to be beyond."""


class Measurement(NamedTuple):
    """One reading in units.

    Attributes:
        t_ns: As in the reading.
        position_m: Cable paid out since count zero, positive in the direction of the pull.
        force_n: Cable force of a conversion that arrived with this reading; ``None`` where none
            arrived or the chip says that it is wrong.
        faults: As in the reading.
    """

    t_ns: int
    position_m: float
    force_n: float | None
    faults: int


@dataclass(frozen=True, slots=True)
class Factors:
    """What turns counts into metres and newtons.

    Attributes:
        counts_per_metre: Quadrature counts per metre of cable; negative where the encoder counts
            down in a pull.
        newtons_per_count: Force of one load cell count.
        load_zero: Load cell counts with no force on the cable (the tare).
        load_delay_s: Group delay of the load cell's converter: a conversion describes the force
            this much before its reading.
    """

    counts_per_metre: float = 2000.0
    newtons_per_count: float = 0.0025
    load_zero: float = 0.0
    load_delay_s: float = 0.025

    @property
    def quantum_m(self) -> float:
        """Cable length of one encoder count."""
        return 1.0 / abs(self.counts_per_metre)

    def apply(self, reading: Reading) -> Measurement:
        """Convert one reading; force is ``(load_raw - load_zero) * newtons_per_count``."""
        t_ns, count, raw, faults = reading
        force = None
        if raw is None:
            pass
        elif raw >= LOAD_RAW_MAX or raw <= LOAD_RAW_MIN:
            faults |= _SATURATED
        elif not faults & _FORCE_INVALID:
            force = (raw - self.load_zero) * self.newtons_per_count
        return Measurement(t_ns, count / self.counts_per_metre, force, faults)
