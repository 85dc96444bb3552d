"""Repetitions and plans as the objects of the wire."""

from device.objects.rep import RepObject
from device.objects.sets import PlanObject
from device.reps.metrics import metrics_document
from device.reps.plan import SetPlan
from device.reps.rep import Rep

_DIGITS = 4
"""A tenth of a millimetre is beyond what the encoder tells."""


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
        **metrics_document(rep),  # type: ignore[typeddict-item]  # it holds none of the rest
        "force_source": None if rep.mean_force_n is None else "measured",
        "verdict": rep.verdict,
        "reasons": [str(reason) for reason in rep.reasons],
        "flags": [str(flag) for flag in rep.flags],
    }


def plan_document(plan: SetPlan, athlete: str | None) -> PlanObject:
    """The object of a plan; ``athlete`` is the athlete's name."""
    reference_m = plan.reference_rom_m
    return {
        "exercise": str(plan.exercise),
        "side": str(plan.side),
        "variant": str(plan.variant),
        "weight_kg": plan.weight_kg,
        "athlete_id": plan.athlete_id,
        "athlete": athlete,
        "reference_rom_m": None if reference_m is None else round(reference_m, _DIGITS),
    }
