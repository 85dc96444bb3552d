"""The tablets' clocks: what a gym without internet has instead of a network clock."""

from collections import defaultdict, deque
from statistics import median
from typing import Final

from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import Stamp, stamp

_EXCHANGES: Final = 3
_KEPT: Final = 9
_MOST_TABLETS: Final = 32
_LONGEST_RTT_MS: Final = 2_000.0
_AGREEMENT_US: Final = 5 * 60 * 1_000_000
_NEWS_US: Final = 1_000_000
_EVERY_NS: Final = 600 * 10**9
_EARLIEST_MS: Final = 1_767_225_600_000  # 2026-01-01: before this product existed
_LATEST_MS: Final = 4_102_444_800_000  # 2100-01-01


class TabletClock:
    """Makes an anchor of what tablets say the time is.

    One exchange is nothing: a request may have waited. Three of the same tablet count, by their
    median. A tablet that is more than five minutes off the others is not listened to; where two
    disagree that far and no third decides, nobody is.
    """

    def __init__(self) -> None:
        self._offsets: dict[str, deque[tuple[int, float]]] = defaultdict(
            lambda: deque(maxlen=_KEPT)
        )
        self._last: Anchor | None = None

    def exchange(
        self, client_ms: float, rtt_ms: float, tablet: str = "", at: Stamp | None = None
    ) -> Anchor | None:
        """Hear a tablet.

        Args:
            client_ms: Its clock when it sent, in milliseconds since 1970.
            rtt_ms: How long it waited for an earlier answer; half of that was the way here.
            tablet: Which one.
            at: When it arrived; now where left out.

        Returns:
            An anchor, where the tablets together say something new.
        """
        if not (_EARLIEST_MS <= client_ms <= _LATEST_MS and 0 <= rtt_ms <= _LONGEST_RTT_MS):
            return None
        if tablet not in self._offsets and len(self._offsets) >= _MOST_TABLETS:
            self._offsets.pop(next(iter(self._offsets)))
        arrived = at or stamp()
        offset_us = round((client_ms + rtt_ms / 2) * 1000) - arrived.mono_ns // 1000
        self._offsets[tablet].append((offset_us, rtt_ms))
        agreed = self._agreed()
        if agreed is None:
            return None
        return self._news(arrived, *agreed)

    def _agreed(self) -> tuple[int, float] | None:
        """Offset in µs and uncertainty in ms that most tablets agree on."""
        known = [heard for heard in self._offsets.values() if len(heard) >= _EXCHANGES]
        if not known:
            return None
        each = [round(median(offset for offset, _ in heard)) for heard in known]
        camps = [[other for other in each if abs(other - one) <= _AGREEMENT_US] for one in each]
        near = max(camps, key=len)
        if 2 * len(near) <= len(each):
            return None
        uncertainty_ms = max(median(rtt for _, rtt in heard) for heard in known) / 2
        return round(median(near)), uncertainty_ms

    def _news(self, at: Stamp, offset_us: int, uncertainty_ms: float) -> Anchor | None:
        last = self._last
        if (
            last is not None
            and abs(offset_us - last.offset_us) < _NEWS_US
            and at.mono_ns - last.mono_ns < _EVERY_NS
        ):
            return None
        wall_us = offset_us + at.mono_ns // 1000
        self._last = Anchor(at.boot_id, at.mono_ns, wall_us, AnchorSource.TABLET, uncertainty_ms)
        return self._last
