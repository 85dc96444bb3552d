"""What any method of finding repetitions reports, in the recording's own seconds."""

from dataclasses import dataclass


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
    """One repetition as found; the names are those of ``device.reps.rep.Rep``.

    Attributes:
        detected_s: When it was announced; ``None`` for a method that sees the whole recording.
        topped_s: When its top was announced; ``None`` where it was not.
        mean_force_n: ``None`` where not measured.
        rings: The fillings of the hold ring while it was made.
    """

    start_s: float
    top_s: float
    release_s: float
    end_s: float
    rom_m: float
    mean_velocity_m_s: float
    peak_velocity_m_s: float
    detected_s: float | None = None
    topped_s: float | None = None
    mean_force_n: float | None = None
    rings: tuple[Ring, ...] = ()

    @property
    def hold_s(self) -> float:
        """Time held at the top."""
        return self.release_s - self.top_s
