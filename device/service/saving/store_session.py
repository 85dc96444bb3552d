"""What the writing thread does with the store beside saving: opening it, names, clock, factors."""

import logging
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from device.calibration.factors import Factors
from device.clock.anchors import Anchor, TimeQuality, WallClock
from device.clock.stamp import Stamp, boot_id, stamp
from device.clock.tablet import TabletClock
from device.clock.watch import ClockWatch
from device.errors import UnsavedError
from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.service.saving.records import SetKeys
from device.service.station_state import StationState
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import open_store
from device.store.writing.writer import StoreWriter

_log = logging.getLogger(__name__)

REPAIRED: Final = "store_repaired"
"""The fault that tells of a repair; it stays until the next start, so that somebody reads it."""

_MOST_UNSAVED: Final = 100  # anchors, while the disk refuses: most of a day

_TRUSTED: Final = frozenset({TimeQuality.NTP, TimeQuality.TABLET})


class StoreSession:
    """Opens the store and keeps what the station must know of it at hand.

    Args:
        layout: Where the store is.
        source: Name of the source.
        run: Identity of this run.
        keys: Told which key the next set has.
        board: Told the athletes' names.
        beat: Called while the store is at work for long.
    """

    def __init__(
        self,
        layout: StoreLayout,
        source: str,
        run: str,
        keys: SetKeys,
        board: StationState,
        beat: Callable[[], None] = lambda: None,
    ) -> None:
        self.reader = StoreReader(layout.database)
        self._layout = layout
        self._source = source
        self._run = run
        self._keys = keys
        self._board = board
        self._beat = beat
        self._clock = WallClock([], [])
        self._watch = ClockWatch()
        self._tablets = TabletClock()
        self._unsaved: list[Anchor] = []

    def open_store(self) -> StoreWriter:
        """Open the store, mended where needed; sets that an earlier run left open become
        ``interrupted``.

        Raises:
            UnsavedError: It cannot be opened now.
            UserError: It is of a later version.
        """
        opened = open_store(self._layout, self._source, self._run)
        opened.writer.when_busy(self._beat)
        status = opened.status
        for set_id in status.interrupted:
            _log.info("set %d was interrupted; its repetitions are kept", set_id)
        if status.message is not None:
            _log.warning("%s", status.message)
            self._board.fault(REPAIRED, status.message)
        self._keys.expect(opened.writer.sets.next_set_id())
        return opened.writer

    def chores(self, store: StoreWriter) -> None:
        """Every few seconds: look at clocks and names anew, and finish what had to wait."""
        store.finish_erasure()
        self._remember(store, self._watch.poll())
        self.learn_names()

    def hear_tablet(
        self,
        store: StoreWriter,
        client_ms: float,
        rtt_ms: float,
        tablet: str,
        at: Stamp,
        *,
        trusted: bool,
    ) -> str:
        """What a tablet's clock says; return how good the clock is now.

        Args:
            store: To remember it in.
            client_ms: The tablet's clock, in milliseconds since 1970.
            rtt_ms: How long an exchange with it takes.
            tablet: Which tablet.
            at: When that arrived.
            trusted: Whether it is one of the station's own.
        """
        anchor = self._tablets.exchange(client_ms, rtt_ms, tablet, at, trusted=trusted)
        self._remember(store, anchor)
        return self.quality()

    def _remember(self, store: StoreWriter, anchor: Anchor | None) -> None:
        """Save an anchor, and those that the disk refused earlier."""
        if anchor is not None:
            self._unsaved = [*self._unsaved[-_MOST_UNSAVED:], anchor]
        while self._unsaved:
            store.anchors.add(self._unsaved[0])
            del self._unsaved[0]
        self._clock = self.reader.wall_clock()

    def learn_names(self) -> None:
        """Have the board know the athletes, as the store does."""
        self._board.name_athletes(
            {athlete.athlete_id: athlete.name for athlete in self.reader.athletes()}
        )

    def plan_to_go_on_with(self) -> SetPlan | None:
        """The plan of the latest set, where whoever trained is likely to be there still.

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

    def factors(self, wiring: str) -> Factors | None:
        """The factors of the latest calibration that was done with this wiring."""
        try:
            found = self.reader.calibrations()
        except UnsavedError as error:
            _log.warning("no calibration: %s", error)
            return None
        fitting = [each.factors for each in found if each.details.get("wiring") == wiring]
        if found and not fitting:
            _log.warning("the wiring has changed since the calibration: calibrate again")
        return fitting[0] if fitting else None

    def calibration_state(self, wiring: str) -> str:
        """``current``, ``stale`` (done with another wiring), ``none``, or ``unknown``."""
        try:
            found = [each for each in self.reader.calibrations() if each.kind == "procedure"]
        except UnsavedError:
            return "unknown"
        if not found:
            return "none"
        fits = any(each.details.get("wiring") == wiring for each in found)
        return "current" if fits else "stale"

    def wall_time(self, at: Stamp) -> tuple[str | None, str]:
        """When that was, by the best known clock, and how good that is."""
        known = self._clock.at(at)
        return known.iso(), str(known.quality)

    def quality(self) -> str:
        """How good the clock is at present."""
        return str(self._clock.at(stamp()).quality)

    def trusted_now(self) -> datetime | None:
        """The time, where a clock is trusted."""
        known = self._clock.at(stamp())
        return known.local() if known.quality in _TRUSTED else None
