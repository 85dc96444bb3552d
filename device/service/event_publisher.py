"""Passes on what acquisition found: to the screen at once, to the disk in order."""

import uuid
from collections.abc import Callable, Mapping
from typing import Any, Literal

from device.clock.stamp import Stamp, stamp
from device.live.translate import message_of
from device.objects.sets import SetObject
from device.objects.stream import SetFields
from device.reps.events import (
    Event,
    FaultCleared,
    FaultRaised,
    LiveFrame,
    RepAmended,
    RepConfirmed,
    RepCounted,
    RepWithdrawn,
    SetEnded,
    SetStarted,
)
from device.sensors.reading import Reading
from device.service.broadcaster import Broadcaster
from device.service.calibrated_pipeline import CalibratedPipeline
from device.service.commands.training import Training
from device.service.current_set import CurrentSet
from device.service.rep_publisher import RepPublisher
from device.service.saving.recorder import SetRecorder, recording_header
from device.service.saving.records import EndedSet, OpenedSet, SetKeys
from device.service.saving.writer import Writer
from device.service.station_state import StationState


class EventPublisher:
    """Listens to readings, events and frames, in the acquisition thread.

    Args:
        run: Identity of this run.
        speed: How many times faster than the machine's the source's clock runs.
        state: Keeps the present state.
        broadcaster: Tells the other process.
        writer: Saves.
        recorder: Keeps the raw readings.
        keys: Knows the keys of sets before they are saved.
        measuring: Has the factors in force, for the header of recordings.
        training: Told in the writing thread once a set's end is on the disk.
    """

    def __init__(
        self,
        *,
        run: str,
        speed: float,
        state: StationState,
        broadcaster: Broadcaster,
        writer: Writer,
        recorder: SetRecorder,
        keys: SetKeys,
        measuring: CalibratedPipeline,
        training: Training,
    ) -> None:
        self._run = run
        self._speed = speed
        self._state = state
        self._broadcaster = broadcaster
        self._writer = writer
        self._recorder = recorder
        self._keys = keys
        self._measuring = measuring
        self._training = training
        self._arrived_ns = 0
        reps = RepPublisher(
            state=state, writer=writer, keys=keys, tell=self._tell, stamp_of=self._stamp_of
        )
        self._handlers: dict[type, Callable[[Any], None]] = {
            SetStarted: self._set_started,
            RepCounted: reps.counted,
            RepConfirmed: reps.confirmed,
            RepAmended: reps.amended,
            RepWithdrawn: reps.withdrawn,
            SetEnded: self._set_ended,
            FaultRaised: lambda event: self._state.fault(str(event.kind), event.detail),
            FaultCleared: lambda event: self._state.fault(str(event.kind), None),
        }

    def reading(self, reading: Reading) -> None:
        """Remember how far the source's clock has come."""
        self._arrived_ns = reading.t_ns

    def event(self, event: Event) -> None:
        """Act on the event, or tell it where it needs nothing else."""
        handle = self._handlers.get(type(event))
        if handle is not None:
            handle(event)
        message = message_of(event)
        if message is not None:
            self._tell(event.t_ns, *message)

    def frame(self, frame: LiveFrame) -> None:
        """Tell the moving picture."""
        self._tell(frame.t_ns, "live", self._state.show(frame))

    def _set_started(self, event: SetStarted) -> None:
        current = CurrentSet(
            set_id=self._keys.take(),
            plan=event.plan,
            started_ns=event.t_ns,
            at=self._stamp_of(event.t_ns),
            by_user=event.by_user,
        )
        self._state.open_set(current)
        recording = self._recorder.new_name(self._run)
        header = recording_header(self._measuring.factors, event.plan)
        self._recorder.open(recording, header, event.t_ns)
        self._writer.save(
            OpenedSet(
                keys=self._keys,
                set_id=current.set_id,
                plan=event.plan,
                t_ns=event.t_ns,
                by_user=event.by_user,
                at=current.at,
                idempotency_key=uuid.uuid4().hex,
                recording=recording,
                renumbered=self._state.renumber,
            )
        )
        self._tell_set(event.t_ns, "started", current)

    def _set_ended(self, event: SetEnded) -> None:
        ended = self._state.end_set(event.ended_ns, str(event.reason))
        self._recorder.close()
        if ended is None:
            return
        self._tell_set(event.t_ns, "deleted" if ended.void else "ended", ended)
        self._writer.save(
            EndedSet(
                keys=self._keys,
                set_id=ended.set_id,
                ended_ns=event.ended_ns,
                reason=event.reason,
                at=self._stamp_of(event.t_ns),
                put_away=ended.void,
                saved=self._training.refresh_reference,
            )
        )

    def _tell_set(
        self, t_ns: int, stage: Literal["started", "ended", "deleted"], current: CurrentSet
    ) -> None:
        told: SetObject = {**self._state.set_object(current), "deleted": stage == "deleted"}
        fields: SetFields = {"stage": stage, "set": told}
        self._tell(t_ns, "set", fields)

    def _tell(self, t_ns: int, topic: str, fields: Mapping[str, object]) -> None:
        self._broadcaster.tell(topic, t_ns, fields)

    def _stamp_of(self, t_ns: int) -> Stamp:
        """The machine's stamp of an instant of the source's clock, a little while ago."""
        now = stamp()
        ago_ns = max(0, self._arrived_ns - t_ns) / self._speed
        return now._replace(mono_ns=now.mono_ns - round(ago_ns))
