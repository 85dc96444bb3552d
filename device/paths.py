"""Where the product keeps what it must not lose."""

import os
from pathlib import Path

import platformdirs

from device.errors import UserError
from device.files import make_private


def data_path(chosen: Path | None = None) -> Path:
    """Where the folder of training store, recordings and calibration is, or will be.

    ``--data-dir`` wins, then systemd's state directory, then the platform's user data folder.
    """
    return (chosen or _default()).expanduser().resolve()


def make_data_directory(chosen: Path | None = None) -> Path:
    """The data folder; made if missing.

    Raises:
        UserError: It cannot be made.
    """
    return make_private(data_path(chosen), "The data folder", "choose another one with --data-dir.")


def existing_data_directory(chosen: Path | None = None) -> Path:
    """The data folder, for commands that make no sense without what is in it.

    Raises:
        UserError: There is none.
    """
    path = data_path(chosen)
    try:
        exists = path.is_dir()
    except OSError as error:
        raise UserError(
            f"The data folder {path} cannot be reached ({error.strerror}); "
            "run this as the user it belongs to."
        ) from error
    if not exists:
        raise UserError(
            f"There is no data folder {path}; check --data-dir, or make one with `cablecoach run`."
        )
    return path


def _default() -> Path:
    state = os.environ.get("STATE_DIRECTORY")
    if state:
        return Path(state.split(":")[0])  # systemd joins several with a colon
    return Path(platformdirs.user_data_dir("cablecoach", appauthor=False))
