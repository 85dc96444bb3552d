"""An encoder that stands while the load must move."""

from typing import NamedTuple

from device.motion.consistency.judgement import Reference
from device.motion.consistency.tuning import (
    BAND_N,
    BAND_SHARE,
    FALL_SHARE,
    FALLEN_M_S,
    FRICTION_TIMES,
    HANGING_M,
    LONGEST_STEP_S,
    PULL_NS,
    PULLS,
    RESIDUAL_TIMES,
    SETTLE_NS,
    SETTLE_PERIODS,
    SLACK_COUNTS,
    SLACK_SHARE,
    STEPPING_N,
    STEPPING_NS,
    STEPPING_PULLS,
    STILL_COUNTS,
    SWING_N,
    SWING_SHARE,
    THROW_NS,
    THROWN_M_S,
    TOGGLES,
    TRUSTED_M,
)
from device.motion.faults import FaultKind


class Silence(NamedTuple):
    """The encoder is out: since when, and in which way."""

    since_ns: int
    fault: FaultKind


class StandingWatch:
    """Knows a silent encoder by the force beside it, within one pull.

    While a load of mass m hangs, force beyond its weight and friction sets it in motion: by
    ``∫(F − W) dt / m``. Where that comes to a speed that would show and the count has not changed,
    the encoder is out; so it is where the force of a load that hangs high up falls away. At its
    rest a stack carries itself: there only force beyond its weight tells. In either case the force
    must come back: one that stays away is the load cell's own. A flicker of one count, tremor and a
    hold against the end of the cable move the count or do not set the load in motion.

    Before the load is known, two pulls (a rise of the force by half, and its fall) without any
    motion tell, or one with the count stepping to and fro.
    """

    def __init__(self) -> None:
        self.silence: Silence | None = None
        self.home_m: float | None = None
        self._anchor_m: float | None = None
        self._last_m = 0.0
        self._since_ns = 0
        self._toggles = self._pulls = self._small_pulls = 0
        self._up = self._down = 0.0
        self._taken_ns = self._pull_ns = self._up_ns = self._toggled_ns = 0
        self._least_n = self._most_n = 0.0
        self._has_force = False

    def update(self, t_ns: int, position_m: float, quantum_m: float) -> bool:
        """Take a position; return whether a silent encoder has come back with it."""
        anchor_m = self._anchor_m
        if anchor_m is None:
            self.restart(t_ns, position_m)
            return False
        if position_m == self._last_m:
            return False
        moved_m = abs(position_m - anchor_m)
        self._last_m = position_m
        if moved_m > STILL_COUNTS * quantum_m:
            if self.silence is None:
                self.restart(t_ns, position_m)
            elif moved_m > TRUSTED_M:
                self.silence = None
                self.restart(t_ns, position_m)
                return True
        else:
            self._toggles += 1
            self._toggled_ns = t_ns
        return False

    def restart(self, t_ns: int, position_m: float | None) -> None:
        """The handle moves, or what was before does not compare."""
        self._anchor_m = position_m
        self._since_ns = t_ns
        self._toggles = self._pulls = self._small_pulls = 0
        self._up = self._down = 0.0
        self._has_force = False
        if position_m is not None:
            self._last_m = position_m

    def disturb(self, t_ns: int) -> None:
        """A conversion was wrong: conclude nothing from those before and around it."""
        self._taken_ns = t_ns
        self._up = self._down = 0.0
        self._has_force = False

    def weigh(
        self, t_ns: int, force_n: float, reference: Reference | None, period_ns: float
    ) -> Silence | None:
        """Take a conversion while the count stands; return what it has shown, once."""
        if self.silence is not None:
            return None
        step_s = min((t_ns - self._taken_ns) * 1e-9, LONGEST_STEP_S)
        self._taken_ns = t_ns
        if t_ns - self._since_ns < SETTLE_NS + SETTLE_PERIODS * period_ns:
            return None
        if reference is None or reference.mass_kg <= 0.0:
            out = self._watch_pulls(t_ns, force_n)
        else:
            out = self._watch_load(t_ns, force_n, reference, step_s)
        if not out:
            return None
        one_channel = self._toggles >= TOGGLES and t_ns - self._toggled_ns < STEPPING_NS
        fault = FaultKind.ENCODER_ONE_CHANNEL if one_channel else FaultKind.ENCODER_SILENT
        self.silence = Silence(self._since_ns, fault)
        return self.silence

    def _watch_load(self, t_ns: int, force_n: float, load: Reference, step_s: float) -> bool:
        band_n = (
            BAND_N
            + BAND_SHARE * load.weight_n
            + FRICTION_TIMES * abs(load.friction_n)
            + RESIDUAL_TIMES * load.residual_n
        )
        over_n = force_n - load.weight_n
        if over_n > band_n:
            if not self._up:
                self._up_ns = t_ns
            self._up += (over_n - band_n) * step_s
        elif self._up:
            thrown = self._up > THROWN_M_S * load.mass_kg and t_ns - self._up_ns < THROW_NS
            self._up = 0.0
            if thrown:
                return True
        home_m, anchor_m = self.home_m, self._anchor_m
        if home_m is None or anchor_m is None or anchor_m - home_m < HANGING_M:
            return False
        if -over_n > band_n:
            slack = force_n < SLACK_SHARE * load.weight_n
            self._down += (-over_n - band_n) * step_s * (SLACK_COUNTS if slack else 1.0)
            return False
        fallen = self._down > FALLEN_M_S * load.mass_kg
        self._down = 0.0
        return fallen

    def _watch_pulls(self, t_ns: int, force_n: float) -> bool:
        if not self._has_force:
            self._has_force = True
            self._least_n = self._most_n = force_n
            return False
        self._least_n = min(self._least_n, force_n)
        self._most_n = max(self._most_n, force_n)
        swing_n = self._most_n - self._least_n
        stepping = self._toggles >= TOGGLES
        largest_n = max(abs(self._most_n), abs(self._least_n))
        small = swing_n < max(SWING_N, SWING_SHARE * largest_n)
        if small and not (stepping and swing_n > max(STEPPING_N, SWING_SHARE / 2 * largest_n)):
            self._pull_ns = t_ns
            return False
        if force_n > self._most_n - FALL_SHARE * swing_n:
            return False
        self._pulls += not small and t_ns - self._pull_ns > PULL_NS
        self._small_pulls += stepping and t_ns - self._pull_ns > PULL_NS // 2
        self._least_n = self._most_n = force_n
        self._pull_ns = t_ns
        return (
            self._pulls >= PULLS
            or bool(self._pulls and stepping)
            or self._small_pulls >= STEPPING_PULLS
        )
