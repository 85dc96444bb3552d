"""What the user changes afterwards; what was measured stays, and every change can be undone."""

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from device.errors import StoreError
from device.reps.exercises import Exercise, Side, Variant
from device.store.checks import check_note, check_weight_kg, choice, fitting
from device.store.writing.transaction import Transaction

CHANGEABLE: Final = ("exercise", "side", "variant", "weight_kg", "athlete_id", "note")
_CHECKS: Final = {
    "exercise": lambda value: choice("exercise", value, Exercise),
    "side": lambda value: choice("side", value, Side),
    "variant": lambda value: choice("variant", value, Variant),
    "weight_kg": check_weight_kg,
    "note": check_note,
}


class CorrectionWriter:
    """Changes, puts away and restores sets and repetitions."""

    def __init__(self, session: Transaction, changed: Callable[[], None]) -> None:
        """Use ``session``; ``changed`` is called when a correction is on the disk."""
        self._session = session
        self._changed = changed

    def change_set(
        self, set_id: int, changes: Mapping[str, Any], *, key: str | None = None
    ) -> dict[str, Any]:
        """Correct a set; its repetitions stay as they were scored.

        Returns:
            The changes that restore it.

        Raises:
            NotFoundError: There is no such set or athlete.
            StoreError: A value has no meaning.
            UnsavedError: The disk refused; nothing was changed.
        """
        checked = {name: self._checked(name, value) for name, value in changes.items()}

        def work() -> dict[str, Any]:
            if checked.get("athlete_id") is not None:
                self._session.row("athletes", checked["athlete_id"])
            fitted = fitting(checked, self._session.row("sets", set_id))
            origin = self._session.event("set_changed", set_id=set_id, body=fitted)
            before = self._session.amend("sets", set_id, fitted)
            for name, value in fitted.items():
                if value != before[name]:
                    self._session.insert(
                        "corrections",
                        {
                            "seq": origin["seq"],
                            "set_id": set_id,
                            "field": name,
                            "before": json.dumps(before[name]),
                            "after": json.dumps(value),
                        },
                    )
            return {name: before[name] for name in fitted}

        undo = self._session.once(key, work, "change_set")
        self._changed()
        return undo

    def delete_set(self, set_id: int, *, key: str | None = None) -> None:
        """Put a set away: out of lists, exports and records, until it is restored."""
        self._mark("sets", set_id, 1, "set_deleted", key)

    def restore_set(self, set_id: int, *, key: str | None = None) -> None:
        """Take a set back."""
        self._mark("sets", set_id, 0, "set_restored", key)

    def delete_rep(self, rep_id: int, *, key: str | None = None) -> int:
        """Put a repetition away; return its set."""
        return self._mark("reps", rep_id, 1, "rep_deleted", key)

    def restore_rep(self, rep_id: int, *, key: str | None = None) -> int:
        """Take a repetition back; return its set."""
        return self._mark("reps", rep_id, 0, "rep_restored", key)

    def _mark(self, table: str, row_id: int, deleted: int, kind: str, key: str | None) -> int:
        def work() -> dict[str, Any]:
            set_id = self._session.row(table, row_id)["set_id"]
            rep_id = row_id if table == "reps" else None
            self._session.event(kind, set_id=set_id, rep_id=rep_id)
            self._session.amend(table, row_id, {"deleted": deleted})
            return {"set_id": set_id}

        set_id = int(self._session.once(key, work, kind)["set_id"])
        self._changed()
        return set_id

    def _checked(self, name: str, value: Any) -> Any:
        if name == "athlete_id":
            if value is not None and type(value) is not int:
                raise StoreError("The athlete must be given by number, or be null for a guest.")
            return value
        if name not in _CHECKS:
            raise StoreError(
                f"{name!r} of a set cannot be changed; what can: {', '.join(CHANGEABLE)}."
            )
        return _CHECKS[name](value)
