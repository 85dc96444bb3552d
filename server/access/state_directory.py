"""Where the server keeps its own small files."""

import os
from pathlib import Path

from device.files import make_private


def private_folder(data_dir: Path) -> Path:
    """The folder of pairing and tokens; made if missing, for the server's user alone.

    systemd's state directory where the server has one of its own; a folder ``NAME-server`` beside
    the data folder where an installation made one (which is how ``cablecoach pair`` finds it); else
    ``server`` in the data folder.

    Raises:
        UserError: It cannot be made.
    """
    state = os.environ.get("STATE_DIRECTORY", "").split(":")[0]
    beside = data_dir.with_name(f"{data_dir.name}-server")
    if state and Path(state) != data_dir:
        folder = Path(state)
    elif beside.is_dir():
        folder = beside
    else:
        folder = data_dir / "server"
    return make_private(
        folder, "The server's folder", "choose another data folder with --data-dir."
    )
