"""Answers to commands and requests."""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired, TypedDict

from device.objects.sets import AthleteObject, PlanObject, SetObject
from device.objects.words import SideWord, TimeQualityWord


class EmptyAnswer(TypedDict):
    """It was done; there is nothing to say."""


class PlanAnswer(TypedDict):
    """The plan as it is now."""

    plan: Annotated[PlanObject, "What the next set, or the open one, is about."]


class SetAnswer(TypedDict):
    """A set as it is now."""

    set: Annotated[SetObject, "The set."]
    undo: NotRequired[
        Annotated[dict[str, Any], "With a correction: the change that takes it back."]
    ]


class AthleteAnswer(TypedDict):
    """An athlete as it is now."""

    athlete: Annotated[AthleteObject, "The athlete."]


class TareAnswer(TypedDict):
    """The zero that is in force now."""

    load_zero: Annotated[float, "Counts of the load cell that are no force."]


class ClockAnswer(TypedDict):
    """How good the station's clock is now."""

    time_quality: Annotated[TimeQualityWord, "How far it can be trusted."]


class SettingsAnswer(TypedDict):
    """The settings as they are now."""

    settings: Annotated[
        Mapping[str, bool | int | float | str | None], "By name, as docs/options.md lists them."
    ]


class SamplesObject(TypedDict):
    """The curves of a set: columns of equal length."""

    t_s: Annotated[list[float], "Seconds on the clock of the set's repetitions."]
    position_m: Annotated[list[float], "Position of the handle."]
    velocity_m_s: Annotated[list[float], "Velocity of the handle."]
    force_n: Annotated[list[float | None], "Force on the cable; `null` where it was not measured."]


class TrendObject(TypedDict):
    """One set for the history plots; figures leave flagged repetitions out where others are."""

    set_id: Annotated[int, "Key in the store."]
    started_at: Annotated[str | None, "Its beginning, ISO 8601 with offset."]
    exercise: Annotated[str, "Key of the exercise."]
    side: Annotated[SideWord, "The side that worked."]
    variant: Annotated[str, "Key of the variant of the exercise."]
    weight_kg: Annotated[float | None, "What the stack was set to, where somebody said."]
    reps: Annotated[int, "How many repetitions."]
    good_reps: Annotated[int, "How many of them were good."]
    mean_rom_m: Annotated[float, "Mean range of motion."]
    mean_hold_s: Annotated[float, "Mean hold."]
    mean_velocity_m_s: Annotated[float, "Mean of the mean velocities."]
    peak_velocity_m_s: Annotated[float, "Highest velocity."]
    peak_power_w: Annotated[float | None, "Highest power."]
    work_j: Annotated[float | None, "Work in all."]
    flagged: Annotated[bool, "Whether a repetition is doubtful."]


class TrendsAnswer(TypedDict):
    """One row per set, oldest first."""

    sets: Annotated[list[TrendObject], "The sets."]
