"""The open set, or the one that ended last, as every thread may read it."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

from device.clock.stamp import Stamp
from device.objects.rep import RepObject, WithdrawnRep
from device.objects.sets import SetObject
from device.reps.definition import DEFINITION
from device.reps.document import plan_document
from device.reps.events import AmendReason
from device.reps.plan import SetPlan
from device.reps.scoring.advice import coaching_of

WallTime = Callable[[Stamp], tuple[str | None, str]]
"""When that was by the best known clock (ISO 8601 or ``None``), and how good that is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurrentSet:
    """The open set, or the one that ended last.

    It and the objects in it never change, so any thread may read them while another one replaces
    them in the state.

    Attributes:
        set_id: Its key in the store.
        plan: What it is.
        started_ns: The source's clock.
        at: The machine's clock.
        by_user: Whether it was started on the tablet.
        reps: The objects of its repetitions; those saved have a ``rep_id``, and one that is only
            counted is ``provisional``.
        withdrawn: What was announced as a repetition and was none.
        note: The user's, once it was corrected.
        damaged_reps: How many of its rows on the disk were found damaged.
        ended_ns: The source's clock; ``None`` while it is open.
        ended: Why it ended.
    """

    set_id: int
    plan: SetPlan
    started_ns: int
    at: Stamp
    by_user: bool
    reps: tuple[RepObject, ...] = ()
    withdrawn: tuple[WithdrawnRep, ...] = ()
    note: str = ""
    damaged_reps: int = 0
    ended_ns: int | None = None
    ended: str | None = None

    @property
    def void(self) -> bool:
        """Whether it was opened by a movement that turned out to be no repetition."""
        return not (self.by_user or self.reps or self.withdrawn)

    def rep(self, number: int) -> RepObject | None:
        """The repetition with that number."""
        return next((rep for rep in self.reps if rep["rep"] == number), None)

    def with_rep(self, rep: RepObject) -> Self:
        """The set with a further repetition, or with this one in place of its former object."""
        if self.rep(rep["rep"]) is None:
            return replace(self, reps=(*self.reps, rep))
        reps = tuple(rep if other["rep"] == rep["rep"] else other for other in self.reps)
        return replace(self, reps=reps)

    def without_rep(self, number: int, reason: AmendReason) -> Self:
        """The set without a repetition that was none; one that was confirmed leaves its trace."""
        rep = self.rep(number)
        if rep is None:
            return self
        reps = tuple(other for other in self.reps if other is not rep)
        trace: WithdrawnRep = {"rep": number, "reason": str(reason)}
        traces = () if rep.get("provisional") else (trace,)
        return replace(self, reps=reps, withdrawn=(*self.withdrawn, *traces))

    def over(self, ended_ns: int, reason: str) -> Self:
        """The set once it has ended: what was only counted was never finished."""
        reps = tuple(rep for rep in self.reps if not rep.get("provisional"))
        return replace(self, reps=reps, ended_ns=ended_ns, ended=reason)

    def corrected(self, plan: SetPlan, saved: SetObject) -> Self:
        """The set as it was edited in the store; what is not saved yet stays."""
        unsaved = [rep for rep in self.reps if "rep_id" not in rep]
        withdrawn = {each["rep"]: each for each in (*saved["withdrawn"], *self.withdrawn)}
        kept = [rep for rep in saved["reps"] if rep["rep"] not in withdrawn]
        return replace(
            self,
            plan=plan,
            reps=(*kept, *unsaved),
            withdrawn=tuple(withdrawn.values()),
            note=saved["note"] or "",
            damaged_reps=saved["damaged_reps"],
        )

    def as_object(
        self, athlete: str | None, when: tuple[str | None, str], now_ns: int
    ) -> SetObject:
        """The object of the wire.

        Args:
            athlete: Name of the athlete.
            when: What ``WallTime`` says of ``at``.
            now_ns: The source's clock, for a set that is still open.
        """
        started_at, quality = when
        until_ns = now_ns if self.ended_ns is None else self.ended_ns
        return {
            "set_id": self.set_id,
            "plan": plan_document(self.plan, athlete),
            "started_at": started_at,
            "time_quality": quality,
            "started_s": self.started_ns * 1e-9,
            "elapsed_s": round(max(0, until_ns - self.started_ns) * 1e-9, 3),
            "ended": self.ended,
            "by_user": self.by_user,
            "note": self.note,
            "deleted": False,
            "damaged_reps": self.damaged_reps,
            **coaching_of(self.plan, self.reps),
            "reps": list(self.reps),
            "withdrawn": list(self.withdrawn),
            "definition": DEFINITION,
        }
