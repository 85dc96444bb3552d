"""What goes wrong between the sensors and the program."""

from typing import Final

import numpy as np

from device.sensors.reading import Fault
from device.sensors.simulated.faulty.fault import Act, Scene
from device.sensors.simulated.faulty.stream import Stream
from device.sensors.simulated.truth import Spans

_OFFLINE_NS: Final = 200_000_000
"""A source without its sensor says so five times per second."""


def missing(phase: str, seconds: float) -> Act:
    """Nothing arrives for so long, from that phase on; the next reading says so."""

    def act(stream: Stream, scene: Scene) -> Spans:
        from_s = scene.moment_s(phase)
        to_s = min(from_s + seconds, scene.duration_s)
        lost = stream.within(from_s, to_s)
        stream.faults[lost.stop : lost.stop + 1] |= Fault.LOST_FRAMES
        kept = np.ones(len(stream.count), dtype=np.bool_)
        kept[lost] = False
        stream.keep(kept)
        return ((from_s, to_s),)

    return act


def offline(phase: str, seconds: float, *, restarts: bool = False) -> Act:
    """The source repeats the last count and says that it is offline.

    Args:
        phase: When it begins.
        seconds: How long.
        restarts: Whether the board counts from 0 anew afterwards.
    """

    def act(stream: Stream, scene: Scene) -> Spans:
        from_s = scene.moment_s(phase)
        to_s = min(from_s + seconds, scene.duration_s)
        off = stream.within(from_s, to_s)
        kept = np.ones(len(stream.count), dtype=np.bool_)
        kept[off] = False
        said = off.start + np.searchsorted(
            stream.stamp_ns[off],
            np.arange(stream.stamp_ns[off.start], stream.stamp_ns[off.stop - 1], _OFFLINE_NS),
        )
        kept[said] = True
        stream.count[off] = stream.count[off.start - 1]
        stream.raw[off] = np.nan
        stream.faults[off] = Fault.OFFLINE
        if restarts and off.stop < len(stream.count):
            stream.count[off.stop :] -= stream.count[off.stop]
            stream.faults[off.stop] |= Fault.RESTARTED
        stream.faults[off.stop : off.stop + 1] |= Fault.LOST_FRAMES
        stream.keep(kept)
        return ((from_s, to_s),)

    return act


def starts_in_pull(stream: Stream, scene: Scene) -> Spans:
    """The recording begins in the middle of the first pull."""
    rep = scene.reps[0]
    from_s = rep.start_s + float(scene.rng.uniform(0.3, 0.7)) * (rep.top_s - rep.start_s)
    stream.keep(stream.stamp_ns >= from_s * 1e9)
    return ((0.0, from_s),)
