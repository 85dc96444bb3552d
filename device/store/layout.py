"""Where the store keeps its files inside the data folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreLayout:
    """The files of the store; ``data_dir`` itself belongs to others as well.

    The log of finished sets is in another folder than the database, so that one mistaken
    deletion does not take both.
    """

    data_dir: Path

    @property
    def database(self) -> Path:
        """The training store."""
        return self.data_dir / "store" / "training.sqlite"

    @property
    def set_log(self) -> Path:
        """Finished sets, one JSON line each."""
        return self.data_dir / "log" / "sets.jsonl"

    @property
    def kept_aside(self) -> Path:
        """Where damaged databases are kept."""
        return self.data_dir / "damaged"
