"""What holds a resource, and gives it back at the end of a ``with``."""

from abc import ABC, abstractmethod
from typing import Self


class Closing(ABC):
    """Closes itself when its ``with`` block is left, however that happens."""

    @abstractmethod
    def close(self) -> None:
        """Give the resource back."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
