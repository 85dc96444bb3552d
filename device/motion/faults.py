"""The conditions of the sensors that a user should know of, as events."""

from enum import StrEnum
from typing import NamedTuple


class FaultKind(StrEnum):
    """A condition of the sensors that the user should know of."""

    LOAD_CELL_LOST = "load_cell_lost"
    LOAD_CELL_SATURATED = "load_cell_saturated"
    LOAD_CELL_FROZEN = "load_cell_frozen"
    LOAD_CELL_NOISY = "load_cell_noisy"
    LOAD_CELL_DESYNC = "load_cell_desync"
    LOAD_WIRE_OFF = "load_wire_off"
    LOAD_SIGN_REVERSED = "load_sign_reversed"
    LOAD_GAIN_CHANGED = "load_gain_changed"
    LOAD_ZERO_MOVED = "load_zero_moved"
    LOAD_RATE_LOW = "load_rate_low"
    LOAD_OVERLOAD = "load_overload"
    POSITION_SUSPECT = "position_suspect"
    ENCODER_SILENT = "encoder_silent"
    ENCODER_ONE_CHANNEL = "encoder_one_channel"
    WHEEL_SLIPPING = "wheel_slipping"
    COUNT_JUMPED = "count_jumped"
    DIRECTION_REVERSED = "direction_reversed"
    BOARD_CLOCK_OFF = "board_clock_off"
    ENCODER_OVERRUN = "encoder_overrun"
    ENCODER_NOISY = "encoder_noisy"
    SAMPLES_LOST = "samples_lost"
    SENSOR_OFFLINE = "sensor_offline"
    SENSOR_RESTARTED = "sensor_restarted"


class FaultRaised(NamedTuple):
    """A fault began. ``detail`` is one sentence that says what to do."""

    t_ns: int
    kind: FaultKind
    detail: str


class FaultCleared(NamedTuple):
    """A fault is over."""

    t_ns: int
    kind: FaultKind


FaultEvent = FaultRaised | FaultCleared


_ADVICE = {
    FaultKind.LOAD_CELL_LOST: "The load cell is silent: check its plug; reps go on without force.",
    FaultKind.LOAD_CELL_SATURATED: "The load cell is beyond its range: take weight off the cable.",
    FaultKind.LOAD_CELL_FROZEN: "The load cell repeats one value: check its wiring.",
    FaultKind.LOAD_CELL_NOISY: "The load cell is noisy: check its wiring and its shield.",
    FaultKind.LOAD_CELL_DESYNC: "The load cell lost its rhythm and was started again.",
    FaultKind.LOAD_WIRE_OFF: "Force does not follow the pull: check the load cell's four wires.",
    FaultKind.LOAD_SIGN_REVERSED: "A pull reads as a push: exchange the load cell's A+ and A-.",
    FaultKind.LOAD_GAIN_CHANGED: "Force reads a multiple of what it was: check the cell's wires.",
    FaultKind.LOAD_ZERO_MOVED: "Force is off by a constant: unload the cable and set the zero.",
    FaultKind.LOAD_RATE_LOW: "The load cell is too slow for peaks: join RATE to the supply.",
    FaultKind.LOAD_OVERLOAD: "The load is more than the cell is built for: take weight off.",
    FaultKind.POSITION_SUSPECT: "Position is doubtful: let the handle go back to its rest once.",
    FaultKind.ENCODER_SILENT: "Force changes but the handle does not: check the encoder's plug.",
    FaultKind.ENCODER_ONE_CHANNEL: "The encoder steps to and fro: check the wires of its channels.",
    FaultKind.WHEEL_SLIPPING: "The wheel slips on the cable: press it on.",
    FaultKind.COUNT_JUMPED: "The position jumped: let the handle rest for a moment.",
    FaultKind.DIRECTION_REVERSED: "The encoder counts down in a pull: calibrate, or turn it round.",
    FaultKind.BOARD_CLOCK_OFF: "The board's clock is off by more than 0.5 %: replace the board.",
    FaultKind.ENCODER_OVERRUN: "The encoder was faster than it can be counted: range may be off.",
    FaultKind.ENCODER_NOISY: "The encoder's signal is disturbed: check its cable and pull-ups.",
    FaultKind.SAMPLES_LOST: "Some samples were lost on the way: check the USB cable.",
    FaultKind.SENSOR_OFFLINE: "The sensor is offline: check that the box is plugged in.",
    FaultKind.SENSOR_RESTARTED: "The sensor has started anew: let the handle rest for a moment.",
}


class FaultBoard:
    """Which faults hold at present, and the events when that changes."""

    def __init__(self) -> None:
        self._active: dict[FaultKind, int] = {}
        self._raised_ns: dict[FaultKind, int] = {}
        self._events: list[FaultEvent] = []

    @property
    def active(self) -> tuple[FaultKind, ...]:
        """The faults that hold, in the order in which they came."""
        return tuple(self._active)

    def since_ns(self, kind: FaultKind) -> int | None:
        """When a fault that holds was raised; ``None`` where it does not hold."""
        return self._active.get(kind)

    def raised_since(self, kind: FaultKind, t_ns: int) -> bool:
        """Whether a fault was raised at that time or later, over by now or not."""
        return self._raised_ns.get(kind, t_ns - 1) >= t_ns

    def set(self, kind: FaultKind, t_ns: int, *, holds: bool) -> None:
        """Say whether a fault holds; only a change becomes an event."""
        if holds and kind not in self._active:
            self._active[kind] = self._raised_ns[kind] = t_ns
            self._events.append(FaultRaised(t_ns, kind, _ADVICE[kind]))
        elif not holds and kind in self._active:
            del self._active[kind]
            self._events.append(FaultCleared(t_ns, kind))

    def take_events(self) -> list[FaultEvent]:
        """Return the events since the last call, and forget them."""
        events, self._events = self._events, []
        return events

    @property
    def has_events(self) -> bool:
        """Whether ``take_events`` would return any."""
        return bool(self._events)
