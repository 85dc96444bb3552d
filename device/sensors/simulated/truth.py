"""What really happened in a simulated recording."""

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np

from device.sensors.simulated.crossing import Levels, Onsets, crossings
from device.sensors.simulated.kinetics import (
    Path,
    integral,
    mean_propulsive_velocity_m_s,
    peak_power_w,
    rfd_n_s,
)
from device.sensors.simulated.machine import Machine
from device.sensors.simulated.script import Excursion, PlannedRep, Script

__all__ = ["Path", "Spans", "Trouble", "TrueRep", "Truth", "measure", "true_rep"]

_STEP_S: Final = 0.001
"""Spacing of the path that is measured; peak velocity is then within 1e-5 of its closed form."""


@dataclass(frozen=True, slots=True)
class TrueRep:
    """One repetition as it was made.

    Its boundaries are the crossings of ``crossing`` on the path before tremor and sway.
    Distances, velocities and forces are those of the handle itself, before any sensor.

    Attributes:
        start_s: Begin of the concentric, as all times in the recording's own seconds.
        top_s: End of the concentric.
        release_s: Begin of the eccentric.
        end_s: End of the eccentric.
        hold_s: ``release_s − top_s`` beyond a plain turn; 0 for a turn.
        rom_m: Highest position minus the level stood at before the pull.
        mean_velocity_m_s: ``(x(top) − x(start)) / (top − start)``.
        peak_velocity_m_s: Highest velocity of the concentric.
        mean_force_n: Mean force at the handle over the time of the concentric.
        peak_force_n: Highest force at the handle in the concentric.
        work_j: ``∫F dx`` over the concentric.
        kind: ``full`` or ``partial``.
        returned: Whether the handle came back; if not, ``end_s`` is where it stayed.
        start_onset_s: When the first move of the pull begins; the four onsets are those of the
            moves that the repetition consists of, and nobody can measure them; ``None`` where
            the maker of the path does not know them either.
        top_onset_s: When the last move of the pull ends; after an overshoot, when it has settled.
        release_onset_s: When the first move of the release begins.
        end_onset_s: When the last one ends.
        hold_onset_s: ``release_onset_s − top_onset_s``.
        mean_power_w: Work over the time of the concentric.
        peak_power_w: Highest force times velocity.
        mean_propulsive_velocity_m_s: Until the force falls below the load's own weight; ``None``
            where that is not known.
        rfd_n_s: Slope of force from 20 to 80 % of its rise; ``None`` where it hardly rises.
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
    start_onset_s: float | None = None
    top_onset_s: float | None = None
    release_onset_s: float | None = None
    end_onset_s: float | None = None
    hold_onset_s: float | None = None
    mean_power_w: float | None = None
    peak_power_w: float | None = None
    mean_propulsive_velocity_m_s: float | None = None
    rfd_n_s: float | None = None


Spans = tuple[tuple[float, float], ...]
"""From when to when, in seconds."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """What is wrong with a sensor.

    Attributes:
        sensor: ``encoder``, ``load_cell``, or the ``link`` from both to the program.
        word: The kind of fault, or of flag, that names it.
        from_s: When it begins to show, as a time of the recording.
        to_s: When it is over.
        reps: Numbers, from 1, of the repetitions that it touches.
        figures: Which of theirs cannot be measured so: ``range``, ``hold``, ``velocity``,
            ``force``.
    """

    sensor: str
    word: str
    from_s: float
    to_s: float
    reps: tuple[int, ...]
    figures: tuple[str, ...]


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
        slack_s: Stretches in which a thrown stack flies: the counter goes on without the hand.
        troubles: What is wrong with the sensors.
    """

    scenario: str
    seed: int
    reps: tuple[TrueRep, ...]
    excursions: tuple[Excursion, ...] = ()
    load_lost_s: Spans = ()
    spoiled_s: Spans = ()
    slack_s: Spans = ()
    troubles: tuple[Trouble, ...] = ()

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
            "slack_s": [[round(t, 6) for t in span] for span in self.slack_s],
            "troubles": [_rounded(asdict(trouble)) for trouble in self.troubles],
        }


def measure(script: Script, machine: Machine) -> tuple[TrueRep, ...]:
    """The repetitions of a script, measured on its ideal motion."""
    return tuple(_measure(script, machine, rep) for rep in script.reps)


def _measure(script: Script, machine: Machine, rep: PlannedRep) -> TrueRep:
    onsets = Onsets(rep.start_s, rep.top_s, rep.release_s, rep.end_s)
    steps = round((rep.end_s - rep.start_s) / _STEP_S)
    t_s = np.linspace(rep.start_s, rep.end_s, steps + 1)
    handle = script.ideal(t_s)
    path = Path(t_s, handle.x_m, handle.v_m_s, machine.force_n(handle))
    levels = Levels(*script.meant_m(np.array(onsets)).tolist()) if script.bounces else None
    kind = "partial" if rep.partial else "full"
    weight_n = machine.weight_n
    return true_rep(path, onsets, levels, kind=kind, returned=rep.returned, weight_n=weight_n)


def true_rep(
    path: Path,
    onsets: Onsets,
    levels: Levels | None = None,
    *,
    kind: str = "full",
    returned: bool = True,
    weight_n: float | None = None,
) -> TrueRep:
    """One repetition, measured on its path; ``levels`` as in ``crossing.crossings``."""
    bounds = crossings(path.t_s, path.x_m, onsets, levels)
    pull = path.between(bounds.start_s, bounds.top_s)
    work_j = integral(pull.force_n, pull.x_m)
    duration_s = bounds.top_s - bounds.start_s
    return TrueRep(
        start_s=bounds.start_s,
        top_s=bounds.top_s,
        release_s=bounds.release_s,
        end_s=bounds.end_s,
        hold_s=bounds.hold_s,
        rom_m=bounds.rom_m,
        mean_velocity_m_s=float(pull.x_m[-1] - pull.x_m[0]) / duration_s,
        peak_velocity_m_s=float(pull.v_m_s.max()),
        mean_force_n=integral(pull.force_n, pull.t_s) / duration_s,
        peak_force_n=float(pull.force_n.max()),
        work_j=work_j,
        kind=kind,
        start_onset_s=onsets.start_s,
        top_onset_s=onsets.top_s,
        release_onset_s=onsets.release_s,
        end_onset_s=onsets.end_s,
        hold_onset_s=onsets.release_s - onsets.top_s,
        mean_power_w=work_j / duration_s,
        peak_power_w=peak_power_w(pull),
        mean_propulsive_velocity_m_s=(
            None if weight_n is None else mean_propulsive_velocity_m_s(pull, weight_n)
        ),
        rfd_n_s=rfd_n_s(pull),
        returned=returned,
    )


def _rounded(values: dict[str, Any]) -> dict[str, Any]:
    return {
        key: round(v, 6) if isinstance(v, float) else list(v) if isinstance(v, tuple) else v
        for key, v in values.items()
    }
