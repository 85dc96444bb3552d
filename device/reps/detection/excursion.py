"""Where one movement out and back begins and ends, by geometry alone.

The tracker follows the handle from a low point (``base``) out to a high point and back::

    AT_BASE ──rises by half of min_rom──▸ OUT ──falls back, too small──▸ AT_BASE   (fidget)
       ▴                                   │
       └──── returned, and stands still ───┤
       └──── returned, and rises again ────┘   (touch and go)

Speed plays no part in it, so that a pause on the way, either way, splits nothing. Whether the
excursion is a repetition is decided by the reader.
"""

from collections import deque
from dataclasses import dataclass, field
from typing import NamedTuple

from device.reps.detection.tuning import (
    ARRIVED,
    ARRIVED_WAIT_NS,
    BACK_SHARE,
    DWELL_M,
    DWELL_NS,
    FIDGET_BACK_SHARE,
    HALF_WAY_WAIT_NS,
    LONG_REST_NS,
    MAX_RESTS,
    MIDWAY,
    MIDWAY_WAIT_NS,
    NEAR,
    NEAR_WAIT_NS,
    PAUSE_NS,
    REST_NS,
    RETURNED,
    STEP_M,
    STILL_M_S,
    STILL_QUANTA_PER_S,
    TURN_FAR_M,
    TURN_FAR_SHARE,
    TURN_M,
)

# How far back towards the start (1 is all the way) and how long to wait there, standing still,
# before the return counts as complete: a pause half-way is waited for, an arrival is not.
_PATIENCE = (
    (ARRIVED, ARRIVED_WAIT_NS),
    (NEAR, NEAR_WAIT_NS),
    (MIDWAY, MIDWAY_WAIT_NS),
    (RETURNED, HALF_WAY_WAIT_NS),
)


class Rest(NamedTuple):
    """The handle stood still from ``from_ns`` to ``to_ns`` at ``level_m``."""

    from_ns: int
    to_ns: int
    level_m: float


@dataclass(frozen=True, slots=True)
class Excursion:
    """A movement out and back.

    Attributes:
        base_ns: When the handle was last at its low point before.
        base_m: That low point.
        start_ns: The latest time at which the repetition may have begun: the end of the rest it
            began from, or ``base_ns``.
        start_m: Position there.
        high_ns: When it was farthest out.
        high_m: Farthest position.
        low_ns: When it was back.
        low_m: Position there.
        closed_ns: When this became known.
        rests: Where it stood still on the way out and at the top.
        returned: Whether it came back at all.
    """

    base_ns: int
    base_m: float
    start_ns: int
    start_m: float
    high_ns: int
    high_m: float
    low_ns: int
    low_m: float
    closed_ns: int
    rests: tuple[Rest, ...]
    returned: bool

    @property
    def rom_m(self) -> float:
        """Farthest position above the start."""
        return self.high_m - self.start_m


@dataclass(slots=True)
class ExcursionTracker:
    """Finds excursions in a stream of positions.

    Attributes:
        min_rom_m: Excursions below this are fidgets.
        quantum_m: One encoder count.
        home_m: Where the athlete's repetitions begin, once one has shown it: a rest on the way out
            from there is only a pause. Far below it the handle was put down, and is walked out
            again.
    """

    min_rom_m: float
    quantum_m: float
    home_m: float | None = None
    out: bool = False
    base_ns: int = 0
    base_m: float = 0.0
    high_ns: int = 0
    high_m: float = 0.0
    low_ns: int = 0
    low_m: float = 0.0
    still_since_ns: int | None = None
    _started: bool = False
    _still_m_s: float = 0.0
    _still_m: float = 0.0
    _dwell_ns: int = 0
    _dwell_m: float = 0.0
    _rests: deque[Rest] = field(default_factory=lambda: deque(maxlen=MAX_RESTS))

    def __post_init__(self) -> None:
        self._still_m_s = max(STILL_M_S, STILL_QUANTA_PER_S * self.quantum_m)

    def restart(self, t_ns: int, position_m: float) -> None:
        """Begin anew at a position that does not compare with earlier ones."""
        self._started = True
        self.out = False
        self.still_since_ns = None
        self._set_base(t_ns, position_m)

    def update(
        self, t_ns: int, position_m: float, fast_m_s: float, slow_m_s: float
    ) -> Excursion | None:
        """Take one position; return the excursion that it completes, if any."""
        if not self._started:
            self.restart(t_ns, position_m)
        still = -self._still_m_s < slow_m_s < self._still_m_s
        if not -DWELL_M < position_m - self._dwell_m < DWELL_M:
            self._dwell_ns, self._dwell_m = t_ns, position_m
        elif t_ns - self._dwell_ns > DWELL_NS:
            still = True
        if still and self.still_since_ns is None:
            self.still_since_ns, self._still_m = t_ns, position_m
        elif not still and self.still_since_ns is not None:
            if t_ns - self.still_since_ns >= REST_NS:
                self._rests.append(Rest(self.still_since_ns, t_ns, self._still_m))
            self.still_since_ns = None
        if not self.out:
            self._at_base(t_ns, position_m)
            return None
        if position_m > self.high_m:
            self.high_ns, self.high_m = t_ns, position_m
            self.low_ns, self.low_m = t_ns, position_m
            return None
        if position_m < self.low_m:
            self.low_ns, self.low_m = t_ns, position_m
        stops = -self._still_m_s < fast_m_s < self._still_m_s
        return self._returning(t_ns, position_m, stops)

    def so_far(self, t_ns: int) -> Excursion:
        """The present excursion, as if it were over."""
        return self._excursion(t_ns, self._start_rest(), returned=True)

    def abandon(self, t_ns: int) -> Excursion:
        """Give up on the return of the present excursion; the low point so far is its end."""
        low_ns, low_m = self.low_ns, self.low_m
        excursion = self._excursion(t_ns, self._start_rest(), returned=False)
        self.out = False
        self._set_base(low_ns, low_m)
        return excursion

    def _at_base(self, t_ns: int, position_m: float) -> None:
        if position_m <= self.base_m:
            self.base_ns, self.base_m = t_ns, position_m
            return
        since = self.still_since_ns
        if since is not None and t_ns - since > REST_NS and position_m - self.base_m < STEP_M:
            # The wheel slips, or the athlete settles: follow.
            self.base_ns, self.base_m = t_ns, position_m
        elif since is not None and t_ns - since > LONG_REST_NS:
            # The athlete has shifted the start.
            self._set_base(t_ns, position_m)
        elif position_m - self.base_m > 0.5 * self.min_rom_m:
            self.out = True
            self.high_ns, self.high_m = t_ns, position_m
            self.low_ns, self.low_m = t_ns, position_m

    def _returning(self, t_ns: int, position_m: float, stops: bool) -> Excursion | None:
        height = self.high_m - self.base_m
        if height < self.min_rom_m:
            since = self.still_since_ns
            if since is not None and t_ns - since > LONG_REST_NS:
                self.out = False
                self._set_base(t_ns, position_m)
            elif position_m - self.base_m < FIDGET_BACK_SHARE * height:
                return self._close(t_ns, None)
            return None
        start = self._start_rest()
        fell = self.high_m - self.low_m
        start_m = self.base_m if start is None else start.level_m
        share = fell / (self.high_m - start_m)
        if share < RETURNED:
            return None
        if position_m - self.low_m > (
            TURN_M if share >= ARRIVED else max(TURN_FAR_M, TURN_FAR_SHARE * fell)
        ):
            return self._close(t_ns, start)
        since = self.still_since_ns
        if since is None and not stops:
            return None
        patience_ns = next(wait for least, wait in _PATIENCE if share >= least)
        if start is not None and start.to_ns - start.from_ns < LONG_REST_NS:
            patience_ns = max(patience_ns, PAUSE_NS)
        still_ns = 0 if since is None else t_ns - since
        return self._close(t_ns, start) if still_ns >= patience_ns else None

    def _start_rest(self) -> Rest | None:
        """The rest on the way out from which the repetition began, or ``None`` for the base.

        Walking out with the handle looks like the first half of a pull with a pause; what tells
        them apart is that the athlete later returns to the place of a start, not of a pause. An
        athlete who is known to stand ready may still have shifted the start by a step.
        """
        stands_ready = self.home_m is not None and self.base_m > self.home_m - self.min_rom_m / 2
        farthest_m = self.min_rom_m if stands_ready else self.high_m - self.base_m
        for rest in reversed(self._rests):
            height = self.high_m - rest.level_m
            if (
                rest.to_ns < self.high_ns
                and height >= self.min_rom_m
                and STEP_M < rest.level_m - self.base_m < farthest_m
                and abs(self.low_m - rest.level_m) <= BACK_SHARE * height
                and self.low_m - self.base_m > 0.5 * (rest.level_m - self.base_m)
            ):
                return rest
        return None

    def _close(self, t_ns: int, start: Rest | None) -> Excursion:
        excursion = self._excursion(t_ns, start, returned=True)
        self.out = False
        self._set_base(self.low_ns, self.low_m)
        return excursion

    def _excursion(self, t_ns: int, start: Rest | None, *, returned: bool) -> Excursion:
        return Excursion(
            base_ns=self.base_ns,
            base_m=self.base_m,
            start_ns=self.base_ns if start is None else start.to_ns,
            start_m=self.base_m if start is None else start.level_m,
            high_ns=self.high_ns,
            high_m=self.high_m,
            low_ns=self.low_ns,
            low_m=self.low_m,
            closed_ns=t_ns,
            rests=tuple(self._rests),
            returned=returned,
        )

    def _set_base(self, t_ns: int, position_m: float) -> None:
        self.base_ns, self.base_m = t_ns, position_m
        self.high_ns, self.high_m = t_ns, position_m
        self.low_ns, self.low_m = t_ns, position_m
        self._rests.clear()
