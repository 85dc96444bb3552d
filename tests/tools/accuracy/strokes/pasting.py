"""Makes recordings of pasted strokes, whose truth is known."""

from dataclasses import replace
from typing import Final
from zlib import crc32

import numpy as np

from device.sensors.reading import Reading
from device.sensors.simulated.clock import SampleClock
from device.sensors.simulated.crossing import Onsets
from device.sensors.simulated.encoder import Encoder
from device.sensors.simulated.generate import Simulated
from device.sensors.simulated.load_cell import LoadCell
from device.sensors.simulated.machine import Machine
from device.sensors.simulated.profile import Floats
from device.sensors.simulated.truth import Path as TruePath
from device.sensors.simulated.truth import TrueRep, Truth, true_rep
from tests.tools.accuracy.strokes.body import bounce_m, slow_sway_m, sway_m
from tests.tools.accuracy.strokes.cable import Seen, Stretch, handle_state, stretched, thrown
from tests.tools.accuracy.strokes.conditions import PASTED, Manner, Pasted
from tests.tools.accuracy.strokes.cutting import Library
from tests.tools.accuracy.strokes.path import STEP_S, Path
from tests.tools.accuracy.strokes.person import Person

_HANGS_M: Final = -0.5
"""The stack hangs all the time: it would rest only so far behind where the set begins."""


def paste(condition: str, seed: int, strokes: Library) -> Simulated:
    """Make one set; the same arguments give the same set.

    Raises:
        KeyError: No such condition.
        ValueError: There are no strokes to paste.
    """
    if not strokes:
        raise ValueError("no strokes to paste")
    rng = np.random.default_rng((seed, crc32(condition.encode())))
    pasted = PASTED[condition]
    manner = pasted.manner
    path = Person(manner, strokes, rng).perform()
    hand_m = path.whole()
    machine = _machine(manner, path, rng)
    truth = Truth(
        scenario=condition,
        seed=seed,
        reps=_true_reps(path, hand_m, machine),
        excursions=tuple(path.excursions),
        load_lost_s=_cell(pasted).lost_s(path.now_s),
    )
    moved_m = hand_m + sway_m(len(hand_m), manner.sway_m, rng)
    moved_m += slow_sway_m(len(hand_m), manner.slow_sway_m, rng)
    moved_m += bounce_m(len(hand_m), path.reps, manner.bounce_m, rng)
    return _recording(pasted, machine, _seen(moved_m, manner, rng), truth, rng)


def _machine(manner: Manner, path: Path, rng: np.random.Generator) -> Machine:
    stack_kg, tension_n = float(rng.uniform(8.0, 30.0)), float(rng.uniform(8.0, 25.0))
    home_m = float(path.whole()[path.reps[0].pull])
    lands_m = home_m + float(rng.uniform(0.01, 0.03))
    return Machine(
        stack_kg=stack_kg,
        friction=float(rng.uniform(0.03, 0.08)),
        tension_n=tension_n,
        lift_off_m=lands_m if manner.lands else _HANGS_M,
    )


def _true_reps(path: Path, hand_m: Floats, machine: Machine) -> tuple[TrueRep, ...]:
    hand = handle_state(hand_m)
    force = machine.force_n(hand)
    found = []
    for marks in path.reps:
        part = slice(marks.pull, marks.rest + 1)
        t_s = np.arange(marks.pull, marks.rest + 1, dtype=np.float64) * STEP_S
        onsets = Onsets(*(STEP_S * place for place in marks))
        whole = TruePath(t_s, hand.x_m[part], hand.v_m_s[part], force[part])
        found.append(true_rep(whole, onsets))
    return tuple(found)


def _seen(moved_m: Floats, manner: Manner, rng: np.random.Generator) -> Seen:
    if manner.stretch is not None:
        low, high = manner.stretch
        hertz = float(rng.uniform(low.hertz, high.hertz))
        return stretched(moved_m, Stretch(hertz, float(rng.uniform(low.damping, high.damping))))
    if manner.throws:
        return thrown(moved_m)
    return Seen(moved_m, np.zeros(len(moved_m), dtype=np.bool_))


def _recording(
    pasted: Pasted, machine: Machine, seen: Seen, truth: Truth, rng: np.random.Generator
) -> Simulated:
    per_metre = {"counts_per_metre": 2000.0, "offset_counts": float(rng.uniform(-5e3, 5e3))}
    encoder = Encoder(**{**per_metre, **pasted.encoder})
    cell = _cell(pasted)
    cell = replace(cell, rate_error=float(rng.uniform(-0.03, 0.03)))
    cell = replace(cell, zero_counts=float(rng.uniform(-1e5, 1e5)))
    t_s = np.arange(len(seen.x_m)) * STEP_S
    instants = SampleClock().instants(float(t_s[-1]), rng)
    counts = encoder.counts(np.interp(instants.taken_s, t_s, seen.x_m))
    force = np.where(seen.slack, 0.0, machine.force_n(handle_state(seen.x_m)))
    loads: list[int | None] = [None] * len(counts)
    if cell.rate_hz:
        grid_s = cell.grid_s(float(t_s[-1]))
        times, values = cell.convert(grid_s, np.interp(grid_s, t_s, force), rng)
        places = np.searchsorted(instants.taken_s, times)
        for place, value in zip(places.tolist(), values.tolist(), strict=True):
            if place < len(loads):
                loads[place] = value
    readings = list(map(Reading, instants.stamp_ns.tolist(), counts.tolist(), loads))
    header: dict[str, str | int | float] = {
        "counts_per_metre": encoder.counts_per_metre,
        "newtons_per_count": cell.newtons_per_count,
        "load_zero": cell.zero_counts,
        "load_delay_s": cell.delay_s,
        "weight_kg": round(machine.stack_kg, 3),
        "pasted": f"{truth.scenario} {truth.seed}",
    }
    return Simulated(readings, header, truth)


def _cell(pasted: Pasted) -> LoadCell:
    return replace(LoadCell(), **pasted.load_cell)
