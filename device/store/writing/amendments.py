"""What the station itself learns afterwards of a repetition that it has saved."""

from typing import Any

from device.clock.stamp import Stamp
from device.errors import NotFoundError, Reason
from device.reps.events import AmendReason
from device.reps.rep import Rep
from device.store.rows import Value, rep_columns
from device.store.writing.transaction import Transaction


class AmendmentWriter:
    """Amends and withdraws repetitions. What they said before stays in the event that tells of it.

    The user's corrections are another matter: a repetition that was put away stays away, and one
    that is brought back is as it was amended.
    """

    def __init__(self, session: Transaction) -> None:
        self._session = session

    def amend_rep(
        self, set_id: int, rep: Rep, reason: AmendReason, t_ns: int, *, at: Stamp | None = None
    ) -> int:
        """Overwrite the figures of a repetition; the same ones again change nothing.

        Args:
            set_id: Its set.
            rep: As it is known now, with the number that it has.
            reason: Why.
            t_ns: When it was learnt, on the source's clock.
            at: The same on the machine's clock; now where left out.

        Returns:
            Its key.

        Raises:
            NotFoundError: The set has no such repetition.
            DamagedError: Its row does not match its checksum.
            UnsavedError: The disk refused; nothing was changed.
        """
        columns = {**rep_columns(rep), "amended": str(reason), "amended_ns": t_ns}

        def work() -> dict[str, Any]:
            rep_id = self._key(set_id, rep.number)
            if rep_id is None:
                raise NotFoundError(f"Set {set_id} has no rep {rep.number}.", Reason.NO_SUCH_REP)
            self._amend("rep_amended", set_id, rep_id, columns, at)
            return {"rep_id": rep_id}

        return int(self._session.once(None, work)["rep_id"])

    def withdraw_rep(
        self,
        set_id: int,
        number: int,
        reason: AmendReason,
        t_ns: int,
        *,
        at: Stamp | None = None,
    ) -> int | None:
        """Mark a repetition as none; again changes nothing. Its row and its number stay.

        Args:
            set_id: Its set.
            number: Its number.
            reason: Why.
            t_ns: When it was learnt, on the source's clock.
            at: The same on the machine's clock; now where left out.

        Returns:
            Its key; ``None`` where it was only counted and never saved.

        Raises:
            DamagedError: Its row does not match its checksum.
            UnsavedError: The disk refused; nothing was changed.
        """

        def work() -> dict[str, Any]:
            rep_id = self._key(set_id, number)
            if rep_id is not None:
                columns: dict[str, Value] = {"withdrawn": str(reason), "withdrawn_ns": t_ns}
                self._amend("rep_withdrawn", set_id, rep_id, columns, at)
            return {"rep_id": rep_id}

        rep_id: int | None = self._session.once(None, work)["rep_id"]
        return rep_id

    def _key(self, set_id: int, number: int) -> int | None:
        query = "SELECT rep_id FROM reps WHERE set_id = ? AND number = ?"
        row = self._session.one(query, set_id, number)
        return None if row is None else int(row["rep_id"])

    def _amend(
        self, kind: str, set_id: int, rep_id: int, columns: dict[str, Value], at: Stamp | None
    ) -> None:
        before = self._session.amend("reps", rep_id, columns)
        changed = [name for name, value in columns.items() if value != before[name]]
        if changed:
            body = {
                "before": {name: before[name] for name in changed},
                "after": {name: columns[name] for name in changed},
            }
            self._session.event(kind, at, set_id=set_id, rep_id=rep_id, body=body)
