"""The one writer of the training store."""

import uuid
from pathlib import Path
from types import TracebackType
from typing import Self

from device import __version__
from device.clock.stamp import stamp
from device.files import make_folder
from device.store.athletes import AthleteWriter
from device.store.connection import connect_writer, immediate
from device.store.corrections import CorrectionWriter
from device.store.keeping import AnchorWriter, CalibrationWriter, SettingsWriter
from device.store.migrations import migrate
from device.store.session import Session
from device.store.sets import SetWriter
from device.store.station import station_id


class StoreWriter:
    """The open store, for one thread: whatever a method returns is on the disk.

    Attributes:
        path: The database.
        station: Identity of this station.
        run_id: Identity of this run.
        sets: Sets and repetitions as they happen.
        corrections: What the user changes afterwards.
        athletes: Who trains.
        calibrations: Factors with their history.
        anchors: What wall clocks said.
        settings: The page's settings.
    """

    def __init__(self, path: Path, source: str, run_id: str | None = None) -> None:
        """Open or make the database and bring it to the present version.

        ``device.store.opening.open_store`` is the way in for the product: it repairs first.

        Args:
            path: The database.
            source: What this run measures with, as the user asked for it.
            run_id: Identity of this run; a new one where left out.

        Raises:
            UserError: The database is of a later version.
            sqlite3.Error: It is damaged, or the disk refuses.
            OSError: Its folder cannot be made.
        """
        make_folder(path.parent)
        self.path = path
        self.run_id = run_id or uuid.uuid4().hex
        connection = connect_writer(path)
        try:
            migrate(connection)
            self.station = station_id(connection)
            session = Session(connection, self.station, self.run_id)
            _register(session, source)
        except BaseException:
            connection.close()
            raise
        self._session = session
        self.sets = SetWriter(session)
        self.corrections = CorrectionWriter(session)
        self.athletes = AthleteWriter(session)
        self.calibrations = CalibrationWriter(session)
        self.anchors = AnchorWriter(session)
        self.settings = SettingsWriter(session)

    def close(self) -> None:
        """Close the database; may be called twice."""
        self._session.connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _register(session: Session, source: str) -> None:
    boot_id, mono_ns = stamp()
    with immediate(session.connection):
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
