"""Sets and athletes as the objects of the wire."""

from device.objects.rep import RepObject
from device.objects.sets import AthleteObject, SetObject
from device.reps.document import plan_document, rep_document
from device.reps.scoring.advice import coaching_of
from device.store.reading.set_records import SetRecord
from device.store.rows import Athlete, StoredRep


def athlete_document(athlete: Athlete) -> AthleteObject:
    """An athlete."""
    return {
        "athlete_id": athlete.athlete_id,
        "name": athlete.name,
        "unit": athlete.unit,
        "colour": athlete.colour,
    }


def set_document(record: SetRecord) -> SetObject:
    """A set as it is on the disk.

    ``elapsed_s`` of an open set reaches to the end of its latest repetition: only the device, which
    has the source's clock, knows more. ``started_s`` is on the clock of repetitions and samples.
    """
    stored = record.set
    reps = [stored_rep_document(rep) for rep in record.reps]
    until_ns = stored.ended_ns
    if until_ns is None:
        until_ns = max((rep.rep.end_ns for rep in record.reps), default=stored.started_ns)
    return {
        "set_id": stored.set_id,
        "plan": plan_document(stored.plan, record.athlete.name if record.athlete else None),
        "started_at": record.began.iso(),
        "time_quality": str(record.began.quality),
        "started_s": stored.started_ns / 1e9,
        "elapsed_s": (until_ns - stored.started_ns) / 1e9,
        "ended": None if stored.ended is None else str(stored.ended),
        "by_user": stored.by_user,
        "note": stored.note,
        "deleted": stored.deleted,
        "damaged_reps": record.damaged_reps,
        **coaching_of(stored.plan, reps),
        "reps": reps,
        "withdrawn": [
            {"rep": rep.rep.number, "reason": str(rep.withdrawn.reason)}
            for rep in record.withdrawn
            if rep.withdrawn is not None
        ],
        "definition": stored.definition,
    }


def stored_rep_document(stored: StoredRep) -> RepObject:
    """A repetition as it is on the disk."""
    document: RepObject = {**rep_document(stored.rep), "rep_id": stored.rep_id}
    if stored.amended is not None:
        document["amended"] = str(stored.amended.reason)
    return document
