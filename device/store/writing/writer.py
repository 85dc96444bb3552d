"""The one writer of the training store."""

import contextlib
import logging
import sqlite3
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Final

from device import __version__
from device.clock.stamp import stamp
from device.closing import Closing
from device.files import make_folder
from device.store.connection import connect_writer, immediate
from device.store.layout import StoreLayout
from device.store.migrations import migrate
from device.store.writing.amendments import AmendmentWriter
from device.store.writing.athletes import AthleteWriter
from device.store.writing.corrections import CorrectionWriter
from device.store.writing.erasure import Erasure
from device.store.writing.set_journal import SetJournal
from device.store.writing.sets import SetWriter
from device.store.writing.station_data import AnchorWriter, CalibrationWriter, SettingsWriter
from device.store.writing.station_id import station_id
from device.store.writing.transaction import Transaction

_log = logging.getLogger(__name__)

_INSTRUCTIONS_A_BEAT: Final = 1_000_000
"""Of SQLite's virtual machine: some tens of milliseconds."""


class StoreWriter(Closing):
    """The open store, for one thread: whatever a method returns is on the disk.

    Attributes:
        path: The database.
        station: Identity of this station.
        run_id: Identity of this run.
        sets: Sets and repetitions as they happen.
        amendments: What the station learns of a repetition afterwards.
        corrections: What the user changes afterwards.
        athletes: Who trains.
        calibrations: Factors with their history.
        anchors: What wall clocks said.
        settings: The page's settings.
        journal: The log of finished sets.
    """

    def __init__(self, path: Path, source: str, run_id: str | None = None) -> None:
        """Open or make the database and bring it to the present version.

        The product opens it through ``device.store.recovery.opening``, which repairs first.

        Args:
            path: The database, where a ``StoreLayout`` has it.
            source: What this run measures with, as the user asked for it.
            run_id: Identity of this run; a new one where left out.

        Raises:
            UserError: The database is of a later version.
            sqlite3.Error: It is damaged, or the disk refuses.
            OSError: Its folder cannot be made.
        """
        make_folder(path.parent)
        layout = StoreLayout.around(path)
        self.path = path
        self.run_id = run_id or uuid.uuid4().hex
        connection = connect_writer(self.path)
        try:
            migrate(connection)
            self.station = station_id(connection)
            session = Transaction(connection, self.path, self.station, self.run_id)
            _register(session, source)
        except BaseException:
            connection.close()
            raise
        self._session = session
        self.journal = SetJournal(session, layout.set_log)
        self.sets = SetWriter(session, self.journal.catch_up)
        self.amendments = AmendmentWriter(session)
        self.corrections = CorrectionWriter(session, self.journal.catch_up)
        self.athletes = AthleteWriter(session)
        self.calibrations = CalibrationWriter(session)
        self.anchors = AnchorWriter(session)
        self.settings = SettingsWriter(session)
        self._erasure = Erasure(session, layout, self.athletes, self.journal)

    def erase_athlete(self, athlete_id: int) -> list[str]:
        """Erase an athlete: sets, repetitions, events, log, and every copy that was kept aside.

        What was erased is overwritten and the files are rewritten, so that not even the free
        space inside them holds the name; where that cannot be done at once, because somebody is
        reading, ``finish_erasure`` does it later.

        Returns:
            The names of the recordings, which the caller deletes.

        Raises:
            NotFoundError: There is no such athlete.
            ConflictError: One of their sets is open.
            UnsavedError: The disk refused; what is still there can be erased by trying again.
        """
        return self._erasure.erase(athlete_id)

    def finish_erasure(self) -> None:
        """Overwrite what traces an erasure left, if any are left; never fails."""
        self._erasure.finish()

    def when_busy(self, beat: Callable[[], None]) -> None:
        """Have ``beat`` called again and again while SQLite works long, as in a VACUUM."""
        self._session.connection.set_progress_handler(beat, _INSTRUCTIONS_A_BEAT)

    def close(self) -> None:
        """Close the database; may be called twice.

        Where somebody deleted it meanwhile, it is put back first: this process still has it.
        """
        with contextlib.suppress(sqlite3.ProgrammingError):  # closed already
            try:
                self._session.put_back_if_gone()
            except (sqlite3.Error, OSError) as error:
                _log.error("the deleted training store cannot be put back: %s", error)
        self._session.connection.close()


def _register(session: Transaction, source: str) -> None:
    boot_id, mono_ns = stamp()
    with immediate(session.connection):
        if session.one("SELECT 1 FROM runs WHERE run_id = ?", session.run_id) is None:
            session.insert(
                "runs",
                {
                    "run_id": session.run_id,
                    "station": session.station,
                    "boot_id": boot_id,
                    "mono_ns": mono_ns,
                    "source": source,
                    "version": __version__,
                },
            )
