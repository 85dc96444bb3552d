"""What the device process tells the server, and what the server may ask of it.

Broadcast (ZeroMQ PUB, two frames: topic, then one JSON object): every message carries ``v``,
``run`` (identity of the device process) and ``seq`` (counts all broadcasts of that run).
The topics are the names of the server-sent events that the page receives, with the same object.

=============  =============================================================  ==================
topic          when                                                           object
=============  =============================================================  ==================
``live``       up to 30 a second while the handle moves, 4 a second at rest   ``LiveMessage``
``phase``      at once, when the phase changes or the hold is reached         ``PhaseMessage``
``rep``        at once: provisional, confirmed, saved, rejected               ``RepMessage``
``set``        a set was started, ended, or corrected                         ``SetMessage``
``fault``      a fault was raised or cleared                                  ``FaultMessage``
``button``     the button on the box was pressed                              ``Envelope``
``heartbeat``  4 times a second, whatever happens                             ``StateMessage``
=============  =============================================================  ==================

Commands (ZeroMQ DEALER to ROUTER, one JSON object each way): ``{"v": 1, "id": str, "command":
name, "args": {...}}`` is answered by ``{"v": 1, "id": str, "ok": true, "result": {...}}`` or
``{"v": 1, "id": str, "ok": false, "error": {"code": code, "message": sentence}}`` with a code of
``ErrorCode``.

Times named ``t_ns`` are the device's monotonic clock; durations are seconds. Quantities that
cannot be measured are ``null``.
"""

from enum import StrEnum
from typing import Any, Final, Literal, NotRequired, TypedDict

VERSION: Final = 1

TOPICS: Final = ("live", "phase", "rep", "set", "fault", "button", "heartbeat")
"""The topics that share one count of sequence numbers, and that pages get."""

RAW_TOPIC: Final = "raw"
"""Readings as they came; sent only while somebody subscribes, outside that count."""


class ErrorCode(StrEnum):
    """Why a command was refused."""

    INVALID = "invalid"
    CONFLICT = "conflict"
    NOT_FOUND = "not_found"
    UNAVAILABLE = "unavailable"


class Envelope(TypedDict):
    """What every broadcast carries."""

    v: int
    run: str
    seq: int
    t_ns: int


class LiveMessage(Envelope):
    """The moving picture. ``excursion_m`` and ``hold_s`` as in ``LiveFrame``."""

    phase: str
    phase_s: float
    rep_count: int
    excursion_m: float
    hold_s: float
    velocity_m_s: float
    force_n: float | None
    power_w: float | None
    reference_rom_m: float | None
    set_elapsed_s: float | None


class PhaseMessage(Envelope):
    """The phase changed, or (``hold_reached``) the hold reached its full second."""

    phase: str
    since_ns: int
    hold_reached: bool


class RepMessage(Envelope):
    """One repetition on its way: ``top``, then ``confirmed``, then ``saved``; or ``rejected``.

    ``rep`` is the object of DESIGN section 3 (``confirmed`` and ``saved``); ``set_id`` and
    ``rep_id`` are keys in the store (``saved``).
    """

    stage: Literal["top", "confirmed", "saved", "rejected"]
    number: int | None
    rom_m: float
    peak_velocity_m_s: NotRequired[float]
    reason: NotRequired[str]
    rep: NotRequired[dict[str, Any]]
    set_id: NotRequired[int]
    rep_id: NotRequired[int]


class RawMessage(Envelope):
    """A tenth of a second of readings, for ``cablecoach record``.

    ``first`` numbers the first of them within the run; each is ``[t_ns, encoder_count, load_raw,
    faults]``. ``header`` is what a recording's header shall hold. ``seq`` is that of the latest
    broadcast of another topic.
    """

    first: int
    readings: list[tuple[int, int, int | None, int]]
    header: dict[str, Any]


class PlanObject(TypedDict):
    """``SetPlan`` as JSON, with the athlete's name beside the key."""

    exercise: str
    side: str
    variant: str
    weight_kg: float | None
    athlete_id: int | None
    athlete: str | None
    reference_rom_m: float | None


class SetObject(TypedDict):
    """A set with its repetitions, as the page and the API show it.

    ``reps`` are the objects of DESIGN section 3, each with its ``rep_id``. ``started_at`` is ISO
    8601 with offset, derived from the best known clock; ``time_quality`` says how good it is.
    ``ended`` is an ``EndReason`` or ``null`` while the set is open. ``weight_step`` says how to go
    on: 1 a step heavier, 0 the same, -1 a step lighter.
    """

    set_id: int
    plan: PlanObject
    started_at: str | None
    time_quality: str
    elapsed_s: float
    ended: str | None
    weight_step: int
    reps: list[dict[str, Any]]


class SetMessage(Envelope):
    """A set was ``started``, ``ended``, ``changed`` (edited) or ``deleted``."""

    stage: Literal["started", "ended", "changed", "deleted"]
    set: SetObject


class FaultMessage(Envelope):
    """A fault was raised or cleared; ``detail`` is one sentence that says what to do."""

    kind: str
    raised: bool
    detail: str


class FaultObject(TypedDict):
    """A fault that holds at present."""

    kind: str
    detail: str


class StateMessage(Envelope):
    """All a page needs to draw itself anew.

    ``source`` names the source; ``sensor_ok`` is false while it delivers nothing; ``recording``
    is false while sets cannot be saved, and ``not_recording_reason`` says why in a sentence,
    ``not_recording_code`` as a ``Reason`` for a page that tells it in another language;
    ``unsaved_reps`` counts the repetitions held in memory meanwhile. ``calibrating`` is true while
    a guided calibration runs: no repetition counts, and no set can be started. ``set`` is the open
    set or ``null``; ``last_set`` the latest finished one of this run or ``null``.
    """

    source: str
    simulated: bool
    sensor_ok: bool
    recording: bool
    not_recording_reason: str | None
    not_recording_code: str | None
    unsaved_reps: int
    faults: list[FaultObject]
    calibrating: bool
    plan: PlanObject
    live: LiveMessage
    set: SetObject | None
    last_set: SetObject | None
    time_quality: str
    version: str


class Command(StrEnum):
    """What may be asked of the device; arguments and results stand in ``docs/live.md``."""

    STATE = "state"
    CHOOSE = "choose"
    START_SET = "start_set"
    END_SET = "end_set"
    TARE = "tare"
    ADD_ATHLETE = "add_athlete"
    CHANGE_ATHLETE = "change_athlete"
    ERASE_ATHLETE = "erase_athlete"
    CHANGE_SET = "change_set"
    DELETE_SET = "delete_set"
    RESTORE_SET = "restore_set"
    DELETE_REP = "delete_rep"
    RESTORE_REP = "restore_rep"
    CALIBRATE = "calibrate"
    SETTINGS = "settings"
    CHANGE_SETTINGS = "change_settings"
    CLOCK = "clock"
    HEALTH = "health"
