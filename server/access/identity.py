"""The client of a request, and what it may do."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Role(IntEnum):
    """What a client may do; each role includes those before it."""

    VIEWER = 0
    """Anyone on the network: the live page and its state, without names."""
    ATHLETE = 1
    """A paired tablet or script: sets, and the export of its own athlete."""
    OPERATOR = 2
    """Calibrate, tare, settings, erase, all athletes, pairing."""

    @property
    def word(self) -> str:
        """The role as it is written in JSON and on the command line."""
        return self.name.lower()

    @classmethod
    def parse(cls, word: str) -> "Role":
        """Return the role of that name."""
        return cls[word.upper()]


@dataclass(frozen=True, slots=True)
class Identity:
    """Who sent a request.

    Attributes:
        role: What it may do.
        client_id: Key of its credential; ``None`` for a stranger and for the demonstration.
        athlete_id: The athlete whom an ``ATHLETE`` client belongs to; ``None`` until it has one.
        by_token: Whether it proved itself by an ``Authorization`` header, which no browser sends
            on another site's behalf.
    """

    role: Role = Role.VIEWER
    client_id: int | None = None
    athlete_id: int | None = None
    by_token: bool = False

    def may_see(self, athlete_id: int | None) -> bool:
        """Whether sets and the profile of that athlete (``None``: a guest) are its to see."""
        if self.role is Role.OPERATOR:
            return True
        return self.role is Role.ATHLETE and athlete_id in (None, self.athlete_id)

    def may_see_all(self, athletes: Iterable[int]) -> bool:
        """Whether what names these athletes is its to see; a stranger sees no such thing."""
        return self.role > Role.VIEWER and all(self.may_see(athlete) for athlete in athletes)


STRANGER = Identity()
