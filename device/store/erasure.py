"""Erases a person from everything the store keeps."""

import sqlite3

from device.store.athletes import AthleteWriter
from device.store.errors import LockedError, ReadOnlyError, unsaved_error
from device.store.layout import StoreLayout
from device.store.mirror import Mirror
from device.store.session import Session


class Erasure:
    """Clears rows, log and copies, in an order that makes a second attempt possible."""

    def __init__(
        self, session: Session, layout: StoreLayout, athletes: AthleteWriter, mirror: Mirror
    ) -> None:
        self._session = session
        self._layout = layout
        self._athletes = athletes
        self._mirror = mirror

    def erase(self, athlete_id: int) -> list[str]:
        """See ``StoreWriter.erase_athlete``."""
        set_ids = [
            row["set_id"]
            for row in self._session.connection.execute(
                "SELECT set_id FROM sets WHERE athlete_id = ?", (athlete_id,)
            )
        ]
        self._athletes.refuse_erasure(athlete_id)
        try:
            # The log goes first: a store that is damaged now would be filled from it again.
            self._mirror.forget(athlete_id, set_ids)
            recordings = self._athletes.erase_rows(athlete_id)
            self._mirror.catch_up()
            self._overwrite()
            self._delete_copies()
        except OSError as error:
            raise ReadOnlyError(
                "The athlete is not erased completely: the disk cannot be written; try again."
            ) from error
        return recordings

    def _overwrite(self) -> None:
        """Rewrite the database without its free space, and empty the write-ahead log.

        ``secure_delete`` has overwritten the rows; copies of their pages may remain in both.
        """
        connection = self._session.connection
        try:
            connection.execute("VACUUM")
            busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()["busy"]
        except sqlite3.Error as error:
            raise unsaved_error(error) from error
        if busy:
            raise LockedError("The athlete is erased, but somebody is reading: try again.")

    def _delete_copies(self) -> None:
        """Databases kept aside are of use to nobody as much as an erasure is to this person."""
        if self._layout.kept_aside.is_dir():
            for path in self._layout.kept_aside.iterdir():
                path.unlink()
