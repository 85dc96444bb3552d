"""Raw readings for subscribers of the live bus, such as ``cablecoach record``."""

from typing import Final

from device.live.messages import RAW_TOPIC
from device.objects.stream import RawFields
from device.sensors.reading import Reading
from device.service.broadcaster import Broadcaster
from device.service.calibrated_pipeline import CalibratedPipeline
from device.service.saving.recorder import recording_header

_BATCH: Final = 20
"""Readings: ten messages per second at 200 Hz, each 0.1 s late."""


class RawStream:
    """Passes readings on in batches while they are wanted. Belongs to the acquisition thread.

    Args:
        broadcaster: Knows the subscribers, and sends.
        measuring: Has what a recording's header shall hold.
    """

    def __init__(self, *, broadcaster: Broadcaster, measuring: CalibratedPipeline) -> None:
        self._broadcaster = broadcaster
        self._measuring = measuring
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
            "header": dict(
                recording_header(self._measuring.factors, self._measuring.pipeline.plan)
            ),
        }
        self._broadcaster.tell(RAW_TOPIC, self._batch[-1].t_ns, fields)
        self._batch = []
