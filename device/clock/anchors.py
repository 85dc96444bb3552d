"""Wall time derived from anchors, when somebody asks, with how far it can be trusted.

The stamps of what happened are never rewritten: when a network clock arrives late, all sets of
that boot move to their right time at once, because only the derivation changes.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final, NamedTuple

from device.clock.stamp import Stamp


class AnchorSource(StrEnum):
    """Who said what time it was, the most trusted first."""

    NTP = "ntp"
    TABLET = "tablet"
    SYSTEM = "system"
    """This machine's own clock while nothing has set it: on a Pi, the time of the last shutdown."""


class TimeQuality(StrEnum):
    """How far a wall time can be trusted."""

    NTP = "ntp"
    TABLET = "tablet"
    BRACKETED = "bracketed"
    """Between the last known time before that boot and the first one after it."""
    UNSYNCED = "unsynced"


class Anchor(NamedTuple):
    """What a wall clock said at an instant of one boot."""

    boot_id: str
    mono_ns: int
    wall_us: int
    source: AnchorSource
    uncertainty_ms: float

    @property
    def offset_us(self) -> int:
        """Wall time of the boot's monotonic zero."""
        return self.wall_us - self.mono_ns // 1000


class WallTime(NamedTuple):
    """A derived wall time; microseconds since 1970 in UTC, ``None`` where nothing is known."""

    wall_us: int | None
    quality: TimeQuality

    def local(self) -> datetime | None:
        """In the zone of this machine, with its offset."""
        if self.wall_us is None:
            return None
        return datetime.fromtimestamp(self.wall_us / 1e6).astimezone()

    def iso(self) -> str | None:
        """ISO 8601 with offset, to the millisecond."""
        moment = self.local()
        return None if moment is None else moment.isoformat(timespec="milliseconds")


_QUALITY: Final = {AnchorSource.NTP: TimeQuality.NTP, AnchorSource.TABLET: TimeQuality.TABLET}


@dataclass(frozen=True, slots=True)
class _Boot:
    """The anchors of one boot, by source, each in the order of time."""

    trusted: Sequence[Anchor]
    quality: TimeQuality
    system: Sequence[Anchor]


class WallClock:
    """Turns stamps into wall times.

    Args:
        boots: Boot identities in the order in which they happened.
        anchors: All that are known, in any order.
    """

    def __init__(self, boots: Iterable[str], anchors: Iterable[Anchor]) -> None:
        self._order = list(dict.fromkeys(boots))
        grouped: dict[str, list[Anchor]] = defaultdict(list)
        for anchor in sorted(anchors, key=lambda anchor: anchor.mono_ns):
            grouped[anchor.boot_id].append(anchor)
        self._boots = {boot_id: _sorted_out(found) for boot_id, found in grouped.items()}

    def at(self, stamp: Stamp) -> WallTime:
        """The wall time of ``stamp``."""
        boot = self._boots.get(stamp.boot_id)
        if boot is not None and boot.trusted:
            return WallTime(_read(boot.trusted, stamp.mono_ns), boot.quality)
        after, before = self._bounds(stamp.boot_id)
        own = _read(boot.system, stamp.mono_ns) if boot is not None and boot.system else None
        quality = TimeQuality.UNSYNCED
        if after is not None and before is not None:
            quality = TimeQuality.BRACKETED
        return WallTime(_between(after, own, before), quality)

    def _bounds(self, boot_id: str) -> tuple[int | None, int | None]:
        """The last time known before a boot, and the first one known after it."""
        if boot_id not in self._order:
            return None, None
        place = self._order.index(boot_id)
        earlier = (self._known(name) for name in reversed(self._order[:place]))
        later = (self._known(name) for name in self._order[place + 1 :])
        after = next((known[-1].wall_us for known in earlier if known), None)
        before = next((known[0].offset_us for known in later if known), None)
        return after, before

    def _known(self, boot_id: str) -> Sequence[Anchor]:
        boot = self._boots.get(boot_id)
        return boot.trusted if boot is not None else ()


def _sorted_out(anchors: list[Anchor]) -> _Boot:
    by_source = {source: [a for a in anchors if a.source == source] for source in AnchorSource}
    for source, quality in _QUALITY.items():
        if by_source[source]:
            return _Boot(by_source[source], quality, by_source[AnchorSource.SYSTEM])
    return _Boot((), TimeQuality.UNSYNCED, by_source[AnchorSource.SYSTEM])


def _read(anchors: Sequence[Anchor], mono_ns: int) -> int:
    """By the nearest anchor: a crystal drifts by tens of µs per second, so nearer is better."""
    place = bisect_left(anchors, mono_ns, key=lambda anchor: anchor.mono_ns)
    near = anchors[max(0, place - 1) : place + 1]
    best = min(near, key=lambda anchor: abs(anchor.mono_ns - mono_ns))
    return best.offset_us + mono_ns // 1000


def _between(after: int | None, own: int | None, before: int | None) -> int | None:
    """The machine's own idea, kept in order with what is known around it."""
    if own is None:
        return after if after is not None else before
    low = own if after is None else max(own, after)
    return low if before is None else min(low, before)
