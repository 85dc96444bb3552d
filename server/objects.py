"""What the server adds to the wire contract of ``device.objects``."""

from typing import Annotated

from device.objects.stream import StateMessage
from device.objects.words import OneOf

RoleWord = Annotated[str, OneOf("role")]


class PresentState(StateMessage):
    """The state of the station as the server last heard it."""

    device_online: Annotated[bool, "Whether the device was heard within the last second."]


class ShownState(PresentState):
    """The state as one client sees it."""

    role: Annotated[RoleWord, "What this client may do."]
