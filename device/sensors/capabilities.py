"""What some sources can do beside delivering readings; ``Opened`` says which source can what."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from device.sensors.cue import Cue


class ButtonInput(Protocol):
    """A source with the push-button on the box, which opens the pairing of a tablet."""

    def when_pressed(self, tell: Callable[[], None]) -> None:
        """Have ``tell`` called at each press, from a thread of the source; it must not wait."""
        ...


class CueOutput(Protocol):
    """A source that can also be heard and seen."""

    def play_cue(self, cue: Cue) -> None:
        """Give the signal: at once, without blocking, and silently not at all while absent.

        May be called from another thread than the one that iterates. A new signal replaces the
        one still sounding.
        """
        ...


class SelfReport(Protocol):
    """A source that knows how things stand with its hardware. Any thread may ask."""

    @property
    def situation(self) -> str:
        """How things stand, in one word, for a page that says it in its own language."""
        ...

    @property
    def status(self) -> str:
        """The same in a sentence that says what to do."""
        ...

    def counters(self) -> Mapping[str, int]:
        """What was counted since the start, by name."""
        ...


class Turn(NamedTuple):
    """Which exercise and side a set of a simulated trainee is."""

    exercise: str
    side: str


class TurnTaking(Protocol):
    """A source that decides by itself what is trained, until somebody chooses it on a tablet."""

    @property
    def turn(self) -> Turn:
        """What is being done at present; any thread may ask."""
        ...

    def ask_for(self, turn: Turn) -> None:
        """Somebody chose that on a tablet: do it from the next set on. Any thread may call."""
        ...


class StandingClock(Protocol):
    """A source whose clock stands still until it is told to go on."""

    def when_idle(self, idle: Callable[[bool], None]) -> None:
        """Call ``idle`` many times per second while the clock stands.

        It is called in the thread that iterates, and is told whether the sensor delivers: a clock
        that stands is not a sensor that is silent.
        """
        ...
