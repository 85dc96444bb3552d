"""Sets and athletes as JSON objects; ``device/live/messages.py`` and ``docs/live.md`` name them."""

from typing import Any

from device.reps.document import rep_document
from device.reps.plan import SetPlan
from device.reps.scoring.verdict import next_weight_step
from device.store.reading.set_records import SetRecord
from device.store.rows import Athlete


def athlete_document(athlete: Athlete) -> dict[str, Any]:
    """An ``AthleteObject``."""
    return {
        "athlete_id": athlete.athlete_id,
        "name": athlete.name,
        "unit": athlete.unit,
        "colour": athlete.colour,
    }


def plan_document(plan: SetPlan, athlete: Athlete | None) -> dict[str, Any]:
    """A ``PlanObject``."""
    return {
        "exercise": str(plan.exercise),
        "side": str(plan.side),
        "variant": str(plan.variant),
        "weight_kg": plan.weight_kg,
        "athlete_id": plan.athlete_id,
        "athlete": None if athlete is None else athlete.name,
        "reference_rom_m": plan.reference_rom_m,
    }


def set_document(record: SetRecord) -> dict[str, Any]:
    """A ``SetObject``.

    ``elapsed_s`` of an open set reaches to the end of its latest repetition: who holds the
    source's clock knows better. ``started_s`` is on the clock of the repetitions and samples.
    """
    stored = record.set
    until_ns = stored.ended_ns
    if until_ns is None:
        until_ns = max((rep.rep.end_ns for rep in record.reps), default=stored.started_ns)
    return {
        "set_id": stored.set_id,
        "plan": plan_document(stored.plan, record.athlete),
        "started_at": record.began.iso(),
        "time_quality": str(record.began.quality),
        "started_s": stored.started_ns / 1e9,
        "elapsed_s": (until_ns - stored.started_ns) / 1e9,
        "ended": None if stored.ended is None else str(stored.ended),
        "by_user": stored.by_user,
        "note": stored.note,
        "deleted": stored.deleted,
        "damaged_reps": record.damaged_reps,
        "weight_step": next_weight_step([rep.rep.verdict for rep in record.reps]),
        "reps": [{"rep_id": rep.rep_id} | rep_document(rep.rep) for rep in record.reps],
    }
