"""The events of the live stream: what the device broadcasts and the page receives."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal, NotRequired, TypedDict

from device.objects.rep import RepObject
from device.objects.sets import SetObject
from device.objects.station import LiveObject, StateObject
from device.objects.words import PhaseWord, RepReasonWord


class Envelope(TypedDict):
    """What every broadcast carries."""

    v: Annotated[int, "Version of the messages, 1."]
    run: Annotated[str, "Identity of this run of the device process."]
    seq: Annotated[int, "Counts the broadcasts of the run; a gap means that some were lost."]
    t_ns: Annotated[int, "The device's monotonic clock."]


class LiveMessage(Envelope, LiveObject):
    """The moving picture: up to 30 per second while the handle moves, 4 per second at rest."""


class PhaseFields(TypedDict):
    """The phase changed, or the hold reached its full second."""

    phase: Annotated[PhaseWord, "The phase from now on."]
    since_ns: Annotated[int, "When it began, as far as known; never after `t_ns`."]
    hold_reached: Annotated[bool, "The hold reached its full second; `since_ns` is that instant."]


class PhaseMessage(Envelope, PhaseFields):
    """The phase changed, or the hold reached its full second."""


class RepFields(TypedDict):
    """A repetition on its way: ``top``, ``counted``, ``confirmed``, ``saved``; ``rejected``; or
    corrected once it was announced: ``amended``, ``withdrawn``.
    """

    stage: Annotated[
        Literal["top", "counted", "confirmed", "saved", "rejected", "amended", "withdrawn"],
        "`top`: it reached its top; `counted`: it came back so far that it counts, with figures "
        "that may change; `confirmed`: finished and scored; `saved`: on the disk; `rejected`: the "
        "movement was no repetition; `amended`: what was confirmed is corrected; `withdrawn`: what "
        "was counted or confirmed was none, and the others keep their numbers.",
    ]
    number: Annotated[int | None, "Its number in the set; `null` where rejected."]
    rom_m: Annotated[float | None, "Range of motion; `null` where unknown."]
    peak_velocity_m_s: NotRequired[Annotated[float, "With `top`."]]
    reason: NotRequired[
        Annotated[
            RepReasonWord,
            "Why it is none, with `rejected` and `withdrawn`; why it is corrected, with `amended`.",
        ]
    ]
    rep: NotRequired[
        Annotated[RepObject, "As it is now: with `counted`, `confirmed`, `saved` and `amended`."]
    ]
    set_id: NotRequired[Annotated[int, "Its set, with all but `top` and `rejected`."]]
    rep_id: NotRequired[
        Annotated[int, "Its key in the store, with `saved`, and with what is corrected once it is."]
    ]


class RepMessage(Envelope, RepFields):
    """A repetition on its way: ``top``, ``counted``, ``confirmed``, ``saved``; ``rejected``; or
    corrected once it was announced: ``amended``, ``withdrawn``.
    """


class SetFields(TypedDict):
    """A set was started, ended, changed or deleted."""

    stage: Annotated[
        Literal["started", "ended", "changed", "deleted"], "`changed`: edited after the fact."
    ]
    set: Annotated[SetObject, "The set as it is now."]


class SetMessage(Envelope, SetFields):
    """A set was started, ended, changed or deleted."""


class FaultFields(TypedDict):
    """A fault was raised or cleared."""

    kind: Annotated[str, "Which."]
    raised: Annotated[bool, "Whether it begins; false where it is over."]
    detail: Annotated[str, "One sentence that says what to do; empty where it is over."]


class FaultMessage(Envelope, FaultFields):
    """A fault was raised or cleared."""


class ButtonMessage(Envelope):
    """The button on the box was pressed."""


class StateMessage(Envelope, StateObject):
    """The state, four times per second whatever happens; also the answer to ``state``."""


class RawFields(TypedDict):
    """A tenth of a second of readings as they came."""

    first: Annotated[int, "Number of the first of them within the run."]
    readings: Annotated[
        Sequence[tuple[int, int, int | None, int]],
        "Each `[t_ns, encoder_count, load_raw, faults]`.",
    ]
    header: Annotated[dict[str, Any], "What a recording's header shall hold."]


class RawMessage(Envelope, RawFields):
    """A tenth of a second of readings, for ``cablecoach record``; never sent to a page.

    It has no number of its own: ``seq`` is that of the latest broadcast of another topic.
    """
