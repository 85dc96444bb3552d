"""Vocabularies of the wire: fields of text that hold one of a known set of words."""

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class OneOf:
    """Says that a text is a word of a vocabulary.

    The stage that produces a word owns its enumeration, and this is the ground floor: so the
    vocabulary is named here, and resolved where the schema is derived.
    """

    vocabulary: str


SideWord = Annotated[str, OneOf("side")]
PhaseWord = Annotated[str, OneOf("phase")]
ReasonWord = Annotated[str, OneOf("reason")]
RejectReasonWord = Annotated[str, OneOf("reject_reason")]
FlagWord = Annotated[str, OneOf("flag")]
RepReasonWord = Annotated[str, OneOf("rep_reason")]
AmendReasonWord = Annotated[str, OneOf("amend_reason")]
EndWord = Annotated[str, OneOf("end")]
UnitWord = Annotated[str, OneOf("unit")]
SensorStateWord = Annotated[str, OneOf("sensor_state")]
TimeQualityWord = Annotated[str, OneOf("time_quality")]
