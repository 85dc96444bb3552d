"""Erases a person from everything the store keeps."""

import logging
import sqlite3

from device.errors import Reason, UnsavedError
from device.store.connection import immediate, typed_errors
from device.store.errors import ReadOnlyError
from device.store.layout import StoreLayout
from device.store.state import read_state, write_state
from device.store.writing.athletes import OVERWRITE_DUE, AthleteWriter
from device.store.writing.set_journal import SetJournal
from device.store.writing.transaction import Transaction

_log = logging.getLogger(__name__)


class Erasure:
    """Clears rows, log and copies, in an order that makes a second attempt possible."""

    def __init__(
        self,
        session: Transaction,
        layout: StoreLayout,
        athletes: AthleteWriter,
        journal: SetJournal,
    ) -> None:
        self._session = session
        self._layout = layout
        self._athletes = athletes
        self._journal = journal

    def erase(self, athlete_id: int) -> list[str]:
        """See ``StoreWriter.erase_athlete``."""
        with typed_errors():
            return self._erase(athlete_id)

    def _erase(self, athlete_id: int) -> list[str]:
        set_ids = [
            row["set_id"]
            for row in self._session.connection.execute(
                "SELECT set_id FROM sets WHERE athlete_id = ?", (athlete_id,)
            )
        ]
        self._athletes.refuse_erasure(athlete_id)
        try:
            # The log goes first: a store that is damaged now would be filled from it again.
            self._journal.forget(athlete_id, set_ids)
            recordings = self._athletes.erase_rows(athlete_id)
            self._journal.catch_up()
            self.finish()
        except OSError as error:
            raise ReadOnlyError(
                "The athlete is not completely erased: the disk cannot be written to; try again.",
                Reason.ERASURE_INCOMPLETE,
            ) from error
        return recordings

    def finish(self) -> None:
        """Overwrite what traces an erasure left, unless that is done; later, if it cannot be now.

        ``secure_delete`` has overwritten the rows; copies of their pages may remain in free space
        and in the write-ahead log. Databases that were kept aside are of no use that would weigh
        as much as an erasure does to this person.
        """
        connection = self._session.connection
        if not read_state(connection, OVERWRITE_DUE):
            return
        try:
            connection.execute("VACUUM")
            if connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()["busy"]:
                return  # somebody is reading
            if self._layout.kept_aside.is_dir():
                for path in self._layout.kept_aside.iterdir():
                    path.unlink()
            with immediate(connection):
                write_state(connection, OVERWRITE_DUE, False)
        except (sqlite3.Error, OSError, UnsavedError) as error:
            _log.warning("what was erased is not overwritten yet: %s", error)
