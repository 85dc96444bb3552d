"""How far each sensor can be trusted, and why not further."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from device.motion.faults import FaultBoard, FaultKind


class Sensor(StrEnum):
    """The two sensors."""

    POSITION = "position"
    FORCE = "force"


class SensorState(StrEnum):
    """How far a sensor can be trusted."""

    SOUND = "sound"
    DOUBTFUL = "doubtful"
    OUT = "out"


class SensorHealth(NamedTuple):
    """The state of one sensor.

    Attributes:
        state: How far it can be trusted.
        reason: What is wrong; ``None`` while it is sound.
        since_ns: Since when; ``None`` while it is sound.
    """

    state: SensorState = SensorState.SOUND
    reason: FaultKind | None = None
    since_ns: int | None = None


_OUT: Final = SensorState.OUT
_DOUBTFUL: Final = SensorState.DOUBTFUL
_POSITION: Final[Mapping[FaultKind, SensorState]] = {
    FaultKind.SENSOR_OFFLINE: _OUT,
    FaultKind.ENCODER_SILENT: _OUT,
    FaultKind.ENCODER_ONE_CHANNEL: _OUT,
    FaultKind.DIRECTION_REVERSED: _DOUBTFUL,
    FaultKind.COUNT_JUMPED: _DOUBTFUL,
    FaultKind.WHEEL_SLIPPING: _DOUBTFUL,
    FaultKind.POSITION_SUSPECT: _DOUBTFUL,
    FaultKind.ENCODER_OVERRUN: _DOUBTFUL,
    FaultKind.ENCODER_NOISY: _DOUBTFUL,
    FaultKind.SENSOR_RESTARTED: _DOUBTFUL,
    FaultKind.BOARD_CLOCK_OFF: _DOUBTFUL,
}
_FORCE: Final[Mapping[FaultKind, SensorState]] = {
    FaultKind.SENSOR_OFFLINE: _OUT,
    FaultKind.LOAD_CELL_LOST: _OUT,
    FaultKind.LOAD_WIRE_OFF: _OUT,
    FaultKind.LOAD_CELL_FROZEN: _OUT,
    FaultKind.LOAD_CELL_SATURATED: _OUT,
    FaultKind.LOAD_SIGN_REVERSED: _OUT,
    FaultKind.LOAD_GAIN_CHANGED: _DOUBTFUL,
    FaultKind.LOAD_ZERO_MOVED: _DOUBTFUL,
    FaultKind.LOAD_OVERLOAD: _DOUBTFUL,
    FaultKind.LOAD_CELL_DESYNC: _DOUBTFUL,
    FaultKind.LOAD_CELL_NOISY: _DOUBTFUL,
    FaultKind.LOAD_RATE_LOW: _DOUBTFUL,
}
"""The gravest first: where several hold, the first is told."""


def health_of(board: FaultBoard) -> dict[Sensor, SensorHealth]:
    """The state of both sensors, from the faults that hold."""
    return {
        sensor: _health(board, table)
        for sensor, table in ((Sensor.POSITION, _POSITION), (Sensor.FORCE, _FORCE))
    }


def _health(board: FaultBoard, table: Mapping[FaultKind, SensorState]) -> SensorHealth:
    for kind, state in table.items():
        since_ns = board.since_ns(kind)
        if since_ns is not None:
            return SensorHealth(state, kind, since_ns)
    return SensorHealth()
