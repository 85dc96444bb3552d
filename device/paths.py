"""Where the product keeps what it must not lose."""

import os
from pathlib import Path

import platformdirs

from device.errors import UserError


def data_directory(chosen: Path | None = None) -> Path:
    """The folder of the training store, the recordings and the calibration; made if missing.

    ``--data-dir`` wins, then systemd's state directory, then the platform's user data folder.

    Raises:
        UserError: It cannot be made.
    """
    path = (chosen or _default()).expanduser().resolve()
    try:
        path.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise UserError(
            f"The data folder {path} cannot be made ({error.strerror}); "
            "choose another one with --data-dir."
        ) from error
    return path


def _default() -> Path:
    state = os.environ.get("STATE_DIRECTORY")
    if state:
        return Path(state.split(":")[0])  # systemd joins several with a colon
    return Path(platformdirs.user_data_dir("cablecoach", appauthor=False))
