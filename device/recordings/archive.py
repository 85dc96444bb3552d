"""A folder of recordings, one a set, of bounded size."""

import re
from pathlib import Path

from device.errors import UserError
from device.recordings.format import Header
from device.recordings.writer import RecordingWriter

_SUFFIX = ".csv"
_NUMBERED = re.compile(r"(\d{8,15})-").match
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}").fullmatch


class RecordingArchive:
    """Keeps the newest recordings within ``cap_bytes`` and drops the oldest first.

    The recording opened last is never dropped, and alone may take half of the cap. "Oldest" is
    by the number with which ``new_name`` begins, never by a clock: one that jumps would have the
    newest dropped. Recordings without a number count as older than all others. Files that are
    not recordings are left alone. Room is made when a recording is opened; call ``prune`` when
    one was closed.

    Attributes:
        folder: Where the recordings are; made when the first is opened.
        cap_bytes: The most they may take together.
    """

    def __init__(self, folder: str | Path, cap_bytes: int) -> None:
        if cap_bytes <= 0:
            raise ValueError("cap_bytes must be above 0")
        self.folder = Path(folder)
        self.cap_bytes = cap_bytes
        self._newest: Path | None = None
        self._number = max(map(_number_of, self.folder.glob(f"*{_SUFFIX}")), default=0)

    def new_name(self, run: str) -> str:
        """A name for the next recording: numbered on from all that are there, then the run."""
        self._number += 1
        return f"{self._number:08d}-{run}"

    def path_of(self, name: str) -> Path:
        """Where the recording ``name`` is, or would be.

        Raises:
            UserError: The name holds more than letters, digits, ``-`` and ``_``.
        """
        if _NAME(name) is None:
            raise UserError(
                f"A recording cannot be called {name[:100]!r}: "
                "use up to 100 letters, digits, “-” and “_”."
            )
        return self.folder / f"{name}{_SUFFIX}"

    def open_new(self, name: str, header: Header) -> RecordingWriter:
        """Begin a recording, making room for it first.

        Raises:
            UserError: It exists already or cannot be created.
        """
        path = self.path_of(name)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self.prune()
        except OSError as error:
            reason = error.strerror or error
            raise UserError(f"{self.folder} cannot hold recordings: {reason}.") from error
        writer = RecordingWriter(path, header, max_bytes=self.cap_bytes // 2)
        self._newest = path
        return writer

    def delete(self, name: str) -> None:
        """Delete the recording ``name``, for good, where it still exists.

        Raises:
            UserError: It is no name of a recording.
            OSError: It cannot be deleted.
        """
        self.path_of(name).unlink(missing_ok=True)

    def prune(self) -> list[Path]:
        """Delete the oldest recordings until the rest is within the cap; return the deleted.

        Raises:
            OSError: The folder cannot be read or a file not deleted.
        """
        found = sorted(
            self.folder.glob(f"*{_SUFFIX}"), key=lambda path: (_number_of(path), path.name)
        )
        sizes = [path.stat().st_size for path in found]
        total = sum(sizes)
        dropped = []
        for path, size in zip(found, sizes, strict=True):
            if total <= self.cap_bytes:
                break
            if path != self._newest:
                path.unlink(missing_ok=True)
                total -= size
                dropped.append(path)
        return dropped


def _number_of(path: Path) -> int:
    """The number that ``new_name`` gave; 0 for a recording from elsewhere."""
    match = _NUMBERED(path.name)
    return int(match[1]) if match else 0
