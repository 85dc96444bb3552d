"""One device process for one data folder."""

import fcntl
import os
from pathlib import Path
from types import TracebackType
from typing import Self

from device.errors import UserError


class DataFolderLock:
    """Held while the device process runs; the kernel lets go of it however the process ends.

    The folder itself is locked, so that it works on a disk that is full or read-only.

    Raises:
        UserError: Another process holds it, or the folder cannot be read.
    """

    def __init__(self, data_dir: Path) -> None:
        try:
            self._fd = os.open(data_dir, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        except OSError as error:
            raise UserError(
                f"The data folder {data_dir} cannot be used ({error.strerror}); "
                "choose another one with --data-dir."
            ) from error
        try:
            fcntl.flock(self._fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            os.close(self._fd)
            raise UserError(
                f"CableCoach is already measuring into {data_dir}; stop that one first, "
                "or choose another folder with --data-dir."
            ) from error

    def release(self) -> None:
        """Let go; may be called twice."""
        if self._fd >= 0:
            os.close(self._fd)
            self._fd = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.release()
