"""What the request handlers work with; made once by the composition root."""

from dataclasses import dataclass

from server.access.credentials import CredentialStore
from server.access.pairing import Pairing
from server.config import ServerConfig
from server.live.device_link import DeviceLink
from server.live.event_buffer import EventBuffer
from server.live.subscription import StreamSlots
from server.training_data import TrainingData


@dataclass(frozen=True, slots=True)
class Services:
    """The rooms behind the routes."""

    config: ServerConfig
    hub: EventBuffer
    link: DeviceLink
    slots: StreamSlots
    credentials: CredentialStore
    pairing: Pairing
    library: TrainingData
