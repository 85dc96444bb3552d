"""What the pipeline announces, each with the time of the reading that caused it.

The stream is in time order. A set is opened before its first repetition is counted, and every
``RepCounted``, ``RepConfirmed``, ``RepAmended`` and ``RepWithdrawn`` lies between a ``SetStarted``
and a ``SetEnded``.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple

from device.motion.consistency.health import Sensor, SensorHealth, SensorState
from device.motion.faults import FaultCleared, FaultKind, FaultRaised
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
    """The end position has been held as long as the exercise asks, by the causal estimate."""

    t_ns: int


class RepTopped(NamedTuple):
    """A repetition reached its top: announced provisionally, for the screen."""

    t_ns: int
    number: int
    rom_m: float
    peak_velocity_m_s: float


class RepCounted(NamedTuple):
    """A repetition has come back so far that it counts; its figures are provisional.

    ``end_ns`` is that of the reading, ``eccentric_s``, ``eccentric_velocity_m_s`` and ``tempo`` may
    be ``None``, and the verdict may change: ``RepConfirmed`` follows, or ``RepWithdrawn``.
    """

    t_ns: int
    rep: Rep


class RepConfirmed(NamedTuple):
    """A repetition is finished and scored: these figures are stored."""

    t_ns: int
    rep: Rep


class AmendReason(StrEnum):
    """Why a repetition that was announced is corrected or withdrawn.

    The first ones say what a sensor is now known to have done; the others say, in the words of
    ``RejectReason``, what the movement turned out to be.
    """

    ENCODER_OUT = "encoder_out"
    WHEEL_SLIPPED = "wheel_slipped"
    DIRECTION = "direction"
    LOAD_OUT = "load_out"
    LOAD_WRONG = "load_wrong"
    SET_UP_TRAVEL = "set_up_travel"
    TOO_SHORT = "too_short"
    REBOUND = "rebound"
    NO_LOAD = "no_load"
    POSITION_LOST = "position_lost"


class RepAmended(NamedTuple):
    """A confirmed repetition of the open set, as it is now known: it takes the former's place."""

    t_ns: int
    rep: Rep
    reason: AmendReason


class RepWithdrawn(NamedTuple):
    """A counted or confirmed repetition of the open set was none; the others keep their numbers."""

    t_ns: int
    number: int
    reason: AmendReason


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


__all__ = [
    "AmendReason",
    "EndReason",
    "Event",
    "FaultCleared",
    "FaultKind",
    "FaultRaised",
    "HoldReached",
    "LiveFrame",
    "Pace",
    "PhaseChanged",
    "Rejected",
    "RepAmended",
    "RepConfirmed",
    "RepCounted",
    "RepTopped",
    "RepWithdrawn",
    "SensorState",
    "SetEnded",
    "SetStarted",
]

Event = (
    PhaseChanged
    | HoldReached
    | RepTopped
    | RepCounted
    | RepConfirmed
    | RepAmended
    | RepWithdrawn
    | Rejected
    | SetStarted
    | SetEnded
    | FaultRaised
    | FaultCleared
)


class Pace(NamedTuple):
    """How a release goes, judged while there is still time to change it.

    Attributes:
        least_s: Seconds that it has to last.
        guide_s: Seconds that an even, comfortable one takes.
        hurry: Whether, going on like this, it would be over too soon.
    """

    least_s: float
    guide_s: float
    hurry: bool


NO_SENSORS: Final[Mapping[Sensor, SensorHealth]] = MappingProxyType({})
"""Before anything is known of them."""


class LiveFrame(NamedTuple):
    """The present state of the exercise, for the screen; made when asked for, not every sample.

    Attributes:
        t_ns: Time of the latest reading.
        phase: The causal estimate of the phase.
        phase_since_ns: When it began.
        rep_count: Confirmed repetitions of the open set; of the last set while none is open.
        excursion_m: Handle position above the start of the present or coming repetition;
            ``None`` while no position is measured.
        hold_s: Time held so far while in ``HOLD``; 0 elsewhere, ``None`` while no position is
            measured.
        velocity_m_s: Causal estimate.
        force_n: Latest trustworthy force, or ``None``.
        power_w: Their product, or ``None``.
        reference_rom_m: The range to reach, or ``None`` until it is known.
        faults: The faults that hold at present.
        pace: How the release goes; ``None`` outside one.
        position_ok: Whether the position is measured: false while the sensors are offline, or the
            encoder is known to be out.
        sensors: How far each sensor can be trusted, and why not further.
    """

    t_ns: int
    phase: Phase
    phase_since_ns: int
    rep_count: int
    excursion_m: float | None
    hold_s: float | None
    velocity_m_s: float
    force_n: float | None
    power_w: float | None
    reference_rom_m: float | None
    faults: tuple[FaultKind, ...]
    pace: Pace | None = None
    sensors: Mapping[Sensor, SensorHealth] = NO_SENSORS
    position_ok: bool = True
