"""What goes wrong with the load cell, its wires and its converter."""

from collections.abc import Callable
from typing import Final

import numpy as np

from device.sensors.reading import Fault
from device.sensors.simulated.faulty.fault import Act, Scene, for_good
from device.sensors.simulated.faulty.stream import Stream
from device.sensors.simulated.load_cell import RAW_MAX, RAW_MIN, SPIKES
from device.sensors.simulated.profile import Floats
from device.sensors.simulated.truth import Spans

_NOISE_COUNTS: Final = 40.0
"""The converter's own, which goes on when no bridge is connected."""

_FLOATING_N: Final = 12.0
"""Standard deviation of what an open input picks up."""

Words = Callable[[Floats, Scene], Floats]
"""Wrong words in place of right ones, both as raw values."""


def _late(stream: Stream, scene: Scene, from_s: float) -> np.ndarray:
    places = stream.converted
    return places[stream.t_s[places] >= from_s]


def constant(force_n: float, noise_n: float = 0.0) -> Act:
    """A signal wire comes off in the rest: the chip converts something that is no force."""

    def act(stream: Stream, scene: Scene) -> Spans:
        from_s = scene.moment_s("rest")
        late = _late(stream, scene, from_s)
        spread = np.hypot(_NOISE_COUNTS, noise_n / float(scene.header["newtons_per_count"]))
        words = scene.raw_of(force_n) + scene.rng.normal(0.0, spread, len(late))
        stream.raw[late] = np.rint(words)
        return for_good(scene, from_s)

    return act


def floating(stream: Stream, scene: Scene) -> Spans:
    """The input is open: noise about a constant."""
    return constant(float(scene.rng.uniform(-100.0, 300.0)), _FLOATING_N)(stream, scene)


def frozen(stream: Stream, scene: Scene) -> Spans:
    """The converter repeats its last value from a pull on."""
    from_s = scene.moment_s("pull")
    late = _late(stream, scene, from_s)
    stream.raw[late] = stream.raw[late[0]]
    return for_good(scene, from_s)


def silent(stream: Stream, scene: Scene) -> Spans:
    """No conversion comes from a pull on."""
    from_s = scene.moment_s("pull")
    stream.raw[_late(stream, scene, from_s)] = np.nan
    return for_good(scene, from_s)


def reversed_from_the_start(stream: Stream, scene: Scene) -> Spans:
    """A+ and A− are exchanged."""
    stream.raw[:] = 2 * np.rint(scene.load_zero) - stream.raw
    return ((0.0, scene.duration_s),)


def scaled(factor: float) -> Act:
    """From a rest on every force reads so many times what it is: another gain, or the sign."""

    def act(stream: Stream, scene: Scene) -> Spans:
        from_s = scene.moment_s("rest")
        late = _late(stream, scene, from_s)
        zero = scene.load_zero
        stream.raw[late] = np.rint(zero + factor * (stream.raw[late] - zero))
        return for_good(scene, from_s)

    return act


def zero_jump(by_n: float) -> Act:
    """The zero jumps in a rest."""

    def act(stream: Stream, scene: Scene) -> Spans:
        from_s = scene.moment_s("rest")
        shift = np.rint(scene.raw_of(by_n) - scene.load_zero)
        stream.raw[_late(stream, scene, from_s)] += shift
        return for_good(scene, from_s)

    return act


def zero_drift(by_n: float) -> Act:
    """The zero wanders by so much from first to last."""

    def act(stream: Stream, scene: Scene) -> Spans:
        counts = scene.raw_of(by_n) - scene.load_zero
        stream.raw[:] = np.rint(stream.raw + counts * stream.t_s / scene.duration_s)
        return ((0.0, scene.duration_s),)

    return act


def tared_under_load(stream: Stream, scene: Scene) -> Spans:
    """Somebody set the zero while the weight hung from the cell."""
    hung_n = float(scene.header["weight_kg"]) * 9.80665 * scene.rng.uniform(0.4, 1.0)
    scene.header["load_zero"] = scene.raw_of(hung_n)
    return ((0.0, scene.duration_s),)


def runs(length: int, words: Words, share: float = 0.05) -> Act:
    """So many wrong conversions in a row, again and again, as a share of all."""

    def act(stream: Stream, scene: Scene) -> Spans:
        places = stream.converted
        count = max(1, round(share * len(places) / length))
        slots = len(places) // (2 * length)
        firsts = np.sort(scene.rng.choice(slots, min(count, slots), replace=False)) * 2 * length
        spans = []
        for first in firsts.tolist():
            run = places[first : first + length]
            stream.raw[run] = words(stream.raw[run], scene)
            spans.append((float(stream.t_s[run[0]]), float(stream.t_s[run[-1]])))
        return tuple(spans)

    return act


def any_word(right: Floats, scene: Scene) -> Floats:
    """Bits out of step: anything."""
    return scene.rng.integers(RAW_MIN, RAW_MAX, len(right)).astype(np.float64)


def full_scale(right: Floats, scene: Scene) -> Floats:
    """All ones, of either sign."""
    return np.full(len(right), float(scene.rng.choice((RAW_MAX, RAW_MIN))))


def twice(right: Floats, scene: Scene) -> Floats:
    """A pulse too many: the word is shifted by a bit."""
    return np.rint(scene.load_zero + 2.0 * (right - scene.load_zero))


def spike(right: Floats, scene: Scene) -> Floats:
    """The wrong words that such chips were seen to give."""
    return scene.rng.choice(np.array(SPIKES, np.float64), len(right))


def saturated(stream: Stream, scene: Scene) -> Spans:
    """In a pull the converter comes to the end of its range, and says so."""
    weight_n = float(scene.header["weight_kg"]) * 9.80665
    spans = []
    for rep in scene.reps[scene.struck :]:
        inside = stream.within(rep.start_s, rep.top_s)
        high = inside.start + np.flatnonzero(stream.raw[inside] > scene.raw_of(0.6 * weight_n))
        if len(high):
            stream.raw[high] = RAW_MAX
            stream.faults[high] |= Fault.LOAD_SATURATED
            spans.append((float(stream.t_s[high[0]]), float(stream.t_s[high[-1]])))
    return tuple(spans)


def overloaded(stream: Stream, scene: Scene) -> Spans:
    """The cell is rated for less than what is pulled; its values are right as yet."""
    loaded = np.nanquantile(stream.raw, 0.9)
    force_n = (loaded - scene.load_zero) * float(scene.header["newtons_per_count"])
    scene.header["load_cell_kg"] = round(0.7 * force_n / 9.80665, 1)
    return ((scene.reps[0].start_s, scene.duration_s),)
