"""Simulated sets, one after the other, on a board's wire: when each repetition ends is known."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final, NamedTuple

from device.sensors.reading import Reading
from device.sensors.simulated.generate import generate
from tests.support.bridge_board import PlayingBridge, as_counted_by_default_sensors
from tests.tools.browsing import station

_CONDITION: Final = "plain"
_SET: Final[Mapping[str, Any]] = {"reps": (10, 10), "tail_s": (2.0, 2.0)}
_NEAR_MS: Final = 1000.0
"""A message is of the repetition whose end is this near; the next one ends seconds later."""


class KnownReps(NamedTuple):
    """What is played, and when it is over.

    Attributes:
        readings: As the sensors of the default configuration count them, from 0 on.
        ends_s: When the handle is back, by the path as it was made.
    """

    readings: Sequence[Reading]
    ends_s: Sequence[float]


def known_reps(seconds: float) -> KnownReps:
    """So many sets in a row that they last ``seconds``."""
    readings: list[Reading] = []
    ends_s: list[float] = []
    seed, begin_ns = 0, 0
    while begin_ns < seconds * 1e9:
        one = generate(_CONDITION, seed, **_SET)
        moved = as_counted_by_default_sensors(one.readings, one.header)
        readings += [reading._replace(t_ns=begin_ns + reading.t_ns) for reading in moved]
        ends_s += [begin_ns * 1e-9 + rep.end_s for rep in one.truth.reps if rep.returned]
        begin_ns = readings[-1].t_ns + 5_000_000
        seed += 1
    return KnownReps(readings, ends_s)


@contextmanager
def played_station(
    folder: Path, known: KnownReps, link: Path | None = None
) -> Iterator[tuple[str, PlayingBridge]]:
    """A station on a board that plays ``known`` from the station's first question on; the name of
    the board's port, ``link``, must be short.
    """
    link = link or folder / "board"
    options = ("--source", "serial", "--port-path", str(link))
    with (
        PlayingBridge(link, known.readings, wait_for_host=True) as bridge,
        station(folder, *options) as address,
    ):
        yield address, bridge


def after_the_end_ms(
    painted: Sequence[Mapping[str, Any]],
    ends_ms: Sequence[float],
    stages: Sequence[str] = ("counted", "confirmed"),
) -> list[float | None]:
    """For each repetition, from its true end to the first frame that shows it.

    Args:
        painted: Messages of the page, with ``kind`` and ``painted`` (ms).
        ends_ms: True ends, on the same clock.
        stages: What counts as showing it; ``confirmed`` alone has the final figures.

    Returns:
        Milliseconds, below 0 where it is counted before the handle is back; ``None`` where no
        frame showed it.
    """
    shown = [m["painted"] for m in painted if m["kind"] in stages]
    return [
        min((at_ms - end_ms for at_ms in shown if abs(at_ms - end_ms) < _NEAR_MS), default=None)
        for end_ms in ends_ms
    ]
