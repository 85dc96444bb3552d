"""Errors meant for people, and the reasons that a page states in its own language.

::

    UserError                    one sentence that says what to do
    ├── RefusalError             a step of the calibration (device.calibration.refusal)
    ├── NoChipError              no GPIO chip on this computer (device.sensors.gpio)
    ├── StoreError               the store cannot do this now
    │   ├── NotFoundError        no such set, rep or athlete         HTTP 404
    │   ├── ConflictError        the store holds the contrary        HTTP 409
    │   └── UnsavedError         the disk refuses                    HTTP 503
    │       ├── DiskFullError    no space left (device.store.errors)
    │       ├── ReadOnlyError    read-only, unplugged or failing
    │       ├── LockedError      another program holds it
    │       └── DamagedError     opening it anew mends it
    ├── CommandError             the device's refusal, at the server (device.live.refusal)
    └── PairingLockedError, NoCodeError, WrongCodeError (server.access.pairing)

Any other exception is a defect of the program: it is logged with its traceback, and clients never
see its text.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any


class Reason(StrEnum):
    """Why something was refused, so that a page can say it in its own language.

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
    TARE_LOADED = "tare_loaded"
    TOO_MANY_REQUESTS = "too_many_requests"
    WEIGHT_RANGE = "weight_range"
    WRONG_CODE = "wrong_code"


class UserError(Exception):
    """A problem that the user can solve; its text is one sentence that says what to do.

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


class StoreError(UserError):
    """The store cannot do this now; nothing was changed."""


class NotFoundError(StoreError):
    """There is no such set, rep or athlete."""


class ConflictError(StoreError):
    """The store holds something that contradicts the request."""


class UnsavedError(StoreError):
    """The disk refuses the write, and nothing was saved. A later attempt may succeed."""
