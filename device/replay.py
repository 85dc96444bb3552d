"""A recording through the pipeline, as one document."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from device.calibration.profile import STANDARD_GRAVITY_M_S2
from device.calibration.recorded import factors_from_header
from device.objects.replay import RejectedExcursion, ReplayedFault, ReplayedSet, ReplayObject
from device.pipeline import Pipeline
from device.recordings.reader import RecordingReader
from device.reps.definition import DEFINITION
from device.reps.document import rep_document
from device.reps.events import (
    Event,
    FaultRaised,
    Rejected,
    RepAmended,
    RepConfirmed,
    RepWithdrawn,
    SetEnded,
    SetStarted,
)
from device.reps.exercises import SESSION, Exercise, Side, Variant
from device.reps.plan import SetPlan

_PROGRESS_EVERY = 20_000


def replay_document(
    path: str | Path, progress: Callable[[int, int], None] | None = None
) -> ReplayObject:
    """Feed a recording through the pipeline, sample by sample.

    Args:
        path: The recording.
        progress: Called now and then with the bytes read and the size of the file.

    Returns:
        What was found; times in the recording's own seconds.

    Raises:
        UserError: the file cannot be read, or is not a recording.
    """
    document = ReplayDocument()
    with RecordingReader(path) as recording:
        plan = plan_from_header(recording.header)
        pipeline = Pipeline(
            factors_from_header(recording.header), plan, rated_n=rated_n(recording.header)
        )
        feed, add = pipeline.feed, document.add
        for number, reading in enumerate(recording):
            for event in feed(reading):
                add(event)
            if progress is not None and number % _PROGRESS_EVERY == 0:
                progress(recording.bytes_read, recording.size_bytes)
        for event in pipeline.finish():
            add(event)
    return document.as_dict()


def rated_n(header: Any) -> float | None:
    """What the load cell of a recording is built for, where its header says so."""
    rated_kg = header.get("load_cell_kg")
    return rated_kg * STANDARD_GRAVITY_M_S2 if isinstance(rated_kg, int | float) else None


def plan_from_header(header: Any) -> SetPlan:
    """The exercise, side, variant and weight that a recording's header names, where it does."""
    exercise = _member(Exercise, header.get("exercise"), SESSION[0])
    weight = header.get("weight_kg")
    return SetPlan(
        exercise=exercise,
        side=_member(Side, header.get("side"), exercise.spec.sides[0]),
        variant=_member(Variant, header.get("variant"), Variant.STATIC),
        weight_kg=float(weight) if isinstance(weight, int | float) else None,
    )


def _member(kind: Any, value: object, default: Any) -> Any:
    return kind(value) if value in set(kind) else default


class ReplayDocument:
    """Collects the events of one run of the pipeline."""

    def __init__(self) -> None:
        self._sets: list[ReplayedSet] = []
        self._faults: list[ReplayedFault] = []
        self._rejected: list[RejectedExcursion] = []

    def add(self, event: Event) -> None:
        """Take the next event; phases and the like leave no trace here."""
        match event:
            case SetStarted():
                self._open(event)
            case RepConfirmed():
                self._sets[-1]["reps"].append(rep_document(event.rep))
            case RepAmended():
                self._amend(event)
            case RepWithdrawn():
                self._withdraw(event)
            case SetEnded():
                self._sets[-1]["ended_s"] = _seconds(event.ended_ns)
            case Rejected():
                self._rejected.append(
                    {
                        "t_s": _seconds(event.t_ns),
                        "reason": str(event.reason),
                        "rom_m": round(event.rom_m, 4),
                    }
                )
            case FaultRaised():
                self._faults.append(
                    {
                        "t_s": _seconds(event.t_ns),
                        "kind": str(event.kind),
                        "detail": event.detail,
                    }
                )
            case _:
                pass

    def as_dict(self) -> ReplayObject:
        """The whole document."""
        return {
            "sets": self._sets,
            "faults": self._faults,
            "rejected": self._rejected,
            "definitions": DEFINITION,
        }

    def _amend(self, event: RepAmended) -> None:
        reps = self._sets[-1]["reps"]
        for place, rep in enumerate(reps):
            if rep["rep"] == event.rep.number:
                reps[place] = {**rep_document(event.rep), "amended": str(event.reason)}

    def _withdraw(self, event: RepWithdrawn) -> None:
        """One that was only counted has left no trace yet, and leaves none."""
        one = self._sets[-1]
        reps = [rep for rep in one["reps"] if rep["rep"] != event.number]
        if len(reps) < len(one["reps"]):
            one["withdrawn"].append({"rep": event.number, "reason": str(event.reason)})
            one["reps"] = reps

    def _open(self, event: SetStarted) -> None:
        plan = event.plan
        self._sets.append(
            {
                "exercise": str(plan.exercise),
                "side": str(plan.side),
                "variant": str(plan.variant),
                "started_s": _seconds(event.t_ns),
                "ended_s": None,
                "reps": [],
                "withdrawn": [],
            }
        )


def _seconds(t_ns: int) -> float:
    return round(t_ns * 1e-9, 6)
