"""The seam between our decoding and the packages that reach the pins: edges in, levels out."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Edge(NamedTuple):
    """A line changed.

    Attributes:
        t_ns: When, by the kernel's monotonic clock.
        pin: Which line.
        level: What it changed to, 0 or 1.
    """

    t_ns: int
    pin: int
    level: int


class Edges(NamedTuple):
    """What happened since the last look.

    Attributes:
        edges: In the order in which they happened.
        lost: How many are known to be missing from it.
    """

    edges: Sequence[Edge]
    lost: int


class Lines(Protocol):
    """Some inputs, watched for edges.

    ``wait``, ``read`` and ``levels`` belong to one thread; ``close`` may come from another.
    """

    max_edges_per_s: int
    """How many edges it delivers without loss, with a margin for a busy machine."""

    def wait(self, timeout_s: float) -> bool:
        """Sleep until there are edges, at most for ``timeout_s``; return whether there are."""
        ...

    def read(self) -> Edges:
        """Take what has happened, without waiting."""
        ...

    def levels(self, pins: Sequence[int]) -> tuple[int, ...]:
        """The present level of each of these lines."""
        ...

    def close(self) -> None:
        """Let go of the lines; may be called twice."""
        ...
