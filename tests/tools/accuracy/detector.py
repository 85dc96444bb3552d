"""Our own detector: the whole pipeline over a simulated recording, reading by reading."""

import math
from dataclasses import replace

from device.calibration.recorded import factors_from_header
from device.pipeline import Pipeline
from device.reps.events import HoldReached, PhaseChanged, RepConfirmed, RepTopped
from device.reps.rep import Phase, Rep
from device.sensors.simulated.generate import Simulated
from tests.tools.accuracy.found import FoundRep, Ring


def detect(made: Simulated) -> list[FoundRep]:
    """The repetitions that the pipeline confirms, each with the hold rings it showed."""
    pipeline = Pipeline(factors_from_header(made.header))
    rings = _Rings()
    found: list[FoundRep] = []
    tops_s: list[float] = []
    for reading in made.readings:
        for event in pipeline.feed(reading):
            if isinstance(event, RepConfirmed):
                found.append(_found(event.rep))
            elif isinstance(event, RepTopped):
                tops_s.append(event.t_ns * 1e-9)
            else:
                rings.add(event)
        if rings.showing:
            rings.show(pipeline.live().hold_s or 0.0)
    last_s = made.readings[-1].t_ns * 1e-9
    found.extend(_found(e.rep) for e in pipeline.finish() if isinstance(e, RepConfirmed))
    rings.end(last_s)
    return [_with_live(rep, rings.done, tops_s) for rep in found]


def _with_live(rep: FoundRep, rings: list[Ring], tops_s: list[float]) -> FoundRep:
    """Add what the screen showed while a repetition was made."""
    return replace(
        rep,
        rings=tuple(ring for ring in rings if rep.start_s <= ring.shown_s <= rep.end_s),
        topped_s=max((t for t in tops_s if rep.start_s <= t <= rep.end_s), default=None),
    )


def _found(rep: Rep) -> FoundRep:
    return FoundRep(
        start_s=rep.start_ns * 1e-9,
        top_s=rep.top_ns * 1e-9,
        release_s=rep.release_ns * 1e-9,
        end_s=rep.end_ns * 1e-9,
        rom_m=_or_nan(rep.rom_m),
        mean_velocity_m_s=_or_nan(rep.mean_velocity_m_s),
        peak_velocity_m_s=_or_nan(rep.peak_velocity_m_s),
        detected_s=rep.detected_ns * 1e-9,
        mean_force_n=rep.mean_force_n,
    )


def _or_nan(figure: float | None) -> float:
    return math.nan if figure is None else figure


class _Rings:
    """Collects the hold rings from the causal events."""

    def __init__(self) -> None:
        self.done: list[Ring] = []
        self._open: Ring | None = None

    @property
    def showing(self) -> bool:
        return self._open is not None

    def show(self, hold_s: float) -> None:
        if self._open is not None and hold_s > self._open.most_s:
            self._open = replace(self._open, most_s=hold_s)

    def add(self, event: object) -> None:
        if isinstance(event, HoldReached) and self._open is not None:
            self._open = replace(self._open, reached=True)
        if not isinstance(event, PhaseChanged):
            return
        t_s = event.t_ns * 1e-9
        self.end(t_s)
        if event.phase == Phase.HOLD:
            self._open = Ring(t_s, t_s, 0.0, reached=False)

    def end(self, t_s: float) -> None:
        if self._open is not None:
            self.done.append(replace(self._open, until_s=t_s))
            self._open = None
