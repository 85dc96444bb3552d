"""The causal estimate of the phase, for the screen and the cues."""

import math

from device.reps.detection.live_hold import LiveHold
from device.reps.detection.smoothed import Place, SmoothedPosition
from device.reps.detection.tuning import (
    ARRIVED,
    HALF_WAY,
    LEFT_BASE_M,
    MOVING_M_S,
    NO_NEW_HIGH_NS,
    ONWARD_M,
    OVERSHOOT_NS,
    PAUSE_MOST_NS,
    RELEASE_M_S,
    REST_AGAIN_NS,
    REST_GAIN,
    RETURNED,
    SETTLED_SHARE,
    SHAKE_MOST_NS,
    STANDING_M_S,
    STOPPED_M_S,
    USUAL_SHARE,
)
from device.reps.detection.walk_out import WalkOutGate
from device.reps.events import HoldReached, PhaseChanged
from device.reps.measuring.crossings import crossing_distance_m, held_band_m
from device.reps.measuring.tuning import GAP_S, HELD_GAP_S, TURN_S
from device.reps.rep import Phase

_GAP_NS = round(GAP_S * 1e9)
_TURN_NS = round(TURN_S * 1e9)


class PhaseTracker:
    """Follows the phase of one handle; see ``Phase`` for the state diagram.

    The ring on the screen shows ``hold_s``, by the score's own definition: the time within the
    crossings' distance of the held level, less what a plain turn takes.

    A walk-out ends with a stop, as a pull does. It begins at the lowest place, where the stack is
    down, and it is slow: such a stop is a place to stand, not a hold, until the set has shown what
    a pull is.

    Attributes:
        pull_s: Duration of the latest pull, by the causal estimate; ``None`` before the first.
        base_m: Where the present or coming pull begins.
        high_m: The farthest place of the present repetition.
        usual_rom_m: The range of the set's repetitions so far; ``None`` before the first.
        came_back: Whether the present repetition has come back so far that it counts.
        reference_rom_m: The range to reach; ``None`` until it is known.
    """

    def __init__(self, *, min_rom_m: float, quantum_m: float) -> None:
        self.min_rom_m = min_rom_m
        self._quantum_m = quantum_m
        self._target_ns = math.inf
        self._smoothed = SmoothedPosition()
        self._hold: LiveHold | None = None
        self._left: LiveHold | None = None
        self._last_ns = 0
        self._gate = WalkOutGate()
        self._high_ns = 0
        self._low_m = 0.0
        self._low_ns = 0
        self._above_ns: int | None = None
        self._onward_m: float | None = None
        self._reached = False
        self.base_m = 0.0
        self.high_m = 0.0
        self.came_back = False
        self.usual_rom_m: float | None = None
        self.reference_rom_m: float | None = None
        self.pull_s: float | None = None
        self.phase = Phase.REST
        self.since_ns = 0

    def use_hold_target(self, hold_target_s: float | None) -> None:
        """From now on so many seconds are to be held; ``None`` where no hold is asked for."""
        self._target_ns = math.inf if hold_target_s is None else hold_target_s * 1e9

    def new_set(self) -> None:
        """Forget what a pull of the last set was."""
        self.usual_rom_m = None

    def restart(self) -> None:
        """What comes does not compare with what was."""
        self._smoothed.restart()
        self._hold = None
        self._gate.restart()
        self.phase = Phase.REST

    @property
    def hold_s(self) -> float:
        """Time held so far, in seconds; 0 outside a hold."""
        hold = self._hold
        if hold is None:
            return 0.0
        return max(0.0, (hold.held_until_ns - hold.since_ns - _TURN_NS) * 1e-9)

    @property
    def returned(self) -> float:
        """How much of the way back is behind, from 0 to 1; 0 outside a release."""
        height_m = self.high_m - self.base_m
        if self.phase is not Phase.ECCENTRIC or height_m <= 0.0 or not self._smoothed.places:
            return 0.0
        return (self.high_m - self._smoothed.places[-1].x_m) / height_m

    def update(
        self, t_ns: int, position_m: float, slow_m_s: float, force_n: float | None
    ) -> PhaseChanged | HoldReached | None:
        """Take one sample; return what changed."""
        if t_ns - self._last_ns > _GAP_NS and self._last_ns:
            self._miss(t_ns, t_ns - self._last_ns)
        self._last_ns = t_ns
        place = self._smoothed.update(t_ns, position_m)
        if place is None:
            return None
        if self._gate.see(place.x_m, force_n):
            self._rest_at(place.x_m)
        phase = self.phase
        if phase is Phase.REST:
            return self._rest(t_ns, place, slow_m_s)
        if phase is Phase.CONCENTRIC:
            return self._concentric(t_ns, place, slow_m_s)
        if phase is Phase.HOLD:
            return self._holding(t_ns, place, slow_m_s)
        return self._eccentric(t_ns, place, slow_m_s)

    def blind(self, t_ns: int) -> PhaseChanged | None:
        """The position is not known: no hold goes on, and none is shown."""
        if self.phase is not Phase.HOLD:
            return None
        self._hold = None
        return self._enter(t_ns, Phase.CONCENTRIC, t_ns)

    def _miss(self, t_ns: int, gap_ns: int) -> None:
        """Samples are missing: what nobody saw is taken off a hold, or a long gap ends it."""
        if gap_ns <= HELD_GAP_S * 1e9:
            if self._hold is not None:
                self._hold.since_ns += gap_ns
            return
        self._smoothed.restart()
        self._high_ns = t_ns
        if self._hold is not None:
            self._hold = LiveHold(
                self._smoothed,
                t_ns,
                Place(t_ns, self._hold.level_m),
                away_m=self._away_m(),
                band_m=self._band_m(),
            )

    def _rest(self, t_ns: int, place: Place, slow_m_s: float) -> PhaseChanged | None:
        x_m = place.x_m
        if x_m > self.base_m + LEFT_BASE_M and slow_m_s > MOVING_M_S:
            self._reached = False
            self._begin_pull(t_ns, x_m)
            left_ns = self._smoothed.last_below(self.base_m + crossing_distance_m(0.0))
            return self._enter(t_ns, Phase.CONCENTRIC, t_ns if left_ns is None else left_ns)
        self.base_m += REST_GAIN * (x_m - self.base_m)
        self._gate.rests()
        return None

    def _concentric(self, t_ns: int, place: Place, slow_m_s: float) -> PhaseChanged | None:
        x_m = place.x_m
        self._gate.moves(slow_m_s)
        if x_m > self.high_m:
            self.high_m, self._high_ns = x_m, t_ns
            self._begin_there(x_m)
        elif x_m < self.base_m + LEFT_BASE_M and slow_m_s < STANDING_M_S:
            self._rest_at(x_m)
            return self._enter(t_ns, Phase.REST, t_ns)
        stalled = t_ns - self._high_ns > NO_NEW_HIGH_NS
        stopped = -STOPPED_M_S < slow_m_s < STOPPED_M_S
        if not (stalled or stopped):
            return None
        if self.high_m - self.base_m < self._least_top_m():
            return self._pause(t_ns, x_m)
        if not self._is_pull():
            self._rest_at(x_m)
            return self._enter(t_ns, Phase.REST, t_ns)
        if place.x_m < self.base_m + SETTLED_SHARE * (self.high_m - self.base_m):
            # It stops on its way back, far below where it was: that is no top.
            return None
        if slow_m_s < -RELEASE_M_S:
            self._low_m, self._low_ns = x_m, t_ns
            return self._enter(t_ns, Phase.ECCENTRIC, self._high_ns)
        return self._begin_hold(t_ns, place)

    def _begin_there(self, x_m: float) -> None:
        """A stop from which the handle goes on by a whole pull was where the athlete stood."""
        if self._onward_m is None:
            return
        whole_m = max(self.min_rom_m, USUAL_SHARE * (self.usual_rom_m or 0.0))
        if x_m - self._onward_m > whole_m:
            self.base_m, self._onward_m = self._onward_m, None
            self._reached = False

    def _pause(self, t_ns: int, x_m: float) -> PhaseChanged | None:
        """A stop too low for a top: soon a pause on the way out, later a new place to stand."""
        if t_ns - self._high_ns < PAUSE_MOST_NS:
            return None
        self._rest_at(x_m)
        return self._enter(t_ns, Phase.REST, t_ns)

    def _holding(
        self, t_ns: int, place: Place, slow_m_s: float
    ) -> PhaseChanged | HoldReached | None:
        hold = self._hold
        if hold is None:
            return self._enter(t_ns, Phase.CONCENTRIC, t_ns)
        self.high_m = max(self.high_m, place.x_m)
        if place.x_m > hold.level_m + ONWARD_M or self._overshoots(t_ns, place, hold):
            self._hold, self._onward_m = None, hold.level_m
            self._high_ns = t_ns
            return self._enter(t_ns, Phase.CONCENTRIC, t_ns)
        if not hold.update(place):
            self._hold, self._left = None, hold
            self._low_m, self._low_ns = place.x_m, t_ns
            return self._enter(t_ns, Phase.ECCENTRIC, hold.held_until_ns)
        held_ns = hold.held_until_ns - hold.since_ns - _TURN_NS
        if self._reached or hold.away or held_ns < self._target_ns:
            return None
        self._reached = True
        return HoldReached(t_ns)

    def _overshoots(self, t_ns: int, place: Place, hold: LiveHold) -> bool:
        """Whether the handle has gone above the band for longer than a bounce."""
        band_m = self._band_m()
        if place.x_m <= hold.level_m + band_m:
            self._above_ns = None
            return False
        if self._above_ns is None:
            self._above_ns = t_ns
        return t_ns - self._above_ns > OVERSHOOT_NS

    def _eccentric(self, t_ns: int, place: Place, slow_m_s: float) -> PhaseChanged | None:
        x_m = place.x_m
        if x_m < self._low_m:
            self._low_m, self._low_ns = x_m, t_ns
        returned = (self.high_m - x_m) / (self.high_m - self.base_m)
        if slow_m_s > MOVING_M_S and x_m - self._low_m > ONWARD_M:
            again = returned > RETURNED
            if again:
                self._reached = False
                self.base_m = self._low_m
                self._begin_pull(t_ns, x_m)
            self._high_ns = t_ns
            return self._enter(t_ns, Phase.CONCENTRIC, t_ns)
        stands = -STANDING_M_S < slow_m_s < STANDING_M_S
        if stands and returned < 1.0 - SETTLED_SHARE:
            # An overshoot has settled: only now does the hold begin.
            return self._begin_hold(t_ns, place)
        self.came_back = self.came_back or returned > ARRIVED
        waits = returned > 1.0 - SETTLED_SHARE and t_ns - self._low_ns > REST_AGAIN_NS
        if (returned > ARRIVED and slow_m_s > -MOVING_M_S) or waits:
            self._rest_at(self._low_m)
            return self._enter(t_ns, Phase.REST, t_ns)
        return None

    def _begin_pull(self, t_ns: int, x_m: float) -> None:
        self.high_m, self._high_ns = x_m, t_ns
        self._gate.begins()
        self.came_back = False
        self._left = self._onward_m = None

    def _begin_hold(self, t_ns: int, place: Place) -> PhaseChanged:
        away_m = self._away_m()
        level_m = max(place.x_m, min(self.high_m, place.x_m + 0.5 * away_m))
        entered_ns = self._smoothed.last_below(level_m - away_m)
        came_ns = place.t_ns if entered_ns is None else entered_ns
        band_m = self._band_m()
        above_ns = self._smoothed.last_above(level_m + band_m)
        if above_ns is not None:
            came_ns = max(came_ns, above_ns)
        self._above_ns = None
        shaken = self._shaken(place)
        if shaken is not None:
            came_ns, level_m = shaken
        self._hold = LiveHold(
            self._smoothed, came_ns, Place(place.t_ns, level_m), away_m=away_m, band_m=band_m
        )
        self._left = None
        return self._enter(t_ns, Phase.HOLD, came_ns)

    def _shaken(self, place: Place) -> tuple[int, float] | None:
        """Since when and at which level a hold goes on that seemed over, or ``None``.

        A slow, wide shake is first taken for its upper turning point. Once it is up there again,
        all of it has been within one band about its middle.
        """
        left = self._left
        if left is None or place.t_ns - left.held_until_ns > SHAKE_MOST_NS:
            return None
        middle_m, band_m = 0.5 * (left.level_m + left.lowest_m), self._band_m()
        within = abs(place.x_m - middle_m) <= band_m and left.level_m - middle_m <= band_m
        return (left.since_ns, middle_m) if within else None

    def _away_m(self) -> float:
        return max(crossing_distance_m(self.high_m - self.base_m), self._quantum_m)

    def _band_m(self) -> float:
        return held_band_m(self.high_m - self.base_m)

    def _is_pull(self) -> bool:
        return self._gate.is_pull(
            base_m=self.base_m,
            height_m=self.high_m - self.base_m,
            usual_rom_m=self.usual_rom_m or self.reference_rom_m,
            least_rom_m=self.min_rom_m,
        )

    def _least_top_m(self) -> float:
        if self.reference_rom_m is None:
            return self.min_rom_m
        return max(self.min_rom_m, HALF_WAY * self.reference_rom_m)

    def _rest_at(self, x_m: float) -> None:
        self.base_m = x_m
        self._hold = None

    def _enter(self, t_ns: int, phase: Phase, since_ns: int) -> PhaseChanged:
        since_ns = min(since_ns, t_ns)
        if self.phase is Phase.CONCENTRIC:
            self.pull_s = max(0.0, (since_ns - self.since_ns) * 1e-9)
        self.phase, self.since_ns = phase, since_ns
        return PhaseChanged(t_ns, phase, self.since_ns)
