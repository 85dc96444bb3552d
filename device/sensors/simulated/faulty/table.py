"""The named situations of the sensors: what is broken, and what only looks like it."""

from collections.abc import Mapping
from typing import Any, Final

from device.sensors.simulated.faulty import encoder, link, load
from device.sensors.simulated.faulty.fault import (
    ENCODER,
    FORCE,
    LINK,
    LOAD_CELL,
    MOTION,
    Act,
    SensorFault,
    nothing,
)
from device.sensors.simulated.tables.people import NATURAL, STANDING_BY, with_style
from device.sensors.simulated.tables.situation import Condition

_ALL: Final = (*MOTION, *FORCE)


def _encoder(
    name: str, about: str, word: str, act: Act, figures: tuple[str, ...] = MOTION
) -> SensorFault:
    return SensorFault(name, about, word, ENCODER, figures, act, NATURAL)


def _load(name: str, about: str, word: str, act: Act, base: Condition = NATURAL) -> SensorFault:
    return SensorFault(name, about, word, LOAD_CELL, FORCE, act, base)


def _link(
    name: str, about: str, word: str, act: Act, figures: tuple[str, ...] = _ALL
) -> SensorFault:
    return SensorFault(name, about, word, LINK, figures, act, NATURAL)


def _sound(name: str, about: str, base: Condition, act: Act = nothing) -> SensorFault:
    return SensorFault(name, about, None, ENCODER, (), act, base)


def _slow_cell(rate_hz: float) -> Condition:
    return Condition("", "", NATURAL.style, NATURAL.machine, load_cell={"rate_hz": rate_hz})


def _sway(slow_m: float, quick_m: float, **style: Any) -> Condition:
    spans = {"slow_sway_m": (slow_m, slow_m), "quick_sway_m": (quick_m, quick_m)}
    return with_style(NATURAL, **spans, **style)


_PHASES: Final = ("pull", "hold", "release", "rest")

_ENCODER: Final = (
    *(
        _encoder(
            f"encoder_silent_{phase}",
            f"The encoder's plug comes off in a {phase}, for good.",
            "encoder_silent",
            encoder.silent(phase),
        )
        for phase in _PHASES
    ),
    *(
        _encoder(
            f"encoder_loose_{phase}",
            f"The encoder's plug is off for 0.5 to 3.5 s, from a {phase} on.",
            "encoder_silent",
            encoder.loose(phase),
        )
        for phase in _PHASES
    ),
    _encoder(
        "encoder_one_channel",
        "One of the encoder's lines breaks: steps to and fro.",
        "encoder_one_channel",
        encoder.one_channel,
    ),
    *(
        _encoder(
            f"wheel_slips_{percent}",
            f"The wheel misses {percent} % of each pull, half of it on the way back.",
            "wheel_slipping",
            encoder.slipping(percent / 100),
        )
        for percent in (5, 15, 30)
    ),
    _encoder("count_wraps_16", "A counter of 16 bits wraps.", "count_jumped", encoder.wrapping(16)),
    _encoder("count_wraps_32", "A counter of 32 bits wraps.", "count_jumped", encoder.wrapping(32)),
    _encoder(
        "count_index_reset",
        "The wheel's index mark resets the count in a pull.",
        "count_jumped",
        encoder.index_reset,
    ),
    _encoder(
        "count_inverted",
        "The wheel is on the other side, without a new calibration.",
        "direction_reversed",
        encoder.inverted,
        _ALL,
    ),
)

_WIRES: Final = (
    _load("wire_off_314", "Signal wire off: 314 N for ever.", "load_wire_off", load.constant(314)),
    _load("wire_off_0", "Signal wire off: 0 N for ever.", "load_wire_off", load.constant(0)),
    _load(
        "wire_off_minus_737",
        "Signal wire off: −737 N for ever.",
        "load_wire_off",
        load.constant(-737),
    ),
    _load("wire_floats", "Input open: noise about a constant.", "load_wire_off", load.floating),
    _load(
        "value_frozen",
        "The converter repeats one value from a pull on.",
        "load_cell_frozen",
        load.frozen,
    ),
    _load("cell_silent", "No conversion from a pull on.", "load_cell_lost", load.silent),
    _load(
        "sign_reversed",
        "A+ and A− are exchanged from the start.",
        "load_sign_reversed",
        load.reversed_from_the_start,
    ),
    _load(
        "sign_reversed_late",
        "A+ and A− are exchanged from the fourth repetition on.",
        "load_sign_reversed",
        load.scaled(-1.0),
    ),
    _load("gain_halved", "Force reads half.", "load_gain_changed", load.scaled(0.5)),
    _load("gain_quartered", "Force reads a quarter.", "load_gain_changed", load.scaled(0.25)),
    _load("zero_up_60", "The zero jumps up by 60 N.", "load_zero_moved", load.zero_jump(60)),
    _load("zero_down_60", "The zero jumps down by 60 N.", "load_zero_moved", load.zero_jump(-60)),
    _load("zero_drifts_30", "The zero drifts by 30 N.", "load_zero_moved", load.zero_drift(30)),
    _load(
        "tared_under_load",
        "The zero was set while the weight hung.",
        "load_zero_moved",
        load.tared_under_load,
    ),
)

_CONVERTER: Final = (
    _load("rate_10", "Ten conversions per second.", "load_rate_low", nothing, _slow_cell(10.0)),
    _load("rate_4", "Four conversions per second.", "load_rate_low", nothing, _slow_cell(4.0)),
    *(
        _load(
            f"runs_{length}_{name}",
            f"Runs of {length} wrong conversions: {about}.",
            "load_cell_noisy",
            load.runs(length, words),
        )
        for name, about, words, lengths in (
            ("random", "any value", load.any_word, (2, 3, 4, 8)),
            ("full", "full scale", load.full_scale, (3, 8)),
            ("twice", "twice the value", load.twice, (3, 8)),
        )
        for length in lengths
    ),
    _load("single_spikes", "Lone wrong conversions.", "load_cell_noisy", load.runs(1, load.spike)),
    _load(
        "converter_saturates",
        "The converter comes to the end of its range in each pull.",
        "load_cell_saturated",
        load.saturated,
    ),
    _load("overloaded", "Pulls beyond the cell's rating.", "load_overload", load.overloaded),
)

_LINK: Final = (
    *(
        _link(
            f"missing_{seconds:g}s",
            f"Nothing arrives for {seconds:g} s.",
            "samples_lost",
            link.missing(phase, seconds),
        )
        for phase, seconds in (("pull", 0.1), ("hold", 0.3), ("hold", 1.5), ("release", 10.0))
    ),
    *(
        _link(
            f"offline_{phase}",
            f"The box is unplugged for {seconds:g} s, from a {phase} on.",
            "sensor_offline",
            link.offline(phase, seconds),
        )
        for phase, seconds in (("pull", 3.0), ("hold", 0.5), ("release", 40.0))
    ),
    _link(
        "offline_restart",
        "The box is unplugged in a hold and counts from 0 when it is back.",
        "sensor_offline",
        link.offline("hold", 4.0, restarts=True),
    ),
    _link(
        "starts_in_pull",
        "The recording begins in the middle of a pull.",
        "start_unseen",
        link.starts_in_pull,
    ),
)

_SOUND: Final = (
    *(
        _sound(
            f"dither_{rate_hz}",
            f"Sound: the count flickers by one at {rate_hz} Hz wherever the handle stands.",
            _sway(0.00005, 0.0),
            encoder.dithering(rate_hz),
        )
        for rate_hz in (12, 37, 100)
    ),
    _sound("trembles_0.2mm", "Sound: a hand that trembles by 0.2 mm.", _sway(0.0, 0.0002)),
    _sound("trembles_2mm", "Sound: a hand that trembles by 2 mm.", _sway(0.0005, 0.001)),
    _sound(
        "trembles_8mm",
        "Sound: a hand that shakes by 8 mm in the hold.",
        _sway(0.001, 0.001, shake_m=(0.006, 0.008), shake_hz=(1.5, 4.0)),
    ),
    _sound(
        "start_wanders",
        "Sound: each start is 2 cm from the one before.",
        with_style(NATURAL, drift_m=(0.015, 0.022)),
    ),
    _sound("isometric", "Sound: presses against a stack that does not move.", STANDING_BY),
)

SENSOR_FAULTS: Final[Mapping[str, SensorFault]] = {
    fault.name: fault for fault in (*_ENCODER, *_WIRES, *_CONVERTER, *_LINK, *_SOUND)
}
"""By name; those without a ``word`` are sound."""
