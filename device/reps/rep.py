"""A finished repetition and the words that describe it."""

from dataclasses import dataclass
from enum import StrEnum


class Phase(StrEnum):
    """Where in a repetition the handle is.

    ::

        REST ──leaves the start──▸ CONCENTRIC ──stands still──▸ HOLD ──turns back──▸ ECCENTRIC
          ▴                            │                                                │
          └──────── returns ◂──────────┴──────────── comes to the start ◂───────────────┘
    """

    REST = "rest"
    CONCENTRIC = "concentric"
    HOLD = "hold"
    ECCENTRIC = "eccentric"


class Reason(StrEnum):
    """Why a repetition is not ``good``."""

    SHORT_HOLD = "short_hold"
    SHORT_RANGE = "short_range"
    FAST_RELEASE = "fast_release"
    SLOW_PULL = "slow_pull"


class RejectReason(StrEnum):
    """Why an excursion of the handle was not a repetition."""

    SET_UP_TRAVEL = "set_up_travel"
    TOO_SHORT = "too_short"
    REBOUND = "rebound"
    NO_LOAD = "no_load"
    POSITION_LOST = "position_lost"


class RepFlag(StrEnum):
    """What makes a repetition's figures doubtful; it is kept and shown with the flag.

    ``doubts.DOUBTS`` says which of its figures each flag keeps out of references and records.
    """

    LOAD_LOST = "load_lost"
    LOAD_SATURATED = "load_saturated"
    LOAD_NOISY = "load_noisy"
    LOAD_FROZEN = "load_frozen"
    LOAD_SUSPECT = "load_suspect"
    LOAD_RATE_LOW = "load_rate_low"
    LOAD_OVERLOAD = "load_overload"
    POSITION_SUSPECT = "position_suspect"
    POSITION_LOST = "position_lost"
    DIRECTION_REVERSED = "direction_reversed"
    COUNT_JUMPED = "count_jumped"
    START_UNSEEN = "start_unseen"
    ENCODER_OVERRUN = "encoder_overrun"
    GAP = "gap"
    SLIP = "slip"
    STACK_THROWN = "stack_thrown"
    NO_RETURN = "no_return"
    RESTARTED = "restarted"
    UNDER_VOLTAGE = "under_voltage"
    OVERHEATING = "overheating"


COMPUTER_FLAGS = frozenset({RepFlag.UNDER_VOLTAGE, RepFlag.OVERHEATING})
"""Flags that come from the computer and not from what the sensors said; as faults they have the
same names."""


@dataclass(frozen=True, slots=True)
class Rep:
    """One repetition. Times are the source's monotonic nanoseconds; what could not be measured is
    ``None``, never 0. ``metrics.METRICS`` says what each metric is.

    Attributes:
        number: Its place in the set, from 1.
        start_ns: The last time before the pull that the handle is at the level it stood at.
        top_ns: When it comes to the level that is then held.
        release_ns: The last time that it is at that level.
        end_ns: The first time that it is where it comes to rest.
        detected_ns: The reading at which the finished repetition was announced.
        held: ``None`` where no hold is asked for, and where ``hold_s`` is unknown.
        verdict: ``good``, the first of ``reasons``, or ``unknown`` where none is known and a figure
            that it needs could not be measured.
        flags: ``RepFlag`` values.
        close: Whether the interval of a figure spans the limit that its verdict goes by; ``None``
            where no interval is known.
    """

    number: int
    start_ns: int
    top_ns: int
    release_ns: int
    end_ns: int
    detected_ns: int
    rom_m: float | None
    rom_pct: float | None
    hold_s: float | None
    held: bool | None
    concentric_s: float | None
    eccentric_s: float | None
    mean_velocity_m_s: float | None
    mean_propulsive_velocity_m_s: float | None
    peak_velocity_m_s: float | None
    eccentric_velocity_m_s: float | None
    mean_force_n: float | None
    peak_force_n: float | None
    mean_power_w: float | None
    peak_power_w: float | None
    work_j: float | None
    rfd_n_s: float | None
    velocity_loss_pct: float | None
    tempo: str | None
    verdict: str
    reasons: tuple[Reason, ...] = ()
    flags: tuple[RepFlag, ...] = ()
    start_pm_s: float | None = None
    hold_pm_s: float | None = None
    rom_pm_m: float | None = None
    mean_velocity_pm_m_s: float | None = None
    steadiness_mm: float | None = None
    close: bool | None = None
