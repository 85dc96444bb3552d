"""The words of each vocabulary that the wire contract names."""

from collections.abc import Iterable, Mapping
from typing import Final

from device.clock.anchors import TimeQuality
from device.reps.events import AmendReason, EndReason, SensorState
from device.reps.exercises import Side
from device.reps.rep import Phase, Reason, RejectReason, RepFlag
from device.store.checks import UNITS
from server.access.identity import Role

VOCABULARIES: Final[Mapping[str, Iterable[str]]] = {
    "amend_reason": AmendReason,
    "end": EndReason,
    "flag": RepFlag,
    "phase": Phase,
    "reason": Reason,
    "reject_reason": RejectReason,
    "rep_reason": tuple(dict.fromkeys((*RejectReason, *AmendReason))),
    "role": tuple(role.word for role in Role),
    "sensor_state": SensorState,
    "side": Side,
    "time_quality": TimeQuality,
    "unit": UNITS,
}
