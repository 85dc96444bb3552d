"""The tablets' clocks: what a gym without internet has instead of a network clock."""

from collections import deque
from statistics import median
from typing import Final, NamedTuple

from device.clock.anchors import Anchor, AnchorSource
from device.clock.stamp import Stamp, stamp

_EXCHANGES: Final = 3
_KEPT: Final = 9
_MOST_TABLETS: Final = 32
_LONGEST_RTT_MS: Final = 2_000.0
_AGREEMENT_US: Final = 5 * 60 * 1_000_000
_NEWS_US: Final = 1_000_000
_EVERY_NS: Final = 600 * 10**9
_VOTES_FOR_NS: Final = 3600 * 10**9
_EARLIEST_MS: Final = 1_767_225_600_000  # 2026-01-01: before this product existed
_LATEST_MS: Final = 4_102_444_800_000  # 2100-01-01


class _Heard(NamedTuple):
    """What one exchange said."""

    mono_ns: int
    offset_us: int
    rtt_ms: float


class TabletClock:
    """Makes an anchor of what tablets say the time is.

    One exchange is nothing: a request may have waited. Three of the same tablet count, by their
    median. A tablet that is more than five minutes off the others is not listened to; where two
    disagree that far and no third decides, nobody is. What was said more than an hour ago has no
    vote: a clock that was set right since must be able to say so.

    Anyone on the network may offer a time, and it is better than none. But a stranger must not be
    able to outvote the station's own tablets: from the first word of a trusted one on, for as long
    as this process runs, strangers are not heard.
    """

    def __init__(self) -> None:
        self._heard: dict[str, deque[_Heard]] = {}
        self._trusted = False
        self._last: Anchor | None = None

    def exchange(
        self,
        client_ms: float,
        rtt_ms: float,
        tablet: str = "",
        at: Stamp | None = None,
        *,
        trusted: bool = False,
    ) -> Anchor | None:
        """Hear a tablet.

        Args:
            client_ms: Its clock when it sent, in milliseconds since 1970.
            rtt_ms: How long it waited for an earlier answer; half of that was the way here.
            tablet: Which one.
            at: When it arrived; now where left out.
            trusted: Whether it is one of the station's own.

        Returns:
            An anchor, where the tablets together say something new.
        """
        if not (_EARLIEST_MS <= client_ms <= _LATEST_MS and 0 <= rtt_ms <= _LONGEST_RTT_MS):
            return None
        if not self._listens_to(trusted):
            return None
        arrived = at or stamp()
        offset_us = round((client_ms + rtt_ms / 2) * 1000) - arrived.mono_ns // 1000
        self._remember(tablet, _Heard(arrived.mono_ns, offset_us, rtt_ms))
        agreed = self._agreed(arrived.mono_ns)
        if agreed is None:
            return None
        return self._news(arrived, *agreed)

    def _listens_to(self, trusted: bool) -> bool:
        if trusted and not self._trusted:
            self._trusted = True
            self._heard.clear()  # what strangers said until now
        return trusted or not self._trusted

    def _remember(self, tablet: str, said: _Heard) -> None:
        if tablet not in self._heard and len(self._heard) >= _MOST_TABLETS:
            self._heard.pop(next(iter(self._heard)))
        self._heard.setdefault(tablet, deque(maxlen=_KEPT)).append(said)

    def _agreed(self, now_ns: int) -> tuple[int, float] | None:
        """Offset in µs and uncertainty in ms that most tablets agree on."""
        voting = (
            [said for said in heard if now_ns - said.mono_ns <= _VOTES_FOR_NS]
            for heard in self._heard.values()
        )
        known = [heard for heard in voting if len(heard) >= _EXCHANGES]
        if not known:
            return None
        each = [round(median(said.offset_us for said in heard)) for heard in known]
        camps = [[other for other in each if abs(other - one) <= _AGREEMENT_US] for one in each]
        near = max(camps, key=len)
        if 2 * len(near) <= len(each):
            return None
        uncertainty_ms = max(median(said.rtt_ms for said in heard) for heard in known) / 2
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
