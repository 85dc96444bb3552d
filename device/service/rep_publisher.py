"""Passes on what becomes of a repetition: counted, confirmed, saved, amended, withdrawn."""

from collections.abc import Callable, Mapping, Set
from dataclasses import replace
from functools import partial
from typing import Literal

from device.clock.stamp import Stamp
from device.objects.rep import RepObject
from device.objects.stream import RepFields
from device.reps.document import rep_document
from device.reps.events import RepAmended, RepConfirmed, RepCounted, RepWithdrawn
from device.reps.rep import COMPUTER_FLAGS, Rep, RepFlag
from device.service.saving.records import AmendedRep, FinishedRep, SetKeys, WithdrawnRep
from device.service.saving.writer import Writer
from device.service.station_state import StationState

Tell = Callable[[int, str, Mapping[str, object]], None]
"""Tells fields under a topic, caused by the reading of that time."""


class RepPublisher:
    """Keeps the open set's repetitions, tells them and has them saved.

    Only what is confirmed is saved. All but ``saved`` belongs to acquisition.

    Args:
        state: Keeps the open set.
        writer: Saves, in the order that it is given.
        keys: Knows the keys of sets before they are saved.
        tell: Tells the other process.
        stamp_of: The machine's stamp of an instant of the source's clock.
    """

    def __init__(
        self,
        *,
        state: StationState,
        writer: Writer,
        keys: SetKeys,
        tell: Tell,
        stamp_of: Callable[[int], Stamp],
    ) -> None:
        self._state = state
        self._writer = writer
        self._keys = keys
        self._tell = tell
        self._stamp_of = stamp_of

    def counted(self, event: RepCounted) -> None:
        """It counts, and is shown; its figures are not final."""
        set_id = self._state.open_set_id
        if set_id is None:  # the pipeline opens a set before its first repetition
            return
        document: RepObject = {**rep_document(self._with_troubles(event.rep)), "provisional": True}
        self._state.add_rep(document)
        self._tell(event.t_ns, "rep", _fields_of("counted", document, set_id))

    def confirmed(self, event: RepConfirmed) -> None:
        """It is finished: shown, told and saved."""
        set_id = self._state.open_set_id
        if set_id is None:
            return
        rep = self._with_troubles(event.rep)
        document = rep_document(rep)
        self._state.add_rep(document)
        self._tell(event.t_ns, "rep", _fields_of("confirmed", document, set_id))
        self._writer.save(
            FinishedRep(
                keys=self._keys,
                set_id=set_id,
                rep=rep,
                at=self._stamp_of(event.t_ns),
                saved=partial(self.saved, event.t_ns),
            )
        )

    def amended(self, event: RepAmended) -> None:
        """It is known better; what the user put away stays away, and is corrected there."""
        current = self._state.open
        if current is None:
            return
        known = current.rep(event.rep.number)
        rep = event.rep if known is None else _with_flags(event.rep, _troubles_of(known))
        if known is not None:
            document: RepObject = {**rep_document(rep), "amended": str(event.reason)}
            if "rep_id" in known:
                document["rep_id"] = known["rep_id"]
            self._state.add_rep(document)
            fields = _fields_of("amended", document, current.set_id)
            self._tell(event.t_ns, "rep", {**fields, "reason": str(event.reason)})
        self._writer.save(
            AmendedRep(
                keys=self._keys,
                set_id=current.set_id,
                rep=rep,
                reason=event.reason,
                t_ns=event.t_ns,
                at=self._stamp_of(event.t_ns),
            )
        )

    def withdrawn(self, event: RepWithdrawn) -> None:
        """It was none."""
        set_id = self._state.open_set_id
        if set_id is None:
            return
        known = self._state.withdraw_rep(event.number, event.reason)
        if known is not None:
            fields: RepFields = {
                "stage": "withdrawn",
                "number": event.number,
                "rom_m": known["rom_m"],
                "reason": str(event.reason),
                "set_id": set_id,
            }
            if "rep_id" in known:
                fields["rep_id"] = known["rep_id"]
            self._tell(event.t_ns, "rep", fields)
        self._writer.save(
            WithdrawnRep(
                keys=self._keys,
                set_id=set_id,
                number=event.number,
                reason=event.reason,
                t_ns=event.t_ns,
                at=self._stamp_of(event.t_ns),
            )
        )

    def saved(self, t_ns: int, set_id: int, number: int, rep_id: int) -> None:
        """In the writing thread: a repetition is on the disk."""
        document = self._state.saved(set_id, number, rep_id)
        if document is not None:
            self._tell(t_ns, "rep", _fields_of("saved", document, set_id))

    def _with_troubles(self, rep: Rep) -> Rep:
        """The repetition, flagged with what is wrong with the computer while it is made."""
        faults = {fault["kind"] for fault in self._state.faults()}
        return _with_flags(rep, COMPUTER_FLAGS & faults)


def _fields_of(
    stage: Literal["counted", "confirmed", "saved", "amended"], document: RepObject, set_id: int
) -> RepFields:
    fields: RepFields = {
        "stage": stage,
        "number": document["rep"],
        "rom_m": document["rom_m"],
        "rep": document,
        "set_id": set_id,
    }
    if "rep_id" in document:
        fields["rep_id"] = document["rep_id"]
    return fields


def _troubles_of(known: RepObject) -> Set[str]:
    """What was wrong with the computer while a repetition was made."""
    return COMPUTER_FLAGS & set(known["flags"])


def _with_flags(rep: Rep, words: Set[str]) -> Rep:
    added = tuple(flag for flag in RepFlag if flag in words and flag not in rep.flags)
    return replace(rep, flags=rep.flags + added)
