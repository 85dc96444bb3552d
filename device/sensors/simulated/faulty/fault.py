"""What a sensor fault is, when it strikes, and what it makes of a set and its truth."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from device.sensors.simulated.faulty.stream import Stream
from device.sensors.simulated.tables.situation import Condition
from device.sensors.simulated.truth import Spans, Trouble, TrueRep

ENCODER: Final = "encoder"
LOAD_CELL: Final = "load_cell"
LINK: Final = "link"

MOTION: Final = ("range", "hold", "velocity")
FORCE: Final = ("force",)

_STRUCK: Final = 3
"""Most faults strike the fourth repetition: three sound ones come before it."""


@dataclass(frozen=True, slots=True)
class Scene:
    """The set that a fault strikes.

    Attributes:
        reps: What is really done.
        header: Of the recording; a fault of the set-up may change it.
        duration_s: Of the recording.
        rng: What the fault draws from.
    """

    reps: Sequence[TrueRep]
    header: dict[str, str | int | float]
    duration_s: float
    rng: np.random.Generator

    @property
    def load_zero(self) -> float:
        """Raw value without force."""
        return float(self.header["load_zero"])

    def raw_of(self, force_n: float) -> float:
        """The raw value of a force."""
        return self.load_zero + force_n / float(self.header["newtons_per_count"])

    @property
    def struck(self) -> int:
        """Index of the repetition that is struck."""
        return min(_STRUCK, len(self.reps) - 1)

    def moment_s(self, phase: str) -> float:
        """A time in a phase of the struck repetition: ``pull``, ``hold``, ``release`` or ``rest``.

        ``rest`` is before its pull, in the middle of what there is of it.
        """
        rep = self.reps[self.struck]
        share = float(self.rng.uniform(0.3, 0.7))
        before_s = rep.start_s - 1.0
        if self.struck:
            before_s = max(before_s, self.reps[self.struck - 1].end_s)
        from_s, to_s = {
            "pull": (rep.start_s, rep.top_s),
            "hold": (rep.top_s, rep.release_s),
            "release": (rep.release_s, rep.end_s),
            "rest": (before_s, rep.start_s),
        }[phase]
        return from_s + share * (to_s - from_s)


Act = Callable[[Stream, Scene], Spans]
"""Changes readings (and header); returns from when to when what they say is wrong."""


@dataclass(frozen=True, slots=True)
class SensorFault:
    """A named situation of the sensors.

    Attributes:
        name: How to ask for it.
        about: One line.
        word: The kind of fault that names it; ``None`` for a sound situation that looks alike.
        sensor: Which one it is: ``ENCODER``, ``LOAD_CELL`` or ``LINK``.
        figures: What it makes wrong in the repetitions it touches.
        act: What it does.
        base: The trainee and the station that it happens to.
    """

    name: str
    about: str
    word: str | None
    sensor: str
    figures: tuple[str, ...]
    act: Act
    base: Condition

    def strike(self, stream: Stream, scene: Scene) -> tuple[Trouble, ...]:
        """Let it happen to these readings, and say what is wrong with them from then on."""
        spans = self.act(stream, scene)
        if self.word is None or not spans:
            return ()
        touched = tuple(
            number
            for number, rep in enumerate(scene.reps, 1)
            if any(rep.start_s <= to_s and rep.end_s >= from_s for from_s, to_s in spans)
        )
        from_s, to_s = spans[0][0], spans[-1][1]
        return (Trouble(self.sensor, self.word, from_s, to_s, touched, self.figures),)


def for_good(scene: Scene, from_s: float) -> Spans:
    """From then to the end of the recording."""
    return ((from_s, scene.duration_s),)


def nothing(stream: Stream, scene: Scene) -> Spans:
    """All is in the station or the trainee; what is wrong is so from first to last."""
    return ((0.0, scene.duration_s),)
