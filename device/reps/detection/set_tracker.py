"""Which repetitions belong together."""

from device.reps.detection.tuning import REST_S
from device.reps.events import EndReason, SetEnded, SetStarted
from device.reps.plan import SetPlan
from device.reps.rep import Rep


class SetTracker:
    """Opens a set with its first repetition, or for the user, and closes it after a rest.

    A set opened by the user waits for its first repetition as long as it takes; an empty one that
    ends leaves a ``SetEnded`` without repetitions.
    """

    def __init__(self, plan: SetPlan, rest_s: float = REST_S) -> None:
        self.plan = plan
        self.use_rest(rest_s)
        self.open = False
        self.started_ns: int | None = None
        self._numbers: set[int] = set()
        self._last_end_ns: int | None = None

    @property
    def rep_count(self) -> int:
        """Counted repetitions of the open set; of the last one while none is open."""
        return len(self._numbers)

    def use_rest(self, rest_s: float) -> None:
        """A pause of this length ends a set."""
        self.rest_ns = int(rest_s * 1e9)

    def start(self, t_ns: int, *, by_user: bool) -> SetStarted:
        """Open a set; no other may be open."""
        self.open = True
        self.started_ns = t_ns
        self._numbers = set()
        self._last_end_ns = None
        return SetStarted(t_ns, self.plan, by_user)

    def take(self, rep: Rep) -> list[SetStarted]:
        """Count a repetition, opening a set for it where none is open; one that is counted already
        is the same, as it is known now.
        """
        events = [] if self.open else [self.start(rep.start_ns, by_user=False)]
        self._numbers.add(rep.number)
        self._last_end_ns = rep.end_ns
        return events

    def withdraw(self, number: int) -> None:
        """What was counted is none. Somebody moved the handle all the same: the rest goes on from
        there.
        """
        self._numbers.discard(number)

    def is_over(self, t_ns: int) -> bool:
        """Whether the rest since the last repetition has been long enough to end the set."""
        return (
            self.open and self._last_end_ns is not None and t_ns - self._last_end_ns > self.rest_ns
        )

    def end(self, t_ns: int, reason: EndReason) -> list[SetEnded]:
        """Close the open set, if any."""
        if not self.open:
            return []
        self.open = False
        ended_ns = t_ns if self._last_end_ns is None else self._last_end_ns
        return [SetEnded(t_ns, ended_ns, reason)]
