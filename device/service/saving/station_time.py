"""What time it was: the clocks of this computer and of tablets, remembered in the store."""

from datetime import datetime
from typing import Final

from device.clock.anchors import Anchor, TimeQuality, WallClock
from device.clock.stamp import Stamp, stamp
from device.clock.system import SYSTEM_CLOCK, Clock
from device.clock.tablet import TabletClock
from device.clock.watch import ClockWatch
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

_MOST_UNSAVED: Final = 100  # anchors, while the disk refuses: most of a day

_TRUSTED: Final = frozenset({TimeQuality.NTP, TimeQuality.TABLET})


class StationTime:
    """Tells the wall time of stamps. What takes a store belongs to the writing thread.

    Args:
        reader: Reads what was remembered.
        clock: This computer's clock.
    """

    def __init__(self, reader: StoreReader, *, clock: Clock = SYSTEM_CLOCK) -> None:
        self._reader = reader
        self._clock = WallClock([], [])
        self._watch = ClockWatch(clock=clock)
        self._tablets = TabletClock()
        self._unsaved: list[Anchor] = []

    def look(self, store: StoreWriter) -> None:
        """Every few seconds: was the clock set, or did it jump?"""
        self._remember(store, self._watch.poll())

    def hear_tablet(
        self,
        store: StoreWriter,
        *,
        client_ms: float,
        rtt_ms: float,
        tablet: str,
        at: Stamp,
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

    def _remember(self, store: StoreWriter, anchor: Anchor | None) -> None:
        """Save an anchor, and those that the disk refused earlier."""
        if anchor is not None:
            self._unsaved = [*self._unsaved[-_MOST_UNSAVED:], anchor]
        while self._unsaved:
            store.anchors.add(self._unsaved[0])
            del self._unsaved[0]
        self._clock = self._reader.wall_clock()
