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
        start_ns: Concentric onset.
        top_ns: End of the concentric.
        release_ns: Onset of the eccentric.
        end_ns: End of the eccentric.
        detected_ns: The reading at which the finished repetition was announced.
        verdict: ``good``, or the first of ``reasons``.
        flags: ``RepFlag`` values.
    """

    number: int
    start_ns: int
    top_ns: int
    release_ns: int
    end_ns: int
    detected_ns: int
    rom_m: float
    rom_pct: float | None
    hold_s: float
    held: bool | None
    concentric_s: float
    eccentric_s: float
    mean_velocity_m_s: float
    mean_propulsive_velocity_m_s: float
    peak_velocity_m_s: float
    eccentric_velocity_m_s: float
    mean_force_n: float | None
    peak_force_n: float | None
    mean_power_w: float | None
    peak_power_w: float | None
    work_j: float | None
    rfd_n_s: float | None
    velocity_loss_pct: float
    tempo: str
    verdict: str
    reasons: tuple[Reason, ...] = ()
    flags: tuple[RepFlag, ...] = ()
