"""What really happened in a simulated recording."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from device.sensors.simulated.machine import Machine
from device.sensors.simulated.profile import Floats
from device.sensors.simulated.script import Excursion, PlannedRep, Script

_STEPS: Final = 1000
"""Points a phase is measured at; peak velocity is then within 1e-5 of its closed form."""


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One repetition as it was made.

    Its boundaries are those of the moves that it consists of, before tremor and sway; after an
    overshoot the top is when it had settled. Distances, velocities and forces are those of the
    handle itself, before any sensor.

    Attributes:
        start_s: Concentric onset, as all times in the recording's own seconds.
        top_s: End of the concentric.
        release_s: Onset of the eccentric.
        end_s: End of the eccentric.
        hold_s: ``release_s − top_s``.
        rom_m: Highest position minus that at the start.
        mean_velocity_m_s: ``(x(top) − x(start)) / (top − start)``.
        peak_velocity_m_s: Highest velocity of the concentric.
        mean_force_n: Mean force at the handle over the time of the concentric.
        peak_force_n: Highest force at the handle in the concentric.
        work_j: ``∫F dx`` over the concentric.
        kind: ``full`` or ``partial``.
        returned: Whether the handle came back; if not, ``end_s`` is where it stayed.
    """

    start_s: float
    top_s: float
    release_s: float
    end_s: float
    hold_s: float
    rom_m: float
    mean_velocity_m_s: float
    peak_velocity_m_s: float
    mean_force_n: float
    peak_force_n: float
    work_j: float
    kind: str
    returned: bool = True


@dataclass(frozen=True, slots=True)
class Truth:
    """The truth beside a recording.

    Attributes:
        scenario: Name of the condition.
        seed: What it was drawn with.
        reps: In the order of time.
        excursions: Movements that are no repetitions, with what they are.
        load_lost_s: Stretches ``(from, to)`` in which the load cell's values mean nothing.
        spoiled_s: Stretches in which the position means nothing: a repetition that touches one
            may be found or not.
    """

    scenario: str
    seed: int
    reps: tuple[TrueRep, ...]
    excursions: tuple[Excursion, ...] = ()
    load_lost_s: tuple[tuple[float, float], ...] = ()
    spoiled_s: tuple[tuple[float, float], ...] = ()

    def document(self) -> dict[str, Any]:
        """As written beside a recording, ready for JSON; seconds to the microsecond."""
        kinds = [rep.kind for rep in self.reps]
        return {
            "scenario": self.scenario,
            "seed": self.seed,
            "counts": {kind: kinds.count(kind) for kind in ("full", "partial")},
            "reps": [_rounded(asdict(rep)) for rep in self.reps],
            "excursions": [_rounded(excursion._asdict()) for excursion in self.excursions],
            "load_lost_s": [[round(t, 6) for t in span] for span in self.load_lost_s],
            "spoiled_s": [[round(t, 6) for t in span] for span in self.spoiled_s],
        }


def measure(script: Script, machine: Machine) -> tuple[TrueRep, ...]:
    """The repetitions of a script, measured on its ideal motion."""
    return tuple(_measure(script, machine, rep) for rep in script.reps)


def _measure(script: Script, machine: Machine, rep: PlannedRep) -> TrueRep:
    t = np.linspace(rep.start_s, rep.top_s, _STEPS)
    concentric = script.ideal(t)
    later = script.ideal(np.linspace(rep.top_s, rep.end_s, _STEPS))
    start_m, top_m = concentric.x_m[0], concentric.x_m[-1]
    peak_m = max(concentric.x_m.max(), later.x_m.max())
    force = machine.force_n(concentric)
    duration_s = rep.top_s - rep.start_s
    return TrueRep(
        start_s=rep.start_s,
        top_s=rep.top_s,
        release_s=rep.release_s,
        end_s=rep.end_s,
        hold_s=rep.release_s - rep.top_s,
        rom_m=float(peak_m - start_m),
        mean_velocity_m_s=float((top_m - start_m) / duration_s),
        peak_velocity_m_s=float(concentric.v_m_s.max()),
        mean_force_n=_integral(force, t) / duration_s,
        peak_force_n=float(force.max()),
        work_j=_integral(force, concentric.x_m),
        kind="partial" if rep.partial else "full",
        returned=rep.returned,
    )


def _integral(values: Floats, over: Floats) -> float:
    return float(np.sum((values[1:] + values[:-1]) * np.diff(over)) / 2.0)


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {key: round(v, 6) if isinstance(v, float) else v for key, v in values.items()}
