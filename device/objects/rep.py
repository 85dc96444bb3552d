"""A repetition."""

from typing import Annotated, NotRequired

from device.objects.metrics import RepMetrics
from device.objects.words import FlagWord, ReasonWord


class RepObject(RepMetrics):
    """A finished repetition, with what was measured of it.

    Times are seconds on the source's own clock, as those of the samples. What could not be measured
    is ``null``.
    """

    rep: Annotated[int, "Its number in the set, from 1."]
    start_s: Annotated[float, "The handle leaves its start."]
    top_s: Annotated[float, "It arrives at the top."]
    release_s: Annotated[float, "It leaves the top."]
    end_s: Annotated[float, "It is back."]
    detected_s: Annotated[float, "The reading at which the finished repetition was announced."]
    verdict: Annotated[str, "`good`, or the first of `reasons`."]
    reasons: Annotated[list[ReasonWord], "Why it is not good, the most important first."]
    flags: Annotated[list[FlagWord], "What makes its figures doubtful."]
    rep_id: NotRequired[
        Annotated[int, "Its key in the store; absent while the repetition is not on the disk."]
    ]
