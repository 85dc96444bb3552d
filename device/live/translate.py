"""What the pipeline announces, as broadcasts."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from device.reps.events import (
    Event,
    FaultCleared,
    FaultRaised,
    HoldReached,
    LiveFrame,
    PhaseChanged,
    Rejected,
    RepTopped,
)
from device.reps.plan import SetPlan
from device.reps.rep import Phase

_NS = 1e-9

Message = tuple[str, dict[str, Any]]
"""Topic and fields, without the envelope."""


def live_fields(frame: LiveFrame, set_started_ns: int | None) -> dict[str, Any]:
    """The fields of a ``LiveMessage``; ``set_started_ns`` is of the open set, or ``None``."""
    elapsed_s = None if set_started_ns is None else (frame.t_ns - set_started_ns) * _NS
    return {
        "phase": str(frame.phase),
        "phase_s": _rounded((frame.t_ns - frame.phase_since_ns) * _NS),
        "rep_count": frame.rep_count,
        "excursion_m": _rounded(frame.excursion_m),
        "hold_s": _rounded(frame.hold_s),
        "velocity_m_s": _rounded(frame.velocity_m_s),
        "force_n": _rounded(frame.force_n),
        "power_w": _rounded(frame.power_w),
        "reference_rom_m": _rounded(frame.reference_rom_m),
        "set_elapsed_s": _rounded(elapsed_s),
    }


def plan_fields(plan: SetPlan, athlete: str | None) -> dict[str, Any]:
    """The ``PlanObject`` of a plan."""
    return {
        "exercise": str(plan.exercise),
        "side": str(plan.side),
        "variant": str(plan.variant),
        "weight_kg": plan.weight_kg,
        "athlete_id": plan.athlete_id,
        "athlete": athlete,
        "reference_rom_m": _rounded(plan.reference_rom_m),
    }


def message_of(event: Event) -> Message | None:
    """The broadcast of an event that needs nothing but itself; ``None`` for the others."""
    translate = _TRANSLATIONS.get(type(event))
    return translate(event) if translate else None


def _phase(event: PhaseChanged) -> Message:
    fields = {"phase": str(event.phase), "since_ns": event.since_ns, "hold_reached": False}
    return "phase", fields


def _hold_reached(event: HoldReached) -> Message:
    # The hold reached its second now; when it began is in the phase's own message.
    fields = {"phase": str(Phase.HOLD), "since_ns": event.t_ns, "hold_reached": True}
    return "phase", fields


def _topped(event: RepTopped) -> Message:
    return "rep", {
        "stage": "top",
        "number": event.number,
        "rom_m": _rounded(event.rom_m),
        "peak_velocity_m_s": _rounded(event.peak_velocity_m_s),
    }


def _rejected(event: Rejected) -> Message:
    return "rep", {
        "stage": "rejected",
        "number": None,
        "rom_m": _rounded(event.rom_m),
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
    """A tenth of a millimetre, or of a millisecond, is beyond what the sensors tell."""
    return None if value is None else round(value, 4)
