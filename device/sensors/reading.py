"""Readings, as every source delivers them: timed counts and their faults."""

from collections.abc import Iterator
from enum import IntFlag
from types import TracebackType
from typing import NamedTuple, Protocol, Self


class Fault(IntFlag):
    """Known defects of one reading; several can apply at once.

    The first four have the values of the link's flag byte, so a frame's flags are a ``Fault``.
    """

    LOAD_SATURATED = 0x01
    LOAD_DESYNC = 0x02
    ENCODER_ILLEGAL = 0x04
    LOAD_TIMEOUT = 0x08
    ENCODER_OVERRUN = 0x10
    """Edges were lost between this reading and the one before: the position is suspect."""
    LOST_FRAMES = 0x20
    """Readings are missing between this one and the one before."""
    RESTARTED = 0x40
    """The count began anew: positions before and after do not compare."""
    OFFLINE = 0x80
    """The source delivers nothing; the counts of this reading repeat the last known ones."""
    CLOCK_OFF = 0x100
    """The board's clock is wrong by more than 0.5 %."""


class Reading(NamedTuple):
    """One sample of the sensors.

    Attributes:
        t_ns: When it was taken, in monotonic nanoseconds; the origin is the source's own.
        encoder_count: Signed quadrature count, four per encoder line.
        load_raw: A load cell conversion in counts, or ``None`` where no new one arrived.
        faults: A ``Fault`` as a plain ``int``: flags cost ten times as much in the hot path.
    """

    t_ns: int
    encoder_count: int
    load_raw: int | None
    faults: int = 0


class Source(Protocol):
    """Delivers readings in time order until it is closed or has no more.

    Iterating blocks until the next reading. A live source that has lost its sensor yields a
    reading with ``Fault.OFFLINE`` at least four times per second rather than block for longer, so
    that the iterating thread can always be stopped, and it recovers by itself.
    """

    name: str
    """How the user asked for it, for example ``simulated`` or ``replay:set.csv``."""

    def __iter__(self) -> Iterator[Reading]: ...

    def close(self) -> None:
        """Release the hardware; iterating ends. May be called from another thread, and twice."""
        ...

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
