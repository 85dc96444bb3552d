"""What the request handlers work with; made once by the composition root."""

from dataclasses import dataclass

from device.clock.system import SYSTEM_CLOCK, Clock
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
    events: EventBuffer
    link: DeviceLink
    slots: StreamSlots
    credentials: CredentialStore
    pairing: Pairing
    training_data: TrainingData
    clock: Clock = SYSTEM_CLOCK
