"""The six-digit code that makes a tablet one of ours.

A person who can read the station's console, or press the button on the box, may open a code. It
lives for two minutes of the monotonic clock, for one use and for five tries; after the fifth wrong
one nothing is let in for a while, not even the right code.
"""

import hmac
import secrets
import threading
from dataclasses import dataclass
from typing import Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import Reason, UserError
from server.access.identity import Role

CODE_LIVES_S: Final = 120.0
"""Time to walk from the box to the tablet and type six digits."""

TRIES: Final = 5
"""Five guesses of a million codes, and room for typing errors."""

LOCKED_S: Final = 60.0
"""After ``TRIES`` wrong codes, so that guessing never gets beyond five tries per minute."""


class PairingLockedError(UserError):
    """Too many wrong codes were tried.

    Attributes:
        retry_s: When it is worth trying again.
    """

    def __init__(self, retry_s: float) -> None:
        self.retry_s = max(1, round(retry_s))
        super().__init__(
            f"Too many wrong codes were tried; wait {self.retry_s} s, then ask for a new code.",
            Reason.PAIRING_LOCKED,
            {"wait_s": self.retry_s},
        )


class NoCodeError(UserError):
    """No code is open, or it has expired or was used."""

    def __init__(self) -> None:
        super().__init__(
            "No pairing code is open; run `cablecoach pair` on the station, "
            "or press the button on the box.",
            Reason.NO_CODE,
        )


class WrongCodeError(UserError):
    """The code is not the open one."""

    def __init__(self, left: int) -> None:
        super().__init__(
            f"That is not the station's code; {left} tries left.",
            Reason.WRONG_CODE,
            {"n": left},
        )


@dataclass(frozen=True, slots=True)
class Grant:
    """What a code gives to the client that enters it.

    Attributes:
        role: What the tablet may do; ``None``: what suits a station's next tablet, which is known
            only when the code is used.
        athlete_id: Whose the tablet is.
    """

    role: Role | None = None
    athlete_id: int | None = None


@dataclass(slots=True)
class _Open:
    code: str
    grant: Grant
    ends_s: float
    tries_left: int = TRIES


class Pairing:
    """At most one open code. Every method may be called by any thread."""

    def __init__(self, *, clock: Clock = SYSTEM_CLOCK) -> None:
        self._now = clock.monotonic
        self._lock = threading.Lock()
        self._open: _Open | None = None
        self._locked_until_s = float("-inf")

    def open(self, grant: Grant) -> str:
        """Make a fresh code; an older one is void from now on.

        Raises:
            PairingLockedError: Too many wrong codes were tried a moment ago.
        """
        with self._lock:
            self._refuse_while_locked()
            code = f"{secrets.randbelow(10**6):06d}"
            self._open = _Open(code, grant, self._now() + CODE_LIVES_S)
            return code

    def redeem(self, code: str) -> Grant:
        """Use the code up.

        Raises:
            PairingLockedError: Too many wrong codes were tried.
            NoCodeError: There is none to be used.
            WrongCodeError: It is another one.
        """
        with self._lock:
            self._refuse_while_locked()
            current = self._open
            if current is None or self._now() >= current.ends_s:
                self._open = None
                raise NoCodeError
            if hmac.compare_digest(current.code.encode(), code.encode()):
                self._open = None
                return current.grant
            current.tries_left -= 1
            if current.tries_left == 0:
                self._open = None
                self._locked_until_s = self._now() + LOCKED_S
            raise WrongCodeError(current.tries_left)

    @property
    def is_open(self) -> bool:
        """Whether a code may be entered now."""
        with self._lock:
            return self._open is not None and self._now() < self._open.ends_s

    def _refuse_while_locked(self) -> None:
        left_s = self._locked_until_s - self._now()
        if left_s > 0:
            raise PairingLockedError(left_s)
