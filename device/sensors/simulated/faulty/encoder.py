"""What goes wrong with the wheel, its encoder and its counter."""

from typing import Final

import numpy as np

from device.sensors.simulated.faulty.fault import Act, Scene, for_good
from device.sensors.simulated.faulty.stream import Ints, Stream
from device.sensors.simulated.truth import Spans

_LOOSE_S: Final = (0.5, 3.5)
"""How long a loose plug stays off."""

_STILL_COUNTS: Final = 1
_STILL_S: Final = 0.1
"""A handle whose count moves no more within so long stands."""


def silent(phase: str) -> Act:
    """The plug comes off in that phase and stays off: the count stands."""

    def act(stream: Stream, scene: Scene) -> Spans:
        from_s = scene.moment_s(phase)
        late = stream.within(from_s, np.inf)
        stream.count[late] = stream.count[late.start]
        return for_good(scene, from_s)

    return act


def loose(phase: str) -> Act:
    """The plug is off for a while: what the handle does meanwhile is never counted."""

    def act(stream: Stream, scene: Scene) -> Spans:
        from_s = scene.moment_s(phase)
        to_s = min(from_s + float(scene.rng.uniform(*_LOOSE_S)), scene.duration_s)
        off = stream.within(from_s, to_s)
        missed = stream.count[off.stop - 1] - stream.count[off.start]
        stream.count[off.stop :] -= missed
        stream.count[off] = stream.count[off.start]
        return ((from_s, to_s),)

    return act


def one_channel(stream: Stream, scene: Scene) -> Spans:
    """One of the two lines breaks in a pull: every edge counts, to and fro within one count."""
    from_s = scene.moment_s("pull")
    late = stream.within(from_s, np.inf)
    stream.count[late] = stream.count[late.start] + (stream.count[late] // 2) % 2
    return for_good(scene, from_s)


def slipping(share: float) -> Act:
    """From the third repetition on, the wheel misses a share of each pull and half of it back."""

    def act(stream: Stream, scene: Scene) -> Spans:
        rep = scene.reps[min(2, len(scene.reps) - 1)]
        from_s = rep.start_onset_s if rep.start_onset_s is not None else rep.start_s
        late = stream.within(from_s, np.inf)
        outward = np.sign(float(scene.header["counts_per_metre"]))
        steps = np.diff(stream.count[late], prepend=stream.count[late.start])
        missed = np.where(steps * outward > 0, share, 0.5 * share)
        turned = stream.count[late.start] + np.cumsum(steps * (1.0 - missed))
        stream.count[late] = np.floor(turned).astype(np.int64)
        return for_good(scene, from_s)

    return act


def wrapping(bits: int) -> Act:
    """The counter has so many bits, and its end lies in the middle of the range."""

    def act(stream: Stream, scene: Scene) -> Spans:
        rep, half = scene.reps[0], 2 ** (bits - 1)
        bounds = stream.within(rep.start_s, rep.top_s)
        middle = (stream.count[bounds.start] + stream.count[bounds.stop - 1]) // 2
        wrapped = (stream.count - middle + 2 * half) % (2 * half) - half
        return _leapt(stream, wrapped)

    return act


def index_reset(stream: Stream, scene: Scene) -> Spans:
    """The index mark of the wheel sets the count to 0, once, in a pull."""
    at = stream.within(scene.moment_s("pull"), np.inf)
    counts = stream.count.copy()
    counts[at] -= counts[at.start]
    return _leapt(stream, counts)


def _leapt(stream: Stream, counts: Ints) -> Spans:
    """Put the counts in; each leap lasts from the reading before it to its own."""
    steps = np.diff(counts)
    leaps = np.flatnonzero(steps != np.diff(stream.count))
    stream.count[:] = counts
    t_s = stream.t_s
    return tuple((float(t_s[place]), float(t_s[place + 1])) for place in leaps)


def inverted(stream: Stream, scene: Scene) -> Spans:
    """The wheel lies on the other side of the cable, and nobody has calibrated it."""
    stream.count[:] = -stream.count
    return ((0.0, scene.duration_s),)


def dithering(rate_hz: float) -> Act:
    """Wherever the handle stands it stands on an edge: the count flickers by one. Sound."""

    def act(stream: Stream, scene: Scene) -> Spans:
        t_s, count = stream.t_s, stream.count
        ahead = np.searchsorted(t_s, t_s + _STILL_S) - 1
        behind = np.searchsorted(t_s, t_s - _STILL_S)
        still = np.abs(count[ahead] - count[behind]) <= _STILL_COUNTS
        high = (t_s * rate_hz + scene.rng.uniform()) % 1.0 < 0.5
        stream.count[:] = count + (still & high)
        return ()

    return act
