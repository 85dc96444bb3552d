"""Writes sets and repetitions as they happen."""

from collections.abc import Callable
from typing import Any

from device.clock.stamp import Stamp
from device.errors import ConflictError
from device.reps.definition import DEFINITION
from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.store.rows import plan_columns, rep_columns
from device.store.writing.transaction import Transaction


class SetWriter:
    """Opens sets, adds repetitions, ends sets: each call is on the disk when it returns."""

    def __init__(self, session: Transaction, finished: Callable[[], None]) -> None:
        """Use ``session``; ``finished`` is called when a set's end is on the disk."""
        self._session = session
        self._finished = finished

    def open_set(
        self,
        plan: SetPlan,
        t_ns: int,
        by_user: bool = False,
        *,
        key: str | None = None,
        at: Stamp | None = None,
        recording: str | None = None,
    ) -> int:
        """Open a set.

        Args:
            plan: What it is.
            t_ns: When it began, on the source's clock.
            by_user: Whether it was started on the tablet.
            key: Idempotency key.
            at: When that was; now where left out.
            recording: Name of its raw recording.

        Returns:
            Its key.

        Raises:
            ConflictError: A set is open already.
            UnsavedError: The disk refused; nothing was saved.
        """

        def work() -> dict[str, Any]:
            open_one = self.open_set_id()
            if open_one is not None:
                raise ConflictError(f"Set {open_one} is still open: end it first.")
            return {"set_id": self._insert(plan, t_ns, by_user, at, recording)}

        return int(self._session.once(key, work, "open_set")["set_id"])

    def add_rep(self, set_id: int, rep: Rep, *, at: Stamp | None = None) -> int:
        """Add a confirmed repetition; the same one again changes nothing.

        The set and the number are its idempotency key: a writer that was killed had usually
        committed what it had not yet acknowledged.

        Returns:
            Its key.

        Raises:
            NotFoundError: There is no such set.
            ConflictError: The set has ended, or has another repetition of that number.
            UnsavedError: The disk refused; nothing was saved.
        """
        columns = rep_columns(rep)

        def work() -> dict[str, Any]:
            known = self._session.one(
                "SELECT rep_id, end_ns FROM reps WHERE set_id = ? AND number = ?",
                set_id,
                rep.number,
            )
            if known is not None:
                if known["end_ns"] != rep.end_ns:
                    raise ConflictError(f"Set {set_id} already has a different rep {rep.number}.")
                return {"rep_id": known["rep_id"]}
            if self._session.row("sets", set_id)["ended"] is not None:
                raise ConflictError(f"Set {set_id} has ended: no rep can be added.")
            rep_id = self._session.next_key("reps")
            origin = self._session.event("rep", at, set_id=set_id, rep_id=rep_id)
            self._session.insert(
                "reps", {**origin, **columns, "rep_id": rep_id, "set_id": set_id, "deleted": 0}
            )
            return {"rep_id": rep_id}

        return int(self._session.once(None, work)["rep_id"])

    def end_set(
        self, set_id: int, ended_ns: int, reason: EndReason, *, at: Stamp | None = None
    ) -> None:
        """End a set; ending it again for the same reason changes nothing.

        Raises:
            NotFoundError: There is no such set.
            ConflictError: It has ended for another reason.
            UnsavedError: The disk refused; nothing was saved.
        """

        def work() -> dict[str, Any]:
            ended = self._session.row("sets", set_id)["ended"]
            if ended is None:
                self._end(set_id, ended_ns, reason, at)
            elif ended != reason:
                raise ConflictError(f"Set {set_id} has already ended ({ended}).")
            return {}

        self._session.once(None, work)
        self._finished()

    def interrupt_open_sets(self) -> list[int]:
        """Close what an earlier run left open, with its repetitions; for start-up.

        What this run opened stays open: the store may be opened anew while a set goes on.

        A set is over when its last repetition was, as far as anybody can know.

        Returns:
            The keys of the sets.

        Raises:
            UnsavedError: The disk refused; nothing was saved.
        """

        def work() -> dict[str, Any]:
            left = self._session.connection.execute(
                "SELECT set_id, coalesce((SELECT max(end_ns) FROM reps "
                "WHERE reps.set_id = sets.set_id), started_ns) AS ended_ns "
                "FROM sets WHERE ended IS NULL AND run_id != ? ORDER BY set_id",
                (self._session.run_id,),
            ).fetchall()
            for row in left:
                self._end(row["set_id"], row["ended_ns"], EndReason.INTERRUPTED, None)
            return {"set_ids": [row["set_id"] for row in left]}

        return list(self._session.once(None, work)["set_ids"])

    def next_set_id(self) -> int:
        """The key that the next set will have; there is no other writer."""
        return self._session.next_key("sets")

    def open_set_id(self) -> int | None:
        """The open set, if any."""
        row = self._session.one("SELECT set_id FROM sets WHERE ended IS NULL")
        return None if row is None else int(row["set_id"])

    def _insert(
        self, plan: SetPlan, t_ns: int, by_user: bool, at: Stamp | None, recording: str | None
    ) -> int:
        set_id = self._session.next_key("sets")
        columns = {**plan_columns(plan), "athlete_id": self._known(plan.athlete_id)}
        body = {**columns, "by_user": by_user, "definition": DEFINITION}
        origin = self._session.event("set_started", at, set_id=set_id, body=body)
        row = {
            **origin,
            **columns,
            "set_id": set_id,
            "started_ns": t_ns,
            "by_user": int(by_user),
            "note": "",
            "recording": recording,
            "deleted": 0,
            "definition": DEFINITION,
        }
        self._session.insert("sets", row)
        return set_id

    def _known(self, athlete_id: int | None) -> int | None:
        """The athlete; a guest where they were erased since the set was begun."""
        query = "SELECT athlete_id FROM athletes WHERE athlete_id = ?"
        return None if self._session.one(query, athlete_id) is None else athlete_id

    def _end(self, set_id: int, ended_ns: int, reason: EndReason, at: Stamp | None) -> None:
        self._session.event("set_ended", at, set_id=set_id, body={"ended": reason})
        self._session.amend("sets", set_id, {"ended_ns": ended_ns, "ended": str(reason)})
