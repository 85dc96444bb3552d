"""The one error that is meant for people, and the reasons that a page tells in its own language."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why something was refused, for whoever tells it in another language than English.

    The page has words for each (``refusal.…`` of its catalogues); those of a calibration step are
    ``RefusalCode``. A refusal that only a program can cause needs none.
    """

    ATHLETE_EXISTS = "athlete_exists"
    ATHLETE_TRAINS = "athlete_trains"
    BUSY = "busy"
    CALIBRATION_RUNS = "calibration_runs"
    DAY_TOO_FAR = "day_too_far"
    DEVICE_ABSENT = "device_absent"
    DEVICE_FAILED = "device_failed"
    DISK_FAILS = "disk_fails"
    DISK_FULL = "disk_full"
    ERASURE_INCOMPLETE = "erasure_incomplete"
    HANDLE_MOVES = "handle_moves"
    HAS_ATHLETE = "has_athlete"
    LATE = "late"
    NAME_LENGTH = "name_length"
    NO_CODE = "no_code"
    NO_SUCH_ATHLETE = "no_such_athlete"
    NO_SUCH_REP = "no_such_rep"
    NO_SUCH_SET = "no_such_set"
    NO_SUCH_TABLET = "no_such_tablet"
    NOT_PAIRED = "not_paired"
    OPERATOR_ONLY = "operator_only"
    OTHER_ATHLETE = "other_athlete"
    PAIRING_LOCKED = "pairing_locked"
    RECORDINGS_LEFT = "recordings_left"
    SAMPLES_GONE = "samples_gone"
    SERVER_FAILED = "server_failed"
    SETTING_FIXED = "setting_fixed"
    SET_DELETED = "set_deleted"
    SET_LOADED = "set_loaded"
    SET_MOVED_ON = "set_moved_on"
    SET_NOT_OPEN = "set_not_open"
    SET_OPEN = "set_open"
    SOURCE_ENDED = "source_ended"
    STORE_DAMAGED = "store_damaged"
    STORE_LOCKED = "store_locked"
    STREAMS_TAKEN = "streams_taken"
    TABLETS_FULL = "tablets_full"
    TOO_MANY_REQUESTS = "too_many_requests"
    WEIGHT_RANGE = "weight_range"
    WRONG_CODE = "wrong_code"


class UserError(Exception):
    """A problem the user can mend; its text is one sentence that says what to do.

    The command line prints it without a traceback and exits with status 2; the API
    answers with it as the problem's detail.

    Attributes:
        reason: A word for it where a page says it in its own language, with ``values``.
        values: What the text tells beside the reason, by name.
    """

    def __init__(
        self,
        text: str = "",
        reason: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(text)
        self.reason = reason
        self.values = dict(values or {})

    @property
    def finer(self) -> dict[str, Any]:
        """``reason`` and ``values`` by name; empty where there is no reason."""
        return {"reason": self.reason, "values": self.values} if self.reason else {}
