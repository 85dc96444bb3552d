"""Writes athletes, and erases them for good."""

from collections.abc import Mapping
from typing import Any, Final

from device.errors import ConflictError, Reason, StoreError
from device.store.checks import check_colour, check_name, check_unit
from device.store.rows import ATHLETE_FIELDS, Athlete, Value
from device.store.state import write_state
from device.store.writing.transaction import Transaction

OVERWRITE_DUE: Final = "overwrite_due"
"""State: rows were erased, and their traces in free space are not overwritten yet."""

_CHECKS: Final = {"name": check_name, "unit": check_unit, "colour": check_colour}
_ERASURES: Final = (
    "DELETE FROM corrections WHERE set_id IN (SELECT set_id FROM sets WHERE athlete_id = ?)",
    "DELETE FROM events WHERE set_id IN (SELECT set_id FROM sets WHERE athlete_id = ?)",
    "DELETE FROM reps WHERE set_id IN (SELECT set_id FROM sets WHERE athlete_id = ?)",
    "DELETE FROM sets WHERE athlete_id = ?",
    "DELETE FROM events WHERE athlete_id = ?",
    "DELETE FROM athletes WHERE athlete_id = ?",
)


class AthleteWriter:
    """Adds, changes and erases athletes."""

    def __init__(self, session: Transaction) -> None:
        self._session = session

    def add(
        self, name: str, unit: str = "kg", colour: str = "#3366cc", *, key: str | None = None
    ) -> Athlete:
        """Add an athlete.

        Raises:
            ConflictError: There is one of that name.
            StoreError: A value has no meaning.
            UnsavedError: The disk refused; nothing was saved.
        """
        values = {
            "name": check_name(name),
            "unit": check_unit(unit),
            "colour": check_colour(colour),
        }

        def work() -> dict[str, Any]:
            self._refuse_twin(values["name"], None)
            athlete_id = self._session.next_key("athletes")
            row: dict[str, Value] = {"athlete_id": athlete_id, **values}
            self._session.event("athlete_added", athlete_id=athlete_id, body=values)
            self._session.insert("athletes", row)
            return row

        return Athlete(**self._session.once(key, work, "add_athlete"))

    def change(
        self, athlete_id: int, changes: Mapping[str, Any], *, key: str | None = None
    ) -> Athlete:
        """Change name, unit or colour.

        Raises:
            NotFoundError: There is no such athlete.
            ConflictError: There is another of that name.
            StoreError: A value has no meaning.
            UnsavedError: The disk refused; nothing was changed.
        """
        unknown = sorted(set(changes) - set(_CHECKS))
        if unknown:
            raise StoreError(f"{unknown[0]!r} of an athlete cannot be changed.")
        checked = {name: _CHECKS[name](value) for name, value in changes.items()}

        def work() -> dict[str, Any]:
            if "name" in checked:
                self._refuse_twin(checked["name"], athlete_id)
            before = self._session.amend("athletes", athlete_id, checked)
            self._session.event("athlete_changed", athlete_id=athlete_id, body=checked)
            return {name: checked.get(name, before[name]) for name in ATHLETE_FIELDS}

        return Athlete(**self._session.once(key, work, "change_athlete"))

    def refuse_erasure(self, athlete_id: int) -> None:
        """Check that the athlete can be erased.

        Raises:
            NotFoundError: There is no such athlete.
            ConflictError: One of their sets is open.
        """
        self._session.row("athletes", athlete_id)
        if self._session.one(
            "SELECT 1 FROM sets WHERE athlete_id = ? AND ended IS NULL", athlete_id
        ):
            raise ConflictError(
                "This athlete is training: end the set first, then erase.", Reason.ATHLETE_TRAINS
            )

    def erase_rows(self, athlete_id: int) -> list[str]:
        """Delete the rows of an athlete; only a part of ``StoreWriter.erase_athlete``.

        Returns:
            The names of the recordings of their sets.

        Raises:
            NotFoundError: There is no such athlete.
            UnsavedError: The disk refused; nothing was erased.
        """

        def work() -> dict[str, Any]:
            self.refuse_erasure(athlete_id)
            sets = self._session.connection.execute(
                "SELECT recording FROM sets WHERE athlete_id = ?", (athlete_id,)
            ).fetchall()
            for statement in _ERASURES:
                self._session.connection.execute(statement, (athlete_id,))
            # Their names may stand in what earlier requests were answered.
            self._session.connection.execute("DELETE FROM answers")
            write_state(self._session.connection, OVERWRITE_DUE, True)
            self._session.event("athlete_erased", body={"athlete_id": athlete_id})
            return {"recordings": [row["recording"] for row in sets if row["recording"]]}

        return list(self._session.once(None, work)["recordings"])

    def _refuse_twin(self, name: str, but: int | None) -> None:
        """Case does not tell two people apart, and SQLite folds only ASCII."""
        for row in self._session.connection.execute("SELECT athlete_id, name FROM athletes"):
            if row["name"].casefold() == name.casefold() and row["athlete_id"] != but:
                raise ConflictError(
                    f"There is already an athlete called {row['name']}.",
                    Reason.ATHLETE_EXISTS,
                    {"name": row["name"]},
                )
