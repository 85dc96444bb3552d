"""Keeps a store of the present version for the tests of later ones.

``python -m tests.tools.store_version``, before a migration is added: the kept store of the version
before is brought to the present one by its own migration and written beside it.
"""

from contextlib import closing
from pathlib import Path
from typing import Final

from device.store.connection import connect_memory
from device.store.migrations import LATEST, migrate

_KEPT: Final = Path(__file__).parents[1] / "device" / "store" / "versions"


def kept(version: int) -> Path:
    """Where the store of a version is, as the statements that make it."""
    return _KEPT / f"version-{version}.sql"


def statements() -> str:
    """Those that make a store of the present version, with the rows of the one before."""
    with closing(connect_memory()) as connection:
        connection.executescript(kept(LATEST - 1).read_text("utf-8"))
        migrate(connection)
        connection.row_factory = None  # as ``iterdump`` needs it
        dump = "\n".join(connection.iterdump())
    head = f"-- A store of version {LATEST}: that of version {LATEST - 1}, brought there by its own"
    return f"{head} migration.\n{dump}\nPRAGMA user_version = {LATEST};\n"


def main() -> None:
    """Write it, and say where."""
    path = kept(LATEST)
    path.write_text(statements(), "utf-8")
    print(f"wrote {path}")


if __name__ == "__main__":
    main()
