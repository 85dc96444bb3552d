"""Writes a recording as it happens: buffered, appended to, whole lines only."""

import os
from pathlib import Path

from device.closing import Closing
from device.errors import UserError
from device.recordings.format import (
    COLUMNS,
    MAGIC,
    VERSION,
    Header,
    format_header_line,
    format_reading,
)
from device.sensors.reading import Fault, Reading

_BUFFER_LINES = 512
_MAX_PENDING_BYTES = 1 << 20


class RecordingWriter(Closing):
    """A recording being made.

    The header is on the disk (synced, with its folder) when the constructor returns; readings
    follow in blocks of whole lines. After a power cut the file holds a prefix of what was
    written, which ``RecordingReader`` reads up to the cut.

    While the disk is full or gone, ``write`` and ``flush`` raise ``OSError``, and up to
    1 MiB is kept to be written later; what had to be dropped beyond that shows as
    ``Fault.LOST_FRAMES`` on the next reading. A line half written is taken back first, so that
    a recovered file has no bad line in its middle.

    Attributes:
        path: The file.
        bytes_written: Size of the file so far, without what is still buffered.
        is_full: ``max_bytes`` was reached: later readings are left out, and the last line of
            the file says so.
    """

    def __init__(self, path: str | Path, header: Header, max_bytes: int | None = None) -> None:
        """Create the file.

        Args:
            path: Where; nothing may be there yet.
            header: Scalars; ``device.calibration.recorded`` makes those of the factors.
            max_bytes: The most the file may grow to, about; ``None`` for no bound.

        Raises:
            UserError: The file exists already or cannot be created.
        """
        self.path = Path(path)
        self.bytes_written = 0
        self.is_full = False
        self._max_bytes = max_bytes
        self._lines: list[str] = []
        self._pending = b""
        self._lost = False
        head = [f"{MAGIC} {VERSION}", *(format_header_line(*item) for item in header.items())]
        try:
            self._fd = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        except OSError as error:
            raise _cannot_create(self.path, error) from error
        try:
            self._append("\n".join([*head, COLUMNS, ""]).encode())
            os.fsync(self._fd)
            _sync_folder(self.path.parent)
        except OSError as error:
            os.close(self._fd)
            self.path.unlink(missing_ok=True)
            raise _cannot_create(self.path, error) from error

    def write(self, reading: Reading) -> None:
        """Add one reading; it reaches the file with its block, or on ``flush``.

        Raises:
            OSError: A block could not be written; the reading is kept or accounted for.
        """
        if self.is_full:
            return
        if self._lost:
            reading = reading._replace(faults=reading.faults | Fault.LOST_FRAMES)
            self._lost = False
        self._lines.append(format_reading(reading))
        if len(self._lines) >= _BUFFER_LINES:
            self.flush()

    def flush(self) -> None:
        """Hand what is buffered to the operating system.

        Raises:
            OSError: It did not take it.
        """
        self._pending += "".join(self._lines).encode()
        self._lines.clear()
        self._append(self._pending)
        self._pending = b""
        if self._max_bytes is not None and self.bytes_written >= self._max_bytes:
            self.is_full = True
            self._append(b"# the rest was not recorded: the size limit was reached\n")

    def sync(self) -> None:
        """Flush, and wait until it is on the disk.

        Raises:
            OSError: It could not be written.
        """
        self.flush()
        os.fsync(self._fd)

    def close(self) -> None:
        """Sync and close; may be called twice.

        Raises:
            OSError: The end could not be written; the file is closed all the same.
        """
        if self._fd < 0:
            return
        try:
            self.sync()
        finally:
            os.close(self._fd)
            self._fd = -1

    def _append(self, data: bytes) -> None:
        """Write all of ``data`` at the end, or leave the file as it was and raise."""
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._fd, view) :]
        except OSError:
            self._take_back()
            if len(data) > _MAX_PENDING_BYTES:
                self._pending = b""
                self._lost = True
            raise
        self.bytes_written += len(data)

    def _take_back(self) -> None:
        os.ftruncate(self._fd, self.bytes_written)
        os.lseek(self._fd, self.bytes_written, os.SEEK_SET)


def _sync_folder(folder: Path) -> None:
    """Make the file's name itself survive a power cut."""
    fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _cannot_create(path: Path, error: OSError) -> UserError:
    if isinstance(error, FileExistsError):
        return UserError(f"{path} already exists: choose another name, or delete it first.")
    return UserError(f"{path} cannot be created: {error.strerror or error}.")
