"""The causal estimate of the phase, for the screen and the cues."""

import math

from device.reps.detection.excursion import ExcursionTracker
from device.reps.detection.steadiness import Steadiness
from device.reps.detection.tuning import (
    CREEP_M_S,
    HALF_WAY,
    LEFT_BASE_M,
    MOVING_M_S,
    NO_NEW_HIGH_NS,
    ONWARD_M,
    RELEASE_M,
    RELEASE_M_S,
    SETTLED_SHARE,
    STANDING_M_S,
    STOPPED_M_S,
)
from device.reps.events import HoldReached, PhaseChanged
from device.reps.rep import Phase


class PhaseTracker:
    """Follows the phase of one handle; see ``Phase`` for the state diagram.

    The ring on the screen shows ``hold_s``. It begins at 0 when the stop is known, which is up to
    0.1 s after it, and counts only while the handle is steady: what it shows, the score will hold.

    Attributes:
        pull_s: Duration of the latest pull, by the causal estimate; ``None`` before the first.
    """

    def __init__(self, tracker: ExcursionTracker) -> None:
        self._tracker = tracker
        self._target_ns = math.inf
        self.pull_s: float | None = None
        self._steadiness = Steadiness(tracker.quantum_m)
        self.phase = Phase.REST
        self.since_ns = 0
        self.reference_rom_m: float | None = None
        self._held_until_ns = 0
        self._hold_m = 0.0
        self._reached = False

    def use_hold_target(self, hold_target_s: float | None) -> None:
        """From now on so many seconds are to be held; ``None`` where no hold is asked for."""
        self._target_ns = math.inf if hold_target_s is None else hold_target_s * 1e9

    @property
    def hold_s(self) -> float:
        """Time held so far, in seconds; 0 outside a hold."""
        if self.phase is not Phase.HOLD:
            return 0.0
        return max(0.0, (self._held_until_ns - self.since_ns) * 1e-9)

    def update(
        self, t_ns: int, position_m: float, fast_m_s: float, slow_m_s: float
    ) -> PhaseChanged | HoldReached | None:
        """Take one sample; return what changed."""
        phase = self.phase
        if phase is Phase.REST:
            return self._rest(t_ns, position_m, fast_m_s)
        if phase is Phase.CONCENTRIC:
            return self._concentric(t_ns, position_m, slow_m_s)
        if phase is Phase.HOLD:
            return self._hold(t_ns, position_m, slow_m_s)
        return self._eccentric(t_ns, position_m, fast_m_s, slow_m_s)

    def _rest(self, t_ns: int, position_m: float, fast_m_s: float) -> PhaseChanged | None:
        tracker = self._tracker
        if fast_m_s > MOVING_M_S and position_m - tracker.base_m > LEFT_BASE_M:
            self._reached = False
            return self._enter(t_ns, Phase.CONCENTRIC, tracker.base_ns)
        return None

    def _concentric(self, t_ns: int, position_m: float, slow_m_s: float) -> PhaseChanged | None:
        tracker = self._tracker
        if not tracker.out:
            if slow_m_s < STANDING_M_S and position_m - tracker.base_m < LEFT_BASE_M:
                return self._enter(t_ns, Phase.REST, t_ns)
            return None
        height = tracker.high_m - tracker.base_m
        if height < self._least_top_m():
            return None
        if slow_m_s < -RELEASE_M_S:
            return self._enter(t_ns, Phase.ECCENTRIC, tracker.high_ns)
        stalled = t_ns - tracker.high_ns > NO_NEW_HIGH_NS and slow_m_s > -CREEP_M_S
        if stalled or -STOPPED_M_S < slow_m_s < STOPPED_M_S:
            return self._begin_hold(t_ns, position_m)
        return None

    def _hold(
        self, t_ns: int, position_m: float, slow_m_s: float
    ) -> PhaseChanged | HoldReached | None:
        if slow_m_s < -RELEASE_M_S or position_m < self._hold_m - RELEASE_M:
            return self._enter(t_ns, Phase.ECCENTRIC, self._held_until_ns)
        if position_m > self._hold_m + ONWARD_M:
            return self._enter(t_ns, Phase.CONCENTRIC, t_ns)
        if self._steadiness.update(t_ns, position_m) and slow_m_s > -CREEP_M_S:
            self._held_until_ns = t_ns
            if not self._reached and t_ns - self.since_ns >= self._target_ns:
                self._reached = True
                return HoldReached(t_ns)
        return None

    def _eccentric(
        self, t_ns: int, position_m: float, fast_m_s: float, slow_m_s: float
    ) -> PhaseChanged | None:
        tracker = self._tracker
        if not tracker.out:
            if fast_m_s > MOVING_M_S and position_m - tracker.base_m > LEFT_BASE_M:
                self._reached = False
                return self._enter(t_ns, Phase.CONCENTRIC, tracker.base_ns)
            return self._enter(t_ns, Phase.REST, t_ns)
        if fast_m_s > MOVING_M_S and position_m - tracker.low_m > ONWARD_M:
            return self._enter(t_ns, Phase.CONCENTRIC, tracker.low_ns)
        share = (position_m - tracker.base_m) / (tracker.high_m - tracker.base_m)
        if share > SETTLED_SHARE and -STANDING_M_S < slow_m_s < STANDING_M_S:
            # An overshoot has settled: only now does the hold begin.
            return self._begin_hold(t_ns, position_m)
        return None

    def _begin_hold(self, t_ns: int, position_m: float) -> PhaseChanged:
        self._held_until_ns, self._hold_m = t_ns, position_m
        self._steadiness.start()
        return self._enter(t_ns, Phase.HOLD, t_ns)

    def _least_top_m(self) -> float:
        least = self._tracker.min_rom_m
        return (
            least if self.reference_rom_m is None else max(least, HALF_WAY * self.reference_rom_m)
        )

    def _enter(self, t_ns: int, phase: Phase, since_ns: int) -> PhaseChanged:
        since_ns = min(since_ns, t_ns)
        if self.phase is Phase.CONCENTRIC:
            self.pull_s = (since_ns - self.since_ns) * 1e-9
        self.phase, self.since_ns = phase, since_ns
        return PhaseChanged(t_ns, phase, self.since_ns)
