"""The push-button on the box, which opens the pairing of a tablet."""

from collections.abc import Callable
from typing import Protocol


class ButtonInput(Protocol):
    """A source that has a button too."""

    def when_pressed(self, tell: Callable[[], None]) -> None:
        """Have ``tell`` called at each press, from a thread of the source; it must not wait."""
        ...
