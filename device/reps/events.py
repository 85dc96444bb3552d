"""What the pipeline announces, each with the time of the reading that caused it.

The stream is in time order. A set is opened before its first repetition is announced, and every
``RepConfirmed`` lies between a ``SetStarted`` and a ``SetEnded``.
"""

from enum import StrEnum
from typing import NamedTuple

from device.reps.plan import SetPlan
from device.reps.rep import Phase, RejectReason, Rep


class PhaseChanged(NamedTuple):
    """The handle entered another phase.

    ``since_ns`` is when, as far as known: never after ``t_ns``.
    """

    t_ns: int
    phase: Phase
    since_ns: int


class HoldReached(NamedTuple):
    """The end position has been held for a full second, by the causal estimate."""

    t_ns: int


class RepTopped(NamedTuple):
    """A repetition reached its top: announced provisionally, for the screen."""

    t_ns: int
    number: int
    rom_m: float
    peak_velocity_m_s: float


class RepConfirmed(NamedTuple):
    """A repetition is finished and scored."""

    t_ns: int
    rep: Rep


class Rejected(NamedTuple):
    """An excursion of the handle was not a repetition."""

    t_ns: int
    reason: RejectReason
    rom_m: float


class EndReason(StrEnum):
    """Why a set ended."""

    REST = "rest"
    USER = "user"
    CHANGED = "changed"
    SOURCE_ENDED = "source_ended"
    INTERRUPTED = "interrupted"


class SetStarted(NamedTuple):
    """A set was opened, by the user or by the first repetition."""

    t_ns: int
    plan: SetPlan
    by_user: bool


class SetEnded(NamedTuple):
    """The open set was closed. ``ended_ns`` is the end of its last repetition, or ``t_ns``."""

    t_ns: int
    ended_ns: int
    reason: EndReason


class FaultKind(StrEnum):
    """A condition of the sensors that the user should know of."""

    LOAD_CELL_LOST = "load_cell_lost"
    LOAD_CELL_SATURATED = "load_cell_saturated"
    LOAD_CELL_FROZEN = "load_cell_frozen"
    LOAD_CELL_NOISY = "load_cell_noisy"
    LOAD_CELL_DESYNC = "load_cell_desync"
    POSITION_SUSPECT = "position_suspect"
    ENCODER_OVERRUN = "encoder_overrun"
    ENCODER_NOISY = "encoder_noisy"
    SAMPLES_LOST = "samples_lost"
    SENSOR_OFFLINE = "sensor_offline"
    SENSOR_RESTARTED = "sensor_restarted"


class FaultRaised(NamedTuple):
    """A fault began. ``detail`` is one sentence that says what to do."""

    t_ns: int
    kind: FaultKind
    detail: str


class FaultCleared(NamedTuple):
    """A fault is over."""

    t_ns: int
    kind: FaultKind


Event = (
    PhaseChanged
    | HoldReached
    | RepTopped
    | RepConfirmed
    | Rejected
    | SetStarted
    | SetEnded
    | FaultRaised
    | FaultCleared
)


class LiveFrame(NamedTuple):
    """The present state of the exercise, for the screen; made when asked for, not every sample.

    Attributes:
        t_ns: Time of the latest reading.
        phase: The causal estimate of the phase.
        phase_since_ns: When it began.
        rep_count: Confirmed repetitions of the open set; of the last set while none is open.
        excursion_m: Handle position above the start of the present or coming repetition.
        hold_s: Time held so far while in ``HOLD``; 0 elsewhere.
        velocity_m_s: Causal estimate.
        force_n: Latest trustworthy force, or ``None``.
        power_w: Their product, or ``None``.
        reference_rom_m: The range to reach, or ``None`` until it is known.
        faults: The faults that hold at present.
    """

    t_ns: int
    phase: Phase
    phase_since_ns: int
    rep_count: int
    excursion_m: float
    hold_s: float
    velocity_m_s: float
    force_n: float | None
    power_w: float | None
    reference_rom_m: float | None
    faults: tuple[FaultKind, ...]
