"""Makes recordings whose truth is known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import compress
from typing import Any
from zlib import crc32

import numpy as np

from device.sensors.reading import Reading
from device.sensors.simulated.body.flight import STEP_S, Flight, flights
from device.sensors.simulated.condition import CONDITIONS, Setup
from device.sensors.simulated.faulty.fault import Scene, SensorFault
from device.sensors.simulated.faulty.stream import Stream
from device.sensors.simulated.faulty.table import SENSOR_FAULTS
from device.sensors.simulated.machine import Machine
from device.sensors.simulated.profile import Floats
from device.sensors.simulated.script import Script
from device.sensors.simulated.trainee import perform
from device.sensors.simulated.truth import Truth, measure


@dataclass(frozen=True, slots=True)
class Simulated:
    """A recording and its truth.

    Attributes:
        readings: In time order, from ``t_ns`` 0 on.
        header: Header values of the recording.
        truth: In the same time.
    """

    readings: list[Reading]
    header: dict[str, str | int | float]
    truth: Truth


def generate(
    condition: str, seed: int, *, rate_hz: float | None = None, **changes: Any
) -> Simulated:
    """Simulate one set; the same arguments give the same set, bit for bit.

    Args:
        condition: A name in ``CONDITIONS`` or ``SENSOR_FAULTS``.
        seed: Any whole number from 0 on.
        rate_hz: Readings per second; ``None`` leaves it to the condition.
        changes: Fields of ``Style`` to set, whatever the condition says.

    Raises:
        KeyError: No such condition.
    """
    rng = np.random.default_rng((seed, crc32(condition.encode())))
    fault = SENSOR_FAULTS.get(condition)
    setup = (CONDITIONS[condition] if fault is None else fault.base).setup(rng)
    if rate_hz is not None:
        setup = replace(setup, clock=replace(setup.clock, rate_hz=rate_hz))
    setup = replace(setup, style=replace(setup.style, **changes))
    sound = _simulate(setup, condition, seed, rng)
    return sound if fault is None else _struck(sound, fault, rng)


def _struck(sound: Simulated, fault: SensorFault, rng: np.random.Generator) -> Simulated:
    """The same set, as a broken sensor tells of it."""
    header, stream = dict(sound.header), Stream.of(sound.readings)
    scene = Scene(sound.truth.reps, header, sound.readings[-1].t_ns / 1e9, rng)
    troubles = fault.strike(stream, scene)
    return Simulated(stream.readings(), header, replace(sound.truth, troubles=troubles))


def _simulate(setup: Setup, condition: str, seed: int, rng: np.random.Generator) -> Simulated:
    style = setup.style
    script = perform(style, rng)
    readings = read_script(script, setup, rng)
    truth = Truth(
        scenario=condition,
        seed=seed,
        reps=measure(script, setup.machine),
        excursions=tuple(script.excursions),
        load_lost_s=setup.load_cell.lost_s(script.now_s),
        spoiled_s=setup.mishaps.spoiled_s(script.now_s),
        slack_s=tuple(flight.slack_s for flight in _flights(script, setup.machine)),
    )
    header = station_header(setup)
    if style.two_hump:
        header["variant"] = "knee_drive"
    header["weight_kg"] = setup.machine.stack_kg
    header["simulated"] = f"{condition} {seed}"
    return Simulated(readings, header, truth)


def station_header(setup: Setup) -> dict[str, str | int | float]:
    """The header values that a calibration of the station would find."""
    return {
        "counts_per_metre": setup.encoder.counts_per_metre,
        "newtons_per_count": setup.load_cell.newtons_per_count,
        "load_zero": setup.load_cell.zero_counts,
        "load_delay_s": setup.load_cell.delay_s,
    }


def read_script(script: Script, setup: Setup, rng: np.random.Generator) -> list[Reading]:
    """What the station's sensors deliver of a script, in time order from 0 on."""
    instants = setup.clock.instants(script.now_s, rng)
    seen_m = script.seen_m(script.ideal(instants.taken_s), instants.taken_s)
    flown = _flights(script, setup.machine)
    for flight in flown:
        seen_m += flight.above_at(instants.taken_s)
    counts = setup.encoder.counts(seen_m)
    raws = _conversions(script, flown, setup, instants.taken_s, rng)
    stamps = instants.stamp_ns.tolist()
    broken = setup.mishaps.strike(instants.taken_s, counts, script.now_s, rng)
    readings = map(Reading, stamps, broken.counts.tolist(), raws, broken.faults.tolist())
    return list(compress(readings, broken.arrives.tolist()))


def _flights(script: Script, machine: Machine) -> list[Flight]:
    """Every flight of a thrown stack."""
    found: list[Flight] = []
    for from_s, until_s in script.throws:
        t_s = np.arange(from_s, until_s, STEP_S)
        handle = script.ideal(t_s)
        found += flights(handle, from_s, machine.fall_m_s2, machine.inertia_kg)
    return found


def _conversions(
    script: Script,
    flown: Sequence[Flight],
    setup: Setup,
    taken_s: Floats,
    rng: np.random.Generator,
) -> list[int | None]:
    """The load cell's value for each reading; ``None`` where no new one has arrived."""
    raws: list[int | None] = [None] * len(taken_s)
    if setup.load_cell.rate_hz:
        grid_s = setup.load_cell.grid_s(script.now_s)
        force_n = setup.machine.force_n(script.felt_state(grid_s))
        for flight in flown:
            force_n = flight.force_at(grid_s, force_n)
        times, values = setup.load_cell.convert(grid_s, force_n, rng)
        # A conversion comes with the first reading after it; of two, the later one counts.
        places = np.searchsorted(taken_s, times)
        for place, value in zip(places.tolist(), values.tolist(), strict=True):
            if place < len(raws):
                raws[place] = value
    return raws
