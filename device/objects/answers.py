"""Answers to commands and requests."""

from collections.abc import Mapping
from typing import Annotated, Any, NotRequired, TypedDict

from device.objects.sets import AthleteObject, PlanObject, SetObject
from device.objects.words import TimeQualityWord


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
