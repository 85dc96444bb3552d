"""What a page needs to draw itself anew, kept up to date by the threads that know it."""

import threading
from collections.abc import Mapping
from dataclasses import replace

from device import __version__
from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import UnsavedError
from device.live.translate import live_fields, sensors_object
from device.objects.rep import RepObject
from device.objects.sets import PlanObject, SetObject
from device.objects.station import FaultObject, LiveObject, SensorsObject, StateObject
from device.reps.document import plan_document
from device.reps.events import AmendReason, LiveFrame
from device.reps.plan import SetPlan
from device.sensors.reading import Fault, Reading
from device.service.current_set import CurrentSet, WallTime

SILENT_AFTER_S = 1.0
"""A source that delivered nothing for so long is offline, whatever it says."""

_OFFLINE = int(Fault.OFFLINE)


class StationState:
    """The present state of the station. Any thread may call anything; nothing waits for long.

    What it is given and what it returns is shared by threads: nobody changes such an object,
    a changed one takes its place.

    Args:
        source: Name of the source.
        simulated: Whether nobody really pulls.
        wall_time: Tells the clock time of a stamp.
        clock: Tells how long ago the source was heard.

    Attributes:
        has_ended: The source has no more readings.
    """

    def __init__(
        self, *, source: str, simulated: bool, wall_time: WallTime, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        self._lock = threading.RLock()
        self._source = source
        self._simulated = simulated
        self._wall_time = wall_time
        self._now = clock.monotonic
        self.has_ended = False
        self._heard_s = float("-inf")
        self._delivering = False
        self._not_recording: UnsavedError | None = None
        self._unsaved = 0
        self._faults: dict[str, str] = {}
        self._plan = SetPlan()
        self._names: dict[int, str] = {}
        self._live: LiveObject | None = None
        self._sensors: SensorsObject | None = None
        self._t_ns = 0
        self._first_ns: int | None = None
        self._open: CurrentSet | None = None
        self._last: CurrentSet | None = None

    # What acquisition knows. `reading` is called for every one, hence without the lock.

    def reading(self, reading: Reading) -> None:
        """A reading came, which may say that there is no sensor."""
        self.heard(not reading.faults & _OFFLINE)

    def heard(self, delivering: bool) -> None:
        """The source was heard; ``delivering`` is false where it says that there is no sensor."""
        self._delivering = delivering
        self._heard_s = self._now()

    @property
    def sensor_ok(self) -> bool:
        """Whether the source delivers."""
        return self._delivering and self._now() - self._heard_s < SILENT_AFTER_S

    def show(self, frame: LiveFrame) -> LiveObject:
        """Keep the moving picture; return it as the fields of its broadcast."""
        with self._lock:
            self._t_ns = frame.t_ns
            if self._first_ns is None:
                self._first_ns = frame.t_ns
            frame = frame._replace(phase_since_ns=max(frame.phase_since_ns, self._first_ns))
            current = self._open
            live = live_fields(frame, None if current is None else current.started_ns)
            if current is not None:  # those put away by the user do not count
                live["rep_count"] = len(current.reps)
            self._live = live
            self._sensors = sensors_object(frame)
            return live

    def end(self) -> None:
        """The source has no more readings."""
        self._delivering = False
        self.has_ended = True

    def fault(self, kind: str, detail: str | None) -> None:
        """A fault holds, or (``None``) no longer does."""
        with self._lock:
            if detail is None:
                self._faults.pop(kind, None)
            else:
                self._faults[kind] = detail

    @property
    def plan(self) -> SetPlan:
        """What the next set, or the open one, is."""
        with self._lock:
            return self._plan

    def choose(self, plan: SetPlan) -> None:
        """That is the plan now."""
        with self._lock:
            self._plan = plan
            if self._open is not None:
                self._open = replace(self._open, plan=plan)

    def open_set(self, current: CurrentSet) -> None:
        """A set was opened."""
        with self._lock:
            self._open = current
            self._plan = current.plan

    def add_rep(self, rep: RepObject) -> None:
        """The open set has a further repetition, or knows one better than before."""
        with self._lock:
            if self._open is not None:
                self._open = self._open.with_rep(rep)

    def withdraw_rep(self, number: int, reason: AmendReason) -> RepObject | None:
        """A repetition of the open set was none; return it as it was, if the set has it."""
        with self._lock:
            if self._open is None:
                return None
            rep = self._open.rep(number)
            self._open = self._open.without_rep(number, reason)
            return rep

    def end_set(self, ended_ns: int, reason: str) -> CurrentSet | None:
        """The open set ended; return it. A void one is not the last set that there was."""
        with self._lock:
            if self._open is None:
                return None
            ended = self._open.over(ended_ns, reason)
            self._open = None
            if not ended.void:
                self._last = ended
            return ended

    @property
    def open(self) -> CurrentSet | None:
        """The open set, as it is now."""
        with self._lock:
            return self._open

    @property
    def open_set_id(self) -> int | None:
        """Key of the open set."""
        with self._lock:
            return None if self._open is None else self._open.set_id

    # What the writer knows.

    def recording(self, problem: UnsavedError | None, unsaved_reps: int) -> None:
        """Why sets cannot be saved, if so, and how many repetitions wait."""
        with self._lock:
            self._not_recording, self._unsaved = problem, unsaved_reps

    @property
    def problem(self) -> str | None:
        """Why sets cannot be saved."""
        problem = self._not_recording
        return None if problem is None else str(problem)

    @property
    def problem_code(self) -> str | None:
        """The same as a ``Reason``."""
        problem = self._not_recording
        return None if problem is None else problem.reason

    @property
    def unsaved_reps(self) -> int:
        """How many repetitions are not on the disk."""
        return self._unsaved

    def saved(self, set_id: int, number: int, rep_id: int) -> RepObject | None:
        """A repetition is in the store; return its object with its key."""
        with self._lock:
            current = self._known(set_id)
            rep = None if current is None else current.rep(number)
            if current is None or rep is None:
                return None
            with_key: RepObject = {**rep, "rep_id": rep_id}
            self._replace(set_id, current.with_rep(with_key))
            return with_key

    def renumber(self, before: int, after: int) -> None:
        """A set that was opened while the store was away has its real key now."""
        with self._lock:
            current = self._known(before)
            if current is not None:
                self._replace(before, replace(current, set_id=after))

    def name_athletes(self, names: Mapping[int, str]) -> None:
        """These are the athletes' names."""
        with self._lock:
            self._names = dict(names)

    def knows(self, athlete_id: int) -> bool:
        """Whether there is such an athlete."""
        with self._lock:
            return athlete_id in self._names

    def correct(self, plan: SetPlan, saved: SetObject) -> None:
        """A set was edited in the store; repetitions not saved yet stay."""
        with self._lock:
            current = self._known(saved["set_id"])
            if current is not None:
                self._replace(current.set_id, current.corrected(plan, saved))

    def forget_set(self, set_id: int) -> None:
        """A set was deleted."""
        with self._lock:
            if self._last is not None and self._last.set_id == set_id:
                self._last = None

    def forget_athlete(self, athlete_id: int) -> None:
        """An athlete was erased, with all sets."""
        with self._lock:
            if self._last is not None and self._last.plan.athlete_id == athlete_id:
                self._last = None

    # What everybody asks.

    def set_object(self, current: CurrentSet) -> SetObject:
        """A set of this run."""
        when = self._wall_time(current.at)
        with self._lock:
            return current.as_object(self._name(current.plan), when, self._t_ns)

    def open_object(self) -> SetObject | None:
        """The open set."""
        with self._lock:
            return None if self._open is None else self.set_object(self._open)

    def last_object(self) -> SetObject | None:
        """The set that ended last."""
        with self._lock:
            return None if self._last is None else self.set_object(self._last)

    def plan_object(self) -> PlanObject:
        """The plan."""
        with self._lock:
            return plan_document(self._plan, self._name(self._plan))

    def faults(self) -> list[FaultObject]:
        """The faults that hold."""
        with self._lock:
            return [{"kind": k, "detail": d} for k, d in self._faults.items()]

    def state(self, time_quality: str, *, calibrating: bool = False) -> StateObject:
        """The present state, for the heartbeat and the clients that ask."""
        with self._lock:
            return {
                "source": self._source,
                "simulated": self._simulated,
                "sensor_ok": self.sensor_ok,
                "recording": self._not_recording is None,
                "not_recording_reason": self.problem,
                "not_recording_code": self.problem_code,
                "unsaved_reps": self._unsaved,
                "faults": self.faults(),
                "sensors": self._sensors,
                "calibrating": calibrating,
                "plan": self.plan_object(),
                "live": self._live,
                "set": self.open_object(),
                "last_set": self.last_object(),
                "time_quality": time_quality,
                "version": __version__,
            }

    def _known(self, set_id: int) -> CurrentSet | None:
        known = (self._open, self._last)
        return next((each for each in known if each is not None and each.set_id == set_id), None)

    def _replace(self, set_id: int, current: CurrentSet) -> None:
        if self._open is not None and self._open.set_id == set_id:
            self._open = current
        else:
            self._last = current

    def _name(self, plan: SetPlan) -> str | None:
        return None if plan.athlete_id is None else self._names.get(plan.athlete_id)
