"""A replayed recording, as ``cablecoach replay --json`` prints it."""

from typing import Annotated, TypedDict

from device.objects.rep import RepObject, WithdrawnRep
from device.objects.words import RejectReasonWord, SideWord


class ReplayedSet(TypedDict):
    """A set that was found in a recording. Times are the recording's own seconds."""

    exercise: Annotated[str, "As the header names it, else the first exercise of a session."]
    side: Annotated[SideWord, "As the header names it, else the first side of the exercise."]
    variant: Annotated[str, "As the header names it."]
    started_s: Annotated[float, "When the set was opened."]
    ended_s: Annotated[float | None, "The end of its last repetition; `null` while it is open."]
    reps: Annotated[list[RepObject], "Its repetitions, in order, as they are at the end."]
    withdrawn: Annotated[list[WithdrawnRep], "What was announced as a repetition and was none."]


class ReplayedFault(TypedDict):
    """A fault that was raised."""

    t_s: Annotated[float, "The reading at which it was found."]
    kind: Annotated[str, "Its word."]
    detail: Annotated[str, "What is wrong and what to check, in a sentence."]


class RejectedExcursion(TypedDict):
    """An excursion of the handle that is no repetition."""

    t_s: Annotated[float, "The reading at which it was told."]
    reason: Annotated[RejectReasonWord, "Why it does not count."]
    rom_m: Annotated[float, "How far it went."]


class ReplayObject(TypedDict):
    """All that was found in a recording."""

    sets: Annotated[list[ReplayedSet], "The sets, in order."]
    faults: Annotated[list[ReplayedFault], "The faults, in order."]
    rejected: Annotated[list[RejectedExcursion], "What was not counted, in order."]
    definitions: Annotated[
        int, "By which definition it was measured: 1 onsets of movement, 2 crossings of levels."
    ]
