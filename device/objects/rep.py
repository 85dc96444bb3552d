"""A repetition."""

from typing import Annotated, Literal, NotRequired, TypedDict

from device.objects.metrics import RepMetrics
from device.objects.words import AmendReasonWord, FlagWord, ReasonWord


class RepObject(RepMetrics):
    """A finished repetition, with what was measured of it.

    Times are seconds on the source's own clock, as those of the samples. What could not be measured
    is ``null``.
    """

    rep: Annotated[int, "Its number in the set, from 1."]
    start_s: Annotated[float, "The handle crosses out of the level it stood at."]
    top_s: Annotated[float, "It crosses into the level that is then held."]
    release_s: Annotated[float, "It crosses out of that level for good."]
    end_s: Annotated[float, "It crosses into the level at which it comes to rest."]
    detected_s: Annotated[float, "The reading at which the finished repetition was announced."]
    verdict: Annotated[
        str,
        "`good`, the first of `reasons`, or `unknown` where there are none and a figure that it "
        "needs is `null`.",
    ]
    reasons: Annotated[list[ReasonWord], "Why it is not good, the most important first."]
    flags: Annotated[list[FlagWord], "What makes its figures doubtful."]
    force_source: Annotated[
        Literal["measured"] | None,
        "Where force, power and work come from; `null` where there are none. Nothing is estimated "
        "from the weight.",
    ]
    rep_id: NotRequired[
        Annotated[int, "Its key in the store; absent while the repetition is not on the disk."]
    ]
    provisional: NotRequired[
        Annotated[bool, "True while it is counted, and its figures are not final yet; else absent."]
    ]
    amended: NotRequired[
        Annotated[AmendReasonWord, "Why its figures were corrected; absent where they never were."]
    ]


class WithdrawnRep(TypedDict):
    """A repetition that was announced, and was none."""

    rep: Annotated[int, "The number that it had in the set; no other one gets it."]
    reason: Annotated[AmendReasonWord, "Why it does not count."]
