"""What the pipeline announces, as broadcasts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from device.motion.consistency.health import Sensor
from device.objects.coaching import PaceObject
from device.objects.station import LiveObject, SensorsObject, SensorStateObject
from device.objects.stream import FaultFields, PhaseFields, RepFields
from device.reps.events import (
    Event,
    FaultCleared,
    FaultRaised,
    HoldReached,
    LiveFrame,
    Pace,
    PhaseChanged,
    Rejected,
    RepTopped,
)
from device.reps.rep import Phase

_NS: Final = 1e-9
_DIGITS: Final = 4
"""A tenth of a millimetre, or of a millisecond, is beyond what the sensors tell."""

Message = tuple[str, PhaseFields | RepFields | FaultFields]
"""Topic and fields, without the envelope."""


def live_fields(frame: LiveFrame, set_started_ns: int | None) -> LiveObject:
    """The moving picture; ``set_started_ns`` is of the open set, or ``None``."""
    elapsed_s = None if set_started_ns is None else (frame.t_ns - set_started_ns) * _NS
    return {
        "phase": str(frame.phase),
        "phase_s": round((frame.t_ns - frame.phase_since_ns) * _NS, _DIGITS),
        "rep_count": frame.rep_count,
        "excursion_m": _rounded(frame.excursion_m),
        "hold_s": _rounded(frame.hold_s),
        "velocity_m_s": round(frame.velocity_m_s, _DIGITS),
        "force_n": _rounded(frame.force_n),
        "power_w": _rounded(frame.power_w),
        "reference_rom_m": _rounded(frame.reference_rom_m),
        "set_elapsed_s": _rounded(elapsed_s),
        "pace": None if frame.pace is None else _pace(frame.pace),
        "position_ok": frame.position_ok,
    }


def sensors_object(frame: LiveFrame) -> SensorsObject | None:
    """How both sensors are; ``None`` where nothing is known of them."""
    if not frame.sensors:
        return None
    return {
        "position": _sensor(frame, Sensor.POSITION),
        "force": _sensor(frame, Sensor.FORCE),
    }


def _sensor(frame: LiveFrame, sensor: Sensor) -> SensorStateObject:
    state, reason, since_ns = frame.sensors[sensor]
    return {
        "state": str(state),
        "reason": None if reason is None else str(reason),
        "for_s": _rounded(None if since_ns is None else (frame.t_ns - since_ns) * _NS),
    }


def _pace(pace: Pace) -> PaceObject:
    return {
        "least_s": round(pace.least_s, _DIGITS),
        "guide_s": round(pace.guide_s, _DIGITS),
        "hurry": pace.hurry,
    }


def message_of(event: Event) -> Message | None:
    """The broadcast of an event that needs nothing but itself; ``None`` for the others."""
    translate = _TRANSLATIONS.get(type(event))
    return translate(event) if translate else None


def _phase(event: PhaseChanged) -> Message:
    return "phase", {
        "phase": str(event.phase),
        "since_ns": event.since_ns,
        "hold_reached": False,
    }


def _hold_reached(event: HoldReached) -> Message:
    # The hold reached its second now; when it began is in the phase's own message.
    return "phase", {"phase": str(Phase.HOLD), "since_ns": event.t_ns, "hold_reached": True}


def _topped(event: RepTopped) -> Message:
    return "rep", {
        "stage": "top",
        "number": event.number,
        "rom_m": round(event.rom_m, _DIGITS),
        "peak_velocity_m_s": round(event.peak_velocity_m_s, _DIGITS),
    }


def _rejected(event: Rejected) -> Message:
    return "rep", {
        "stage": "rejected",
        "number": None,
        "rom_m": round(event.rom_m, _DIGITS),
        "reason": str(event.reason),
    }


def _raised(event: FaultRaised) -> Message:
    return "fault", {"kind": str(event.kind), "raised": True, "detail": event.detail}


def _cleared(event: FaultCleared) -> Message:
    return "fault", {"kind": str(event.kind), "raised": False, "detail": ""}


_TRANSLATIONS: Final[Mapping[type, Callable[[Any], Message]]] = {
    PhaseChanged: _phase,
    HoldReached: _hold_reached,
    RepTopped: _topped,
    Rejected: _rejected,
    FaultRaised: _raised,
    FaultCleared: _cleared,
}


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
