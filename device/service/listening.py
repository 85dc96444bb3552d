"""Who hears of what was measured: one small port a kind of news, and the fan-out to all."""

from collections.abc import Sequence
from typing import Protocol

from device.reps.events import Event, LiveFrame
from device.sensors.reading import Reading


class ReadingListener(Protocol):
    """Hears every reading before it is fed; called 200 times per second, so it must be quick."""

    def reading(self, reading: Reading) -> None:
        """Take the next reading."""
        ...


class EventListener(Protocol):
    """Hears of every event, in order."""

    def event(self, event: Event) -> None:
        """Take the next event."""
        ...


class FrameListener(Protocol):
    """Sees the moving picture, 4 to 30 times per second."""

    def frame(self, frame: LiveFrame) -> None:
        """Take the next frame."""
        ...


class EndListener(Protocol):
    """Hears of the source's end, which only a recording has."""

    def end(self) -> None:
        """No more readings come."""
        ...


class Listeners:
    """Passes on to each what it listens to, in the order given.

    All is called in the acquisition thread, and nobody may wait in it.
    """

    def __init__(
        self,
        *,
        readings: Sequence[ReadingListener] = (),
        events: Sequence[EventListener] = (),
        frames: Sequence[FrameListener] = (),
        ends: Sequence[EndListener] = (),
    ) -> None:
        self._readings = tuple(listener.reading for listener in readings)
        self._events = tuple(listener.event for listener in events)
        self._frames = tuple(listener.frame for listener in frames)
        self._ends = tuple(listener.end for listener in ends)

    def reading(self, reading: Reading) -> None:
        """Every reading, before it is fed."""
        for take in self._readings:
            take(reading)

    def events(self, events: list[Event]) -> None:
        """What a reading or a command caused."""
        for event in events:
            for take in self._events:
                take(event)

    def frame(self, frame: LiveFrame) -> None:
        """The moving picture."""
        for take in self._frames:
            take(frame)

    def ended(self) -> None:
        """The source has no more readings."""
        for take in self._ends:
            take()
