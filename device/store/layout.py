"""Where the store keeps its files inside the data folder."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self


@dataclass(frozen=True, slots=True)
class StoreLayout:
    """The files of the store; ``data_dir`` itself belongs to others as well.

    The log of finished sets is in another folder than the database, so that one mistaken
    deletion does not take both.
    """

    data_dir: Path

    @classmethod
    def around(cls, database: Path) -> Self:
        """The layout that has its database there."""
        return cls(database.parent.parent)

    @property
    def database(self) -> Path:
        """The training store."""
        return self.data_dir / "store" / "training.sqlite"

    @property
    def under_repair(self) -> Path:
        """A fresh database that is being filled from a damaged one."""
        return self.database.with_name("training.sqlite.new")

    @property
    def repaired(self) -> Path:
        """The same, complete, about to take the place of the damaged one."""
        return self.database.with_name("training.sqlite.repaired")

    @property
    def set_log(self) -> Path:
        """Finished sets, one JSON line each."""
        return self.data_dir / "log" / "sets.jsonl"

    @property
    def kept_aside(self) -> Path:
        """Where damaged databases are kept."""
        return self.data_dir / "damaged"
