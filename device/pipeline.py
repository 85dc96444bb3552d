"""The order of the stages, once, without I/O: live, replay and tests all run this one."""

from device.calibration.factors import Factors
from device.reps.events import EndReason, Event, LiveFrame
from device.reps.plan import SetPlan
from device.sensors.reading import Reading


class Pipeline:
    """Counts in, events out; one reading at a time, in bounded memory.

    Not thread-safe: one thread feeds it and calls its other methods.
    """

    def __init__(self, factors: Factors, plan: SetPlan | None = None) -> None:
        raise NotImplementedError

    @property
    def plan(self) -> SetPlan:
        """What the next set (or the open one) is."""
        raise NotImplementedError

    def feed(self, reading: Reading) -> list[Event]:
        """Take one reading; return what it caused, usually nothing."""
        raise NotImplementedError

    def finish(self) -> list[Event]:
        """The source has ended: close the repetition in progress, if it counts, and the set."""
        raise NotImplementedError

    def choose(self, plan: SetPlan) -> list[Event]:
        """Set the plan for what comes; ends an open set where exercise, side or athlete change."""
        raise NotImplementedError

    def start_set(self, plan: SetPlan) -> list[Event]:
        """Open a set now, by the user; an open one is ended first."""
        raise NotImplementedError

    def end_set(self, reason: EndReason = EndReason.USER) -> list[Event]:
        """End the open set, if any."""
        raise NotImplementedError

    def recalibrate(self, factors: Factors) -> None:
        """Use other factors from the next reading on; the handle keeps its place."""
        raise NotImplementedError

    def live(self) -> LiveFrame:
        """The present state, for the screen."""
        raise NotImplementedError
