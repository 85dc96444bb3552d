"""What the device process tells the server, and what the server may ask of it.

Broadcast (ZeroMQ PUB, two frames: topic, then one JSON object): every message carries ``v``,
``run`` (identity of the device process) and ``seq`` (counts all broadcasts of that run).
The topics are the names of the server-sent events that the page receives, with the same object.
The objects are declared in ``device.objects.stream``.

=============  =============================================================  ==================
topic          when                                                           object
=============  =============================================================  ==================
``live``       up to 30 per second while the handle moves, 4 per second at rest   ``LiveMessage``
``phase``      at once, when the phase changes or the hold is reached         ``PhaseMessage``
``rep``        at once: what becomes of a repetition, stage by stage         ``RepMessage``
``set``        a set was started, ended, or corrected                         ``SetMessage``
``fault``      a fault was raised or cleared                                  ``FaultMessage``
``button``     the button on the box was pressed                              ``ButtonMessage``
``heartbeat``  4 times per second, whatever happens                             ``StateMessage``
=============  =============================================================  ==================

Commands (ZeroMQ DEALER to ROUTER, one JSON object each way): ``{"v": 1, "id": str, "command":
name, "args": {...}}`` is answered by ``{"v": 1, "id": str, "ok": true, "result": {...}}`` or
``{"v": 1, "id": str, "ok": false, "error": {"code": code, "message": sentence}}`` with a code of
``ErrorCode``.

Times named ``t_ns`` are the device's monotonic clock; durations are seconds. Quantities that
cannot be measured are ``null``.
"""

from enum import StrEnum
from typing import Final

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
