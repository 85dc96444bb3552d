"""A model of an encoder: a trajectory in counts becomes edges of two lines in exact time."""

from collections.abc import Callable, Iterable

# The levels (A, B) at counts 0, 1, 2, 3; the next one up is the next in the list.
LEVELS = ((0, 0), (1, 0), (1, 1), (0, 1))


class QuadratureModel:
    """Moves as told, edge by edge.

    Attributes:
        count: Where it is.
        dead: Channels (0 for A, 1 for B) that are stuck at their present level.
    """

    def __init__(self, on_edge: Callable[[int, int, int], None]) -> None:
        """Make an encoder; ``on_edge(t_ns, channel, level)`` is told of every edge."""
        self.count = 0
        self.dead: set[int] = set()
        self.levels = list(LEVELS[0])
        self._on_edge = on_edge

    def step(self, t_ns: int, direction: int) -> None:
        """Move by one count at ``t_ns``."""
        self.count += direction
        for channel, level in enumerate(LEVELS[self.count % 4]):
            if channel not in self.dead and level != self.levels[channel]:
                self.levels[channel] = level
                self._on_edge(t_ns, channel, level)

    def play(self, steps: Iterable[tuple[int, int]]) -> None:
        """Move through pairs of time and direction."""
        for t_ns, direction in steps:
            self.step(t_ns, direction)


def constant_speed(start_ns: int, counts: int, edges_per_s: float) -> Iterable[tuple[int, int]]:
    """Steps to ``counts`` (negative: downwards) at an even pace."""
    direction = 1 if counts > 0 else -1
    for k in range(1, abs(counts) + 1):
        yield start_ns + round(k * 1e9 / edges_per_s), direction
