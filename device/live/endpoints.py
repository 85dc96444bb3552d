"""The addresses at which the two processes of one data folder meet.

Both derive them from the data folder, so nobody has to tell one about the other, and two stations
on one machine do not mix. Unix sockets are used: only users with access to their folder connect.
"""

import hashlib
import os
import stat
import tempfile
from pathlib import Path
from typing import Final, NamedTuple

from device.errors import UserError
from device.files import make_private

_LONGEST_PATH: Final = 100
"""``sun_path`` holds 108 bytes on Linux and 104 elsewhere, with the closing zero."""


class Endpoints(NamedTuple):
    """ZeroMQ addresses of the broadcasts and of the commands."""

    broadcasts: str
    commands: str


def endpoints(data_dir: Path) -> Endpoints:
    """Derive the addresses that belong to a data folder.

    Raises:
        UserError: The folder for sockets is not private, or its name is too long.
    """
    identity = hashlib.sha256(bytes(data_dir.resolve())).hexdigest()[:12]
    base = _socket_folder() / identity
    if len(bytes(base)) + len(".pub") > _LONGEST_PATH:
        raise UserError(
            f"The path of {base.parent} is too long for sockets; "
            "set CABLECOACH_RUNTIME_DIR to a shorter one."
        )
    return Endpoints(f"ipc://{base}.pub", f"ipc://{base}.cmd")


def share_with_group(endpoint: str) -> None:
    """Let the folder's group connect to a bound socket, whatever the process's umask is."""
    Path(endpoint.removeprefix("ipc://")).chmod(0o660)


def _socket_folder() -> Path:
    chosen = os.environ.get("CABLECOACH_RUNTIME_DIR")
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    if chosen:
        folder = Path(chosen)
    elif runtime and Path(runtime).is_dir():
        folder = Path(runtime) / "cablecoach"
    else:
        folder = Path(tempfile.gettempdir()) / f"cablecoach-{os.getuid()}"
    make_private(folder, "The folder for sockets", "set CABLECOACH_RUNTIME_DIR to another one.")
    if chosen:  # systemd made it, and says who may enter
        return folder
    status = folder.lstat()
    private = stat.S_ISDIR(status.st_mode) and not status.st_mode & 0o077
    if status.st_uid != os.getuid() or not private:
        raise UserError(
            f"Another user may enter {folder}; remove it, or set CABLECOACH_RUNTIME_DIR "
            "to a folder of your own."
        )
    return folder
