"""Stands for the package ``gpiod`` (API of libgpiod 2): the part that our driver uses.

The kernel's side is as documented: 16 events a line by default, at most 1,024; a full buffer drops
its oldest event; every event is numbered, per request and per line.
"""

import enum
import types
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from virtual_board.clock import VirtualClock

MAX_EVENTS = 1024
_STEP_NS = 50_000


class Value(enum.Enum):
    INACTIVE = 0
    ACTIVE = 1


class Direction(enum.Enum):
    AS_IS = 1
    INPUT = 2
    OUTPUT = 3


class Bias(enum.Enum):
    AS_IS = 1
    PULL_UP = 4


class Edge(enum.Enum):
    NONE = 1
    RISING = 2
    FALLING = 3
    BOTH = 4


class Clock(enum.Enum):
    MONOTONIC = 1
    REALTIME = 2


@dataclass
class LineSettings:
    direction: Direction = Direction.AS_IS
    edge_detection: Edge = Edge.NONE
    bias: Bias = Bias.AS_IS
    active_low: bool = False
    debounce_period: timedelta = field(default_factory=timedelta)
    event_clock: Clock = Clock.MONOTONIC
    output_value: Value = Value.INACTIVE


@dataclass(frozen=True)
class EdgeEvent:
    class Type(enum.Enum):
        RISING_EDGE = 1
        FALLING_EDGE = 2

    event_type: Type
    timestamp_ns: int
    line_offset: int
    global_seqno: int
    line_seqno: int


class LineRequest:
    def __init__(self, kernel: "FakeKernel", lines: list[int], buffer_size: int | None) -> None:
        self._kernel = kernel
        self._lines = lines
        granted = min(buffer_size or 16 * len(lines), MAX_EVENTS)
        self._events: deque[EdgeEvent] = deque(maxlen=granted)
        self._seqno = 0
        self._line_seqno = dict.fromkeys(lines, 0)
        self.released = False

    def happened(self, t_ns: int, line: int, level: int) -> None:
        if line not in self._line_seqno or self.released:
            return
        self._seqno += 1
        self._line_seqno[line] += 1
        kind = EdgeEvent.Type.RISING_EDGE if level else EdgeEvent.Type.FALLING_EDGE
        self._events.append(EdgeEvent(kind, t_ns, line, self._seqno, self._line_seqno[line]))

    def wait_edge_events(self, timeout: timedelta | float | None = None) -> bool:
        assert isinstance(timeout, int | float)
        clock = self._kernel.clock
        deadline_ns = clock.now_ns + round(timeout * 1e9)
        while not self._events and clock.now_ns < deadline_ns:
            clock.advance(min(_STEP_NS, deadline_ns - clock.now_ns))
        return bool(self._events)

    def read_edge_events(self, max_events: int | None = None) -> list[EdgeEvent]:
        taken = min(len(self._events), max_events or len(self._events))
        return [self._events.popleft() for _ in range(taken)]

    def get_values(self, lines: Iterable[int] | None = None) -> list[Value]:
        return [Value(self._kernel.level(line)) for line in (lines or self._lines)]

    def release(self) -> None:
        self.released = True
        self._kernel.requests.pop(id(self), None)


class FakeKernel:
    """The GPIO character device below the package."""

    def __init__(self, clock: VirtualClock, level: Callable[[int], int]) -> None:
        self.clock = clock
        self.level = level
        self.labels: dict[str, str] = {}
        self.denied: set[str] = set()
        self.busy: set[int] = set()
        self.old = False
        self.requests: dict[int, LineRequest] = {}

    def happened(self, t_ns: int, line: int, level: int) -> None:
        for request in list(self.requests.values()):
            request.happened(t_ns, line, level)

    def module(self) -> tuple[types.ModuleType, types.ModuleType]:
        """The modules ``gpiod`` and ``gpiod.line`` over this kernel."""
        kernel = self

        class Chip:
            def __init__(self, path: str) -> None:
                if path in kernel.denied:
                    raise PermissionError(13, "Permission denied", path)
                self._path = path

            def __enter__(self) -> "Chip":
                return self

            def __exit__(self, *exc: object) -> None:
                self.close()

            def close(self) -> None:
                pass

            def get_info(self) -> types.SimpleNamespace:
                return types.SimpleNamespace(label=kernel.labels[self._path])

        def request_lines(
            path: str,
            config: dict[tuple[int, ...], LineSettings],
            consumer: str | None = None,
            event_buffer_size: int | None = None,
        ) -> LineRequest:
            Chip(path).close()
            if kernel.old:
                raise OSError(25, "Inappropriate ioctl for device")
            [(lines, settings)] = config.items()
            assert settings.edge_detection is Edge.BOTH
            assert settings.event_clock is Clock.MONOTONIC
            if kernel.busy & set(lines):
                raise OSError(16, "Device or resource busy")
            request = LineRequest(kernel, list(lines), event_buffer_size)
            kernel.requests[id(request)] = request
            return request

        def is_gpiochip_device(path: str) -> bool:
            return path in kernel.labels

        line = types.ModuleType("gpiod.line")
        line.__dict__.update(Value=Value, Direction=Direction, Bias=Bias, Edge=Edge, Clock=Clock)
        gpiod = types.ModuleType("gpiod")
        gpiod.__dict__.update(
            Chip=Chip,
            LineSettings=LineSettings,
            EdgeEvent=EdgeEvent,
            request_lines=request_lines,
            is_gpiochip_device=is_gpiochip_device,
            line=line,
        )
        return gpiod, line
