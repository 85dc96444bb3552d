"""What any method of finding repetitions reports, in the recording's own seconds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Ring:
    """One filling of the hold ring on the screen.

    Attributes:
        shown_s: When it appeared.
        until_s: When it went away.
        most_s: The longest hold that it showed.
        reached: Whether the cue for the full second was given.
    """

    shown_s: float
    until_s: float
    most_s: float
    reached: bool


@dataclass(frozen=True, slots=True)
class FoundRep:
    """One repetition as found; the names are those of ``device.reps.rep.Rep``, and ``None`` is
    what the method does not know.

    Attributes:
        detected_s: When it was announced; ``None`` for a method that sees the whole recording.
        topped_s: When its top was announced.
        flagged: Whether a flag puts its range or hold in doubt.
        flags: All its flags.
        rings: The fillings of the hold ring while it was made.
    """

    start_s: float
    top_s: float
    release_s: float
    end_s: float
    hold_s: float | None
    rom_m: float | None
    mean_velocity_m_s: float | None
    peak_velocity_m_s: float | None
    detected_s: float | None = None
    topped_s: float | None = None
    mean_force_n: float | None = None
    flagged: bool = False
    flags: tuple[str, ...] = ()
    start_pm_s: float | None = None
    hold_pm_s: float | None = None
    rom_pm_m: float | None = None
    mean_velocity_pm_m_s: float | None = None
    rings: tuple[Ring, ...] = ()


class Found(NamedTuple):
    """All that a method says about one recording.

    Attributes:
        reps: In the order of time.
        sets: How many sets it divides them into; ``None`` where it knows of none.
        cues_s: When it cued a full second held; ``None`` where it gives no cues.
        tops_s: When it announced a repetition at its top; likewise.
        faults: Kinds of the sensor faults that it raised.
    """

    reps: Sequence[FoundRep]
    sets: int | None = None
    cues_s: Sequence[float] | None = None
    tops_s: Sequence[float] | None = None
    faults: Sequence[str] = ()
