"""Raw readings for who listens to the live bus, such as ``cablecoach record``."""

from collections.abc import Callable
from typing import Final

from device.live.messages import RAW_TOPIC
from device.objects.stream import RawFields
from device.recordings.format import Header
from device.sensors.reading import Reading
from device.service.broadcaster import Broadcaster

_BATCH: Final = 20


class RawStream:
    """Passes readings on in batches while they are wanted. Belongs to the acquisition thread.

    Args:
        broadcaster: Knows who listens, and sends.
        header: What a recording's header shall hold now.
    """

    def __init__(self, broadcaster: Broadcaster, header: Callable[[], Header]) -> None:
        self._broadcaster = broadcaster
        self._header = header
        self._batch: list[Reading] = []
        self._count = 0

    def reading(self, reading: Reading) -> None:
        """Take the next reading."""
        self._count += 1
        if self._batch or self._broadcaster.raw_wanted:
            self._batch.append(reading)
            if len(self._batch) >= _BATCH:
                self._send()

    def _send(self) -> None:
        fields: RawFields = {
            "first": self._count - len(self._batch),
            "readings": self._batch,
            "header": dict(self._header()),
        }
        self._broadcaster.tell(RAW_TOPIC, self._batch[-1].t_ns, fields)
        self._batch = []
