"""Passes on what acquisition found: to the screen at once, to the disk in order."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final, Literal

from device.calibration.factors import Factors
from device.clock.stamp import Stamp, stamp
from device.live.translate import message_of
from device.objects.stream import RepFields, SetFields
from device.reps.document import rep_document
from device.reps.events import (
    EndReason,
    Event,
    FaultCleared,
    FaultRaised,
    LiveFrame,
    RepConfirmed,
    SetEnded,
    SetStarted,
)
from device.reps.rep import COMPUTER_FLAGS, Rep, RepFlag
from device.sensors.reading import Fault, Reading
from device.service.broadcaster import Broadcaster
from device.service.saving.recorder import SetRecorder, recording_header
from device.service.saving.records import EndedSet, FinishedRep, OpenedSet, SetKeys
from device.service.saving.writer import Writer
from device.service.station_state import CurrentSet, StationState
from device.store.writing.writer import StoreWriter

_OFFLINE: Final = int(Fault.OFFLINE)


class EventPublisher:
    """The listener of acquisition. All methods but ``saved_*`` belong to its thread.

    Args:
        run: Identity of this run.
        board: Keeps the present state.
        broadcaster: Tells the other process.
        writer: Saves.
        tap: Keeps the raw readings.
        keys: Knows the keys of sets before they are saved.
        factors: The factors in force, for the header of recordings.
        speed: How many times faster than the machine's the source's clock runs.
        set_saved: Called in the writing thread with the store once a set's end is on the disk.

    Attributes:
        each_reading: Called with every reading.
        each_event: Called with every event.
        each_frame: Called with every frame of the moving picture, at least four times a second.
    """

    def __init__(
        self,
        run: str,
        board: StationState,
        broadcaster: Broadcaster,
        writer: Writer,
        tap: SetRecorder,
        keys: SetKeys,
        factors: Callable[[], Factors],
        speed: float,
        set_saved: Callable[[StoreWriter, int], None],
    ) -> None:
        self._run = run
        self._board = board
        self._broadcaster = broadcaster
        self._writer = writer
        self._tap = tap
        self._keys = keys
        self._factors = factors
        self._speed = speed
        self._set_saved = set_saved
        self.each_reading: list[Callable[[Reading], None]] = []
        self.each_event: list[Callable[[Event], None]] = []
        self.each_frame: list[Callable[[], None]] = []
        self._open: CurrentSet | None = None
        self._arrived_ns = 0
        self._handlers: dict[type, Callable[[Any], None]] = {
            SetStarted: self._set_started,
            RepConfirmed: self._rep_confirmed,
            SetEnded: self._set_ended,
            FaultRaised: lambda event: self._board.fault(str(event.kind), event.detail),
            FaultCleared: lambda event: self._board.fault(str(event.kind), None),
        }

    def reading(self, reading: Reading) -> None:
        """Keep the reading, and that it came."""
        self._board.heard(not reading.faults & _OFFLINE)
        self._tap.reading(reading)
        for take in self.each_reading:
            take(reading)
        self._arrived_ns = reading.t_ns

    def events(self, events: list[Event]) -> None:
        """Act on each event, and tell those that need nothing else."""
        for event in events:
            handle = self._handlers.get(type(event))
            if handle is not None:
                handle(event)
            for hear in self.each_event:
                hear(event)
            message = message_of(event)
            if message is not None:
                self._tell(event.t_ns, *message)

    def frame(self, frame: LiveFrame) -> None:
        """Tell the moving picture."""
        self._tell(frame.t_ns, "live", self._board.show(frame))
        for look in self.each_frame:
            look()

    def ended(self) -> None:
        """No more readings come."""
        self._board.end()

    def _set_started(self, event: SetStarted) -> None:
        set_id = self._keys.take()
        at = self._stamp_of(event.t_ns)
        self._open = CurrentSet(set_id, event.plan, event.t_ns, at, event.by_user)
        self._board.open_set(self._open)
        recording = self._tap.new_name(self._run)
        self._tap.open(recording, recording_header(self._factors(), event.plan), event.t_ns)
        self._writer.save(
            OpenedSet(
                self._keys,
                set_id,
                event.plan,
                event.t_ns,
                event.by_user,
                at,
                uuid.uuid4().hex,
                recording,
                self._board.renumber,
            )
        )
        self._tell_set(event.t_ns, "started", self._open)

    def _rep_confirmed(self, event: RepConfirmed) -> None:
        current = self._open
        if current is None:  # the pipeline opens a set before its first repetition
            return
        rep = self._with_troubles(event.rep)
        document = rep_document(rep)
        self._board.add_rep(document)
        confirmed: RepFields = {
            "stage": "confirmed",
            "number": rep.number,
            "rom_m": document["rom_m"],
            "rep": document,
            "set_id": current.set_id,
        }
        self._tell(event.t_ns, "rep", confirmed)
        self._writer.save(
            FinishedRep(
                self._keys,
                current.set_id,
                rep,
                self._stamp_of(event.t_ns),
                lambda *ids: self.saved_rep(event.t_ns, *ids),
            )
        )

    def _with_troubles(self, rep: Rep) -> Rep:
        """The repetition, flagged with what is wrong with the computer while it is made."""
        faults = {fault["kind"] for fault in self._board.faults()}
        troubles = tuple(flag for flag in RepFlag if flag in COMPUTER_FLAGS & faults)
        return replace(rep, flags=rep.flags + troubles)

    def _set_ended(self, event: SetEnded) -> None:
        self._open = None
        ended = self._board.end_set(event.ended_ns, str(event.reason))
        self._tap.close()
        if ended is None:
            return
        self._tell_set(event.t_ns, "ended", ended)
        self._save_end(ended.set_id, event.ended_ns, event.reason, event.t_ns)

    def _save_end(self, set_id: int, ended_ns: int, reason: EndReason, t_ns: int) -> None:
        at = self._stamp_of(t_ns)
        self._writer.save(EndedSet(self._keys, set_id, ended_ns, reason, at, self._set_saved))

    def saved_rep(self, t_ns: int, set_id: int, number: int, rep_id: int) -> None:
        """In the writing thread: a repetition is on the disk."""
        document = self._board.saved(set_id, number, rep_id)
        if document is None:
            return
        saved: RepFields = {
            "stage": "saved",
            "number": number,
            "rom_m": document["rom_m"],
            "rep": document,
            "set_id": set_id,
            "rep_id": rep_id,
        }
        self._tell(t_ns, "rep", saved)

    def _tell_set(self, t_ns: int, stage: Literal["started", "ended"], current: CurrentSet) -> None:
        fields: SetFields = {"stage": stage, "set": self._board.set_object(current)}
        self._tell(t_ns, "set", fields)

    def _tell(self, t_ns: int, topic: str, fields: Mapping[str, object]) -> None:
        self._broadcaster.tell(topic, t_ns, fields)

    def _stamp_of(self, t_ns: int) -> Stamp:
        """The machine's stamp of an instant of the source's clock, a little while ago."""
        now = stamp()
        ago_ns = max(0, self._arrived_ns - t_ns) / self._speed
        return now._replace(mono_ns=now.mono_ns - round(ago_ns))
