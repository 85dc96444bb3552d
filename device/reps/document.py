"""Repetitions and plans as the objects of the wire."""

from device.objects.rep import RepObject
from device.objects.sets import PlanObject
from device.reps.plan import SetPlan
from device.reps.rep import Rep

_DIGITS = 4


def rep_document(rep: Rep, origin_ns: int = 0) -> RepObject:
    """The object of a repetition; times in seconds since ``origin_ns``."""

    def seconds(t_ns: int) -> float:
        return round((t_ns - origin_ns) * 1e-9, 6)

    return {
        "rep": rep.number,
        "start_s": seconds(rep.start_ns),
        "top_s": seconds(rep.top_ns),
        "release_s": seconds(rep.release_ns),
        "end_s": seconds(rep.end_ns),
        "detected_s": seconds(rep.detected_ns),
        "rom_m": round(rep.rom_m, _DIGITS),
        "rom_pct": _rounded(rep.rom_pct, 1),
        "hold_s": round(rep.hold_s, _DIGITS),
        "held": rep.held,
        "concentric_s": round(rep.concentric_s, _DIGITS),
        "eccentric_s": round(rep.eccentric_s, _DIGITS),
        "mean_velocity_m_s": round(rep.mean_velocity_m_s, _DIGITS),
        "mean_propulsive_velocity_m_s": round(rep.mean_propulsive_velocity_m_s, _DIGITS),
        "peak_velocity_m_s": round(rep.peak_velocity_m_s, _DIGITS),
        "eccentric_velocity_m_s": round(rep.eccentric_velocity_m_s, _DIGITS),
        "mean_force_n": _rounded(rep.mean_force_n, 2),
        "peak_force_n": _rounded(rep.peak_force_n, 2),
        "mean_power_w": _rounded(rep.mean_power_w, 2),
        "peak_power_w": _rounded(rep.peak_power_w, 2),
        "work_j": _rounded(rep.work_j, 2),
        "rfd_n_s": _rounded(rep.rfd_n_s, 1),
        "velocity_loss_pct": round(rep.velocity_loss_pct, 1),
        "tempo": rep.tempo,
        "verdict": rep.verdict,
        "reasons": [str(reason) for reason in rep.reasons],
        "flags": [str(flag) for flag in rep.flags],
    }


def plan_document(plan: SetPlan, athlete: str | None) -> PlanObject:
    """The object of a plan; ``athlete`` is the name of whoever trains."""
    reference_m = plan.reference_rom_m
    return {
        "exercise": str(plan.exercise),
        "side": str(plan.side),
        "variant": str(plan.variant),
        "weight_kg": plan.weight_kg,
        "athlete_id": plan.athlete_id,
        "athlete": athlete,
        "reference_rom_m": _rounded(reference_m),
    }


def _rounded(value: float | None, digits: int = _DIGITS) -> float | None:
    return None if value is None else round(value, digits)
