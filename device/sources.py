"""Sources by the name that the user gives; each is imported only when it is asked for.

A machine without direct wiring has no ``RPi.GPIO``, and a simulation needs no serial port.
"""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from device.calibration.factors import Factors
from device.calibration.nominal import nominal_factors
from device.calibration.recorded import factors_from_header
from device.config import Config
from device.errors import UserError
from device.recordings.format import Header
from device.reps.exercises import SESSION, Exercise
from device.sensors.capabilities import (
    ButtonInput,
    CueOutput,
    SelfReport,
    StandingClock,
    Turn,
    TurnTaking,
)
from device.sensors.reading import Source

if TYPE_CHECKING:
    from device.sensors.simulated.source import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """A source with what is known of its counts, and what else it can do.

    Attributes:
        source: Delivers the readings.
        factors: What turns its counts into units unless the machine was calibrated.
        own_factors: Whether ``factors`` belong to the source itself, so that a calibration of
            this station's machine does not apply.
        simulated: Whether nobody really pulls.
        speed: How many times faster than the machine's the source's clock runs; infinite where
            its clock jumps, so that no time of the machine's lies between its readings.
        wiring: What the factors depend on: the way of wiring and the sensors' labels.
        header: What the source's recording says of itself, where it has one.
        trainee: The source, where it decides by itself what is trained.
        button: The source, where it has a button.
        cues: The source, where it can be heard and seen.
        report: The source, where it knows how things stand with its hardware.
        standing: The source, where its clock may stand still.
    """

    source: Source
    factors: Factors
    own_factors: bool
    simulated: bool
    speed: float
    wiring: Mapping[str, object] = field(default_factory=dict)
    header: Header | None = None
    trainee: TurnTaking | None = None
    button: ButtonInput | None = None
    cues: CueOutput | None = None
    report: SelfReport | None = None
    standing: StandingClock | None = None


def open_source(config: Config, speed: float = 1.0) -> Opened:
    """Open the source that the configuration names.

    Args:
        config: ``source``, and the options of that source.
        speed: How many times faster than real; for ``simulated`` and ``replay`` only.

    Raises:
        UserError: There is no such source, or it cannot be had.
    """
    kind, separator, path = config.source.partition(":")
    if kind == "replay" and separator:
        return _replay(path, speed)
    if kind == "stepped" and separator:  # no gym is told of it: only a test has such a socket
        return _stepped(path, config.simulated_seed)
    make = _MAKERS.get(config.source)
    if make is None:
        names = ", ".join(_MAKERS)
        raise UserError(f"There is no source {config.source!r}; choose {names} or replay:FILE.")
    if speed != 1.0 and config.source != "simulated":
        raise UserError(f"The source {config.source} runs in real time; leave out --speed.")
    return make(config, speed)


def trainee_tasks() -> "tuple[Task, ...]":
    """Each exercise and side as the simulated trainee does it, those of a session in its order."""
    from device.sensors.simulated.source import Task

    others = (exercise for exercise in Exercise if exercise not in SESSION)
    return tuple(
        Task(
            Turn(exercise, side),
            range_m=exercise.spec.usual_rom_m,
            hold_s=trainee_hold_s(exercise),
            in_session=exercise in SESSION,
        )
        for exercise in (*SESSION, *others)
        for side in exercise.spec.sides
    )


def trainee_hold_s(exercise: Exercise) -> tuple[float, float]:
    """From and to: most holds of the simulated trainee reach what is asked for, and some do not."""
    target_s = exercise.spec.hold_target_s
    return (0.0, 0.3) if target_s is None else (0.85 * target_s, 1.5 * target_s)


def _simulated(config: Config, speed: float) -> Opened:
    from device.sensors.simulated.source import SimulatedSource

    source = SimulatedSource(trainee_tasks(), config.simulated_seed, speed)
    return Opened(
        source=source,
        factors=factors_from_header(source.header),
        own_factors=True,
        simulated=True,
        speed=speed,
        header=source.header,
        trainee=source,
    )


def _replay(path: str, speed: float) -> Opened:
    from device.recordings.replay import ReplaySource

    source = ReplaySource(path, speed)
    return Opened(
        source=source,
        factors=factors_from_header(source.header),
        own_factors=True,
        simulated=True,
        speed=speed,
        header=source.header,
    )


def _stepped(path: str, seed: int) -> Opened:
    from device.sensors.stepped.source import SteppedSource

    first = SESSION[0]
    source = SteppedSource(path, Turn(first, first.spec.sides[0]), seed)
    return Opened(
        source=source,
        factors=factors_from_header(source.header),
        own_factors=True,
        simulated=True,
        speed=math.inf,
        header=source.header,
        trainee=source,
        standing=source,
    )


def _serial(config: Config, speed: float) -> Opened:
    from device.sensors.serial.source import SerialSource

    source = SerialSource(config.serial_port or None, config.serial_baud)
    return Opened(
        source=source,
        factors=_nominal(config),
        own_factors=False,
        simulated=False,
        speed=speed,
        wiring=_labels(config),
        cues=source,
        report=source,
    )


def _gpio(config: Config, speed: float) -> Opened:
    from device.sensors.gpio.opening import open_gpio
    from wiring.pins import load_pins

    factors, pins = _nominal(config), load_pins("direct")
    source = open_gpio(factors.counts_per_metre, pins=pins)
    sensors = ("encoder_a", "encoder_b", "load_dout", "load_sck")
    wiring = {name: pins.signals()[name].gpio for name in sensors} | _labels(config)
    return Opened(
        source=source,
        factors=factors,
        own_factors=False,
        simulated=False,
        speed=speed,
        wiring=wiring,
        button=source,
        cues=source,
        report=source,
    )


_MAKERS: Final[Mapping[str, Callable[[Config, float], Opened]]] = {
    "simulated": _simulated,
    "serial": _serial,
    "gpio": _gpio,
}


def _nominal(config: Config) -> Factors:
    return nominal_factors(
        encoder_lines=config.encoder_lines,
        wheel_circumference_mm=config.wheel_circumference_mm,
        load_cell_kg=config.load_cell_kg,
        load_cell_mv_per_v=config.load_cell_mv_per_v,
        load_delay_s=config.load_delay_s,
    )


def _labels(config: Config) -> dict[str, object]:
    """What is printed on the sensors: with another one the old calibration is worth nothing."""
    names = ("encoder_lines", "wheel_circumference_mm", "load_cell_kg", "load_cell_mv_per_v")
    return {name: getattr(config, name) for name in names}
