"""What the server adds to the wire contract of ``device.objects``."""

from collections.abc import Mapping
from typing import Annotated, Any, Final, Literal, NotRequired, TypedDict

from device.objects.coaching import ExerciseObject, LimitsObject
from device.objects.health import HealthObject
from device.objects.sets import AthleteObject, SetObject
from device.objects.stream import (
    ButtonMessage,
    FaultMessage,
    LiveMessage,
    PhaseMessage,
    RepMessage,
    SetMessage,
    StateMessage,
)
from device.objects.words import OneOf

RoleWord = Annotated[str, OneOf("role")]


class PresentState(StateMessage):
    """The state as the server last heard it: the event ``heartbeat``."""

    device_online: Annotated[bool, "Whether the device was heard within the last second."]


class ShownState(PresentState):
    """The state as one client sees it: the event ``state``, and the answer to a request."""

    role: Annotated[RoleWord, "What this client may do."]
    exercises: Annotated[list[ExerciseObject], "Every exercise with its rules."]
    limits: Annotated[LimitsObject, "What the station takes."]


EVENTS: Final[Mapping[str, type]] = {
    "state": ShownState,
    "live": LiveMessage,
    "phase": PhaseMessage,
    "rep": RepMessage,
    "set": SetMessage,
    "fault": FaultMessage,
    "button": ButtonMessage,
    "heartbeat": PresentState,
}
"""The events of the live stream, by name."""


class ProblemObject(TypedDict):
    """Why a request was refused (RFC 9457)."""

    type: Annotated[str, "Always `about:blank`."]
    title: Annotated[str, "The status in words."]
    status: Annotated[int, "The HTTP status."]
    detail: Annotated[str, "One sentence that says what to do."]
    reason: NotRequired[Annotated[str, "The refusal as a word, for a page in another language."]]
    values: NotRequired[Annotated[dict[str, Any], "The figures in the sentence, with `reason`."]]


class HealthzAnswer(TypedDict):
    """That the server runs."""

    status: Annotated[Literal["ok"], "Always."]
    device: Annotated[Literal["online", "offline"], "Whether the device is heard."]


class ServerHealth(TypedDict):
    """The server's own counters."""

    streams: Annotated[int, "Live streams that are open."]
    streams_max: Annotated[int, "How many may be."]


class HealthAnswer(TypedDict):
    """The device's counters beside the server's own."""

    device_online: Annotated[bool, "Whether the device was heard within the last second."]
    device: Annotated[HealthObject | None, "The device's; `null` while it is offline."]
    server: Annotated[ServerHealth, "The server's."]


class SetPage(TypedDict):
    """Some sets, newest first."""

    sets: Annotated[list[SetObject], "The sets."]
    next: Annotated[int | None, "`before` of the next page; `null` at the end."]


class AthletesAnswer(TypedDict):
    """The athletes that the client may see."""

    athletes: Annotated[list[AthleteObject], "By name."]


class PairedAnswer(TypedDict):
    """The tablet is paired; its cookie came along."""

    role: Annotated[RoleWord, "What it may do from now on."]
    athlete_id: Annotated[int | None, "The athlete it belongs to, if any."]


class CodeAnswer(TypedDict):
    """A code for another tablet."""

    code: Annotated[str, "Six digits."]
    address: Annotated[str | None, "What it opens; `null` where no other machine can."]
    qr: Annotated[str | None, "The address as an image, a `data:` URL."]
    expires_s: Annotated[float, "How long the code can be used."]


class ClientObject(TypedDict):
    """A paired tablet, or a script with a token."""

    client_id: Annotated[int, "Key."]
    kind: Annotated[Literal["tablet", "script"], "Which of the two."]
    name: Annotated[str, "As it called itself."]
    role: Annotated[RoleWord, "What it may do."]
    athlete_id: Annotated[int | None, "The athlete it belongs to, if any."]
    unused_s: Annotated[int, "Running time of the server since it was last seen."]


class ClientsAnswer(TypedDict):
    """Paired tablets and scripts."""

    clients: Annotated[list[ClientObject], "All of them."]
