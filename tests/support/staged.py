"""What `make install` lays down, but for the virtual environment, in a folder."""

import importlib.util
import shutil
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "systemd"

START = """#!/bin/sh
export PYTHONPATH=/opt/source:/opt/site PYTHONDONTWRITEBYTECODE=1
export LD_LIBRARY_PATH=/opt/python/lib  # an interpreter of its own may bring its library
exec /opt/python/bin/python3.{minor} -m server "$@"
"""


def shared(source: Path = ROOT) -> dict[str, Path]:
    """Folders that the command needs, and where it looks for them."""
    flask = importlib.util.find_spec("flask")
    assert flask is not None
    assert flask.origin is not None
    return {
        "/opt/python": Path(sys.base_prefix),
        "/opt/site": Path(flask.origin).parents[1],
        "/opt/source": source,
    }


def stage(folder: Path) -> None:
    table = (FOLDER / "install.sh").read_text().split('files="\n')[1].split('"\n')[0]
    for source, target, mode in (line.split() for line in table.splitlines()):
        placed = folder / target
        placed.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(FOLDER / source, placed)
        placed.chmod(int(mode, 8))
    default = folder / "etc/default/cablecoach"
    default.parent.mkdir(parents=True, exist_ok=True)
    default.write_text("CABLECOACH_SOURCE=simulated\n")
    command = folder / "opt/cablecoach/current/bin/cablecoach"
    command.parent.mkdir(parents=True)
    command.write_text(START.format(minor=sys.version_info.minor))
    command.chmod(0o755)
    for name in ("python", "site", "source"):
        (folder / "opt" / name).mkdir()
