"""How fine an encoder and a wheel measure, and how fast they may turn."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

COUNTS_PER_LINE: Final = 4
"""A line has two edges on each of the two channels."""

FASTEST_PULL_M_S: Final = 4.0
"""A handle let go under load, or a punch by a strong athlete; both count."""

ENCODER_LINES: Final = (50, 100, 150, 200, 360, 600, 1000)
WHEEL_CIRCUMFERENCES_MM: Final = (150.0, 200.0, 300.0)


@dataclass(frozen=True, slots=True)
class Counter:
    """Something that counts edges.

    Attributes:
        title: Its name for people.
        edges_per_s: How many a second it counts without loss, both channels together.
    """

    title: str
    edges_per_s: int


DIRECT_OLD: Final = Counter("direct, RPi.GPIO", 4_000)
DIRECT: Final = Counter("direct, gpiod", 12_000)
BRIDGE: Final = Counter("bridge board", 80_000)
"""Not its own limit, which lies in the millions, but the encoder's: its open-collector output
follows 20 kHz a channel, which is four times as many edges."""

COUNTERS: Final = (DIRECT_OLD, DIRECT, BRIDGE)


@dataclass(frozen=True, slots=True)
class Pairing:
    """An encoder on a wheel.

    Attributes:
        lines: Lines of the encoder (PPR).
        circumference_mm: Cable of one turn.
    """

    lines: int
    circumference_mm: float

    @property
    def mm_per_count(self) -> float:
        """Cable of one count: circumference / (4 × lines)."""
        return self.circumference_mm / (COUNTS_PER_LINE * self.lines)

    def edges_per_s(self, speed_m_s: float) -> float:
        """Edges per second at a cable speed: speed / cable of one count."""
        return speed_m_s * 1_000 / self.mm_per_count

    def fastest_m_s(self, counter: Counter) -> float:
        """The cable speed up to which ``counter`` loses nothing."""
        return counter.edges_per_s * self.mm_per_count / 1_000


def table(circumference_mm: float) -> str:
    """Resolution and speed of common encoders on one wheel, as a Markdown table."""
    titles = " | ".join(f"up to, {counter.title}" for counter in COUNTERS)
    head = (
        f"| lines (PPR) | counts a turn | mm a count | edges/s at 1.5 m/s | at 4 m/s | {titles} |"
    )
    rule = "|" + "---:|" * (5 + len(COUNTERS))
    return "\n".join([head, rule, *_rows(circumference_mm)])


def _rows(circumference_mm: float) -> Iterator[str]:
    for lines in ENCODER_LINES:
        pairing = Pairing(lines, circumference_mm)
        cells = [
            f"{lines}",
            f"{lines * COUNTS_PER_LINE:,}",
            f"{pairing.mm_per_count:.3f}",
            f"{pairing.edges_per_s(1.5):,.0f}",
            f"{pairing.edges_per_s(FASTEST_PULL_M_S):,.0f}",
            *(_speed(pairing.fastest_m_s(counter)) for counter in COUNTERS),
        ]
        yield "| " + " | ".join(cells) + " |"


def _speed(fastest_m_s: float) -> str:
    """Bold where it is enough; speeds that no arm reaches are not worth a digit."""
    if fastest_m_s < FASTEST_PULL_M_S:
        return f"{fastest_m_s:.1f} m/s"
    return f"**{fastest_m_s:.1f} m/s**" if fastest_m_s < 10 else "**> 10 m/s**"
