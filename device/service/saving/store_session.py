"""What the writing thread does with the store beside saving: opening it, names, factors."""

import logging
from dataclasses import replace
from functools import partial
from typing import Final

from device.calibration.factors import Factors
from device.clock.stamp import boot_id
from device.errors import UnsavedError
from device.process.heartbeat import Heartbeats
from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.service.saving.records import SetKeys
from device.service.saving.station_time import StationTime
from device.service.station_state import StationState
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import open_store
from device.store.writing.writer import StoreWriter

_log = logging.getLogger(__name__)

REPAIRED: Final = "store_repaired"
"""The fault that tells of a repair; it stays until the next start, so that somebody reads it."""


class StoreSession:
    """Opens the store and keeps what the station must know of it at hand.

    Args:
        layout: Where the store is.
        source: Name of the source.
        run: Identity of this run.
        wiring: Fingerprint of the wiring; ``None`` where the source has factors of its own, so
            that no calibration of this station applies.
        reader: Reads the store; any thread.
        time: Has its clocks looked after.
        keys: Told which key the next set has.
        state: Told the athletes' names.
        beats: Beaten as ``writer`` while the store is at work for long.
    """

    def __init__(
        self,
        *,
        layout: StoreLayout,
        source: str,
        run: str,
        wiring: str | None,
        reader: StoreReader,
        time: StationTime,
        keys: SetKeys,
        state: StationState,
        beats: Heartbeats,
    ) -> None:
        self.reader = reader
        self._layout = layout
        self._source = source
        self._run = run
        self._wiring = wiring
        self._time = time
        self._keys = keys
        self._state = state
        self._beats = beats

    def open_store(self) -> StoreWriter:
        """Open the store, mended where needed; sets that an earlier run left open become
        ``interrupted``.

        Raises:
            UnsavedError: It cannot be opened now.
            UserError: It is of a later version.
        """
        opened = open_store(self._layout, self._source, self._run)
        opened.writer.when_busy(partial(self._beats.beat, "writer"))
        status = opened.status
        for set_id in status.interrupted:
            _log.info("set %d was interrupted; its repetitions are kept", set_id)
        if status.message is not None:
            _log.warning("%s", status.message)
            self._state.fault(REPAIRED, status.message)
        self._keys.expect(opened.writer.sets.next_set_id())
        return opened.writer

    def chores(self, store: StoreWriter) -> None:
        """Every few seconds: look at clocks and names anew, and finish what had to wait."""
        store.finish_erasure()
        self._time.look(store)
        self.learn_names()

    def learn_names(self) -> None:
        """Have the state know the athletes, as the store does."""
        self._state.name_athletes(
            {athlete.athlete_id: athlete.name for athlete in self.reader.athletes()}
        )

    def plan_to_go_on_with(self) -> SetPlan | None:
        """The plan of the latest set, where its athlete is likely to be there still.

        That is so within a boot, and where a set was cut off; then another may have come to the
        machine, so the set's athlete is not taken for granted.
        """
        latest, _ = self.reader.sets(limit=1)
        if not latest:
            return None
        stored = latest[0].set
        if stored.at.boot_id == boot_id():
            return stored.plan
        if stored.ended is EndReason.INTERRUPTED:
            return replace(stored.plan, athlete_id=None, reference_rom_m=None)
        return None

    def factors(self) -> Factors | None:
        """The factors of the latest calibration that was done with this wiring."""
        if self._wiring is None:
            return None
        try:
            found = self.reader.calibrations()
        except UnsavedError as error:
            _log.warning("no calibration: %s", error)
            return None
        fitting = [each.factors for each in found if each.details.get("wiring") == self._wiring]
        if found and not fitting:
            _log.warning("the wiring has changed since the calibration: calibrate again")
        return fitting[0] if fitting else None

    def calibration_state(self) -> str:
        """``current``, ``stale`` (done with another wiring), ``none``, ``unknown``, or ``own``
        where the source has its own factors.
        """
        if self._wiring is None:
            return "own"
        try:
            found = [each for each in self.reader.calibrations() if each.kind == "procedure"]
        except UnsavedError:
            return "unknown"
        if not found:
            return "none"
        fits = any(each.details.get("wiring") == self._wiring for each in found)
        return "current" if fits else "stale"
