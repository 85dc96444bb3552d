"""Sets, plans and athletes."""

from typing import Annotated, Literal, TypedDict

from device.objects.coaching import AdviceObject, SummaryObject
from device.objects.rep import RepObject, WithdrawnRep
from device.objects.words import EndWord, SideWord, TimeQualityWord, UnitWord


class AthleteObject(TypedDict):
    """Somebody who trains here."""

    athlete_id: Annotated[int, "Key."]
    name: Annotated[str, "One line of text."]
    unit: Annotated[UnitWord, "Unit in which weights are shown."]
    colour: Annotated[str, "`#rrggbb`."]


class PlanObject(TypedDict):
    """What the next set, or the open one, is about."""

    exercise: Annotated[str, "Key of the exercise."]
    side: Annotated[SideWord, "The side that works."]
    variant: Annotated[str, "Key of the variant of the exercise."]
    weight_kg: Annotated[float | None, "What the stack is set to, where somebody said."]
    athlete_id: Annotated[int | None, "Who trains; `null` for a guest."]
    athlete: Annotated[str | None, "The athlete's name, for those who may see it."]
    reference_rom_m: Annotated[float | None, "The range to reach; `null` until it is known."]


class SetObject(TypedDict):
    """A set with its repetitions."""

    set_id: Annotated[int, "Key in the store."]
    plan: Annotated[PlanObject, "What was trained."]
    started_at: Annotated[
        str | None, "Its beginning, ISO 8601 with offset, by the best known clock."
    ]
    time_quality: Annotated[TimeQualityWord, "How far `started_at` can be trusted."]
    started_s: Annotated[float, "Its beginning on the clock of repetitions and samples."]
    elapsed_s: Annotated[float, "How long it lasted, or has lasted so far."]
    ended: Annotated[EndWord | None, "Why it ended; `null` while it is open."]
    by_user: Annotated[bool, "Whether it was started on the tablet, not by its first repetition."]
    note: Annotated[str | None, "The user's note, or empty; `null` for those who may not see it."]
    deleted: Annotated[bool, "Put away by the user; it can be restored."]
    damaged_reps: Annotated[
        int, "How many repetitions are left out because their rows on the disk are damaged."
    ]
    weight_step: Annotated[
        Literal[-1, 0, 1], "How to go on: a step heavier (1), the same (0), a step lighter (-1)."
    ]
    summary: Annotated[SummaryObject, "The set in figures."]
    advice: Annotated[AdviceObject, "What to say after it."]
    reps: Annotated[list[RepObject], "Its repetitions, those put away or withdrawn left out."]
    withdrawn: Annotated[
        list[WithdrawnRep], "What was announced as a repetition and was none: counted nowhere."
    ]
    definition: Annotated[
        int,
        "By which definition its figures were made: 1 onsets of movement, 2 crossings of levels.",
    ]
