"""A trainee who does a set in a given style."""

from collections.abc import Callable
from typing import Final

import numpy as np

from device.sensors.simulated import stance
from device.sensors.simulated.script import Excursion, PlannedRep, Script, Shake
from device.sensors.simulated.style import Span, Style

_FALL_M_S2: Final = 7.0
"""Acceleration of a dropped handle: a stack falling against the friction of its guides."""

_PRESS_M: Final = 0.008
"""A cable stretches by so much before a stack of some 15 kg leaves its place."""

_FLIES_S: Final = 1.2
"""A thrown stack is back long before."""


def perform(style: Style, rng: np.random.Generator, origin_m: float = 0.0) -> Script:
    """One set from first to last stillness, the handle being at ``origin_m`` before it."""
    return _Trainee(style, rng, origin_m).perform()


class _Trainee:
    """Draws what a style leaves open and writes it into a script."""

    def __init__(self, style: Style, rng: np.random.Generator, origin_m: float) -> None:
        self._style = style
        self._rng = rng
        self._script = Script(origin_m, felt=style.felt)
        self._home_m = 0.0
        self._range_m = self._draw(style.range_m)
        self._pull_s = self._draw(style.pull_s)
        self._release_s = self._draw(style.release_s)
        self._count = int(rng.integers(style.reps[0], style.reps[1] + 1))
        self._drifts = float(rng.choice((-1.0, 1.0))) if style.drift_m[1] else 0.0

    def perform(self) -> Script:
        style, script = self._style, self._script
        breaks = self._breaks()
        script.wait(self._draw(style.lead_s))
        walked_m = self._walk(self._draw(style.walk_m))
        for index in range(self._count):
            self._rep(index)
            stance.stand(script, self._draw(style.bottom_s), style, self._rng)
            for event in breaks.get(index, ()):
                event()
        if walked_m and not (style.drop or style.no_return):
            script.wait(self._draw((0.5, 2.0)))
            self._walk(-walked_m)
        script.wait(self._draw(style.tail_s))
        script.end_open_reps()
        for _ in range(3):
            sway = Shake(0.0, script.now_s, self._draw(style.sway_m), *self._wave(0.1, 0.6))
            script.shakes.append(sway)
        stance.sway_all_along(script, style, self._rng)
        return script

    def _breaks(self) -> dict[int, list[Callable[[], None]]]:
        """What happens between repetitions, by the index of the one before."""
        style, last = self._style, self._count - 1
        middle = int(self._rng.integers(1, max(2, last)))
        events: list[tuple[int, Callable[[], None]]] = []
        if style.rest_inside_s:
            events.append((middle, lambda: self._script.wait(style.rest_inside_s)))
        if style.idle_s:
            events.append((last // 2, lambda: self._script.wait(style.idle_s)))
        if style.start_step_m[1]:
            events.append((middle, self._step))
        if style.put_downs:
            after = self._rng.choice(max(1, last), min(style.put_downs, max(1, last)), False)
            events.extend((int(index), self._put_down) for index in after)
        if style.presses:
            after = self._rng.integers(0, self._count, style.presses)
            events.extend((int(index), self._press) for index in after)
        if not (style.no_return or style.drop):
            after = self._rng.integers(0, self._count, style.fidgets)
            events.extend((int(index), self._fidget) for index in after)
        table: dict[int, list[Callable[[], None]]] = {}
        for index, event in events:
            table.setdefault(index, []).append(event)
        return table

    def _rep(self, index: int) -> None:
        style, script, rng = self._style, self._script, self._rng
        tired = style.fatigue * index / max(1, self._count - 1)
        partial = bool(rng.random() < style.partial)
        share = self._draw((0.55, 0.70)) if partial else rng.normal(1.0, 0.03)
        range_m = self._range_m * share * (1.0 - tired)
        start_s, start_m = script.now_s, script.x_m
        self._pull(range_m, self._pull_s * (1.0 + tired) * rng.normal(1.0, 0.06))
        top_s = script.now_s
        if style.thrown:
            script.throws.append((start_s, top_s + _FLIES_S))
        self._hold(self._draw(style.hold_s) * (1.0 - tired))
        release_s = script.now_s
        is_last = index == self._count - 1
        if style.no_return and is_last:
            release_s, end_s = self._half_return(start_m)
        elif style.drop and is_last:
            end_s = self._drop(start_m)
        else:
            self._home_m += self._drifts * self._draw(style.drift_m) if self._drifts else 0.0
            back_m = script.x_m - self._home_m + rng.normal(0.0, style.return_error_m)
            self._release(-back_m, self._release_s * rng.normal(1.0, 0.06))
            end_s = script.now_s
            stance.land(script, style, rng)
        returned = not (style.no_return and is_last)
        script.reps.append(PlannedRep(start_s, top_s, release_s, end_s, partial, returned))

    def _pull(self, range_m: float, duration_s: float) -> None:
        style, script = self._style, self._script
        over_m = self._draw(style.overshoot_m)
        if style.two_hump:
            first = self._draw((0.35, 0.55))
            leg_s = duration_s * self._draw((0.5, 0.6))
            script.go(range_m * first, leg_s, "minimum_jerk")
            overlap_s = self._draw((0.05, 0.25)) * leg_s
            arm_s = duration_s - leg_s + overlap_s
            self._stroke(range_m * (1.0 - first), arm_s, "minimum_jerk", overlap_s)
        elif self._rng.random() < style.pull_pause:
            self._in_two(range_m, duration_s)
        else:
            profile = "thrown" if style.thrown else self._profile()
            self._stroke(range_m + over_m, duration_s, profile)
            if over_m:
                script.go(-over_m, self._draw((0.2, 0.4)), "minimum_jerk")

    def _hold(self, hold_s: float) -> None:
        style, script = self._style, self._script
        if hold_s <= 0.0:
            return
        shake = Shake(
            script.now_s, script.now_s + hold_s, self._draw(style.tremor_m), *self._wave(8.0, 12.0)
        )
        script.shakes.append(shake)
        start_s = script.now_s
        creep_m = self._draw(style.creep_m) * min(1.0, hold_s)
        if creep_m:
            script.go(-creep_m, hold_s, "ramp")
        else:
            script.wait(hold_s)
        stance.hold_unsteadily(script, start_s, style, self._rng)

    def _release(self, delta_m: float, duration_s: float) -> None:
        style, script = self._style, self._script
        steps = int(self._rng.integers(style.release_steps[0], style.release_steps[1] + 1))
        if steps > 1:
            cuts = self._rng.dirichlet(np.full(steps, 8.0))
            for place, cut in enumerate(cuts):
                if place:
                    script.wait(self._draw(style.pause_s))
                script.go(delta_m * cut, duration_s * cut, self._profile())
        elif self._rng.random() < style.release_pause:
            self._in_two(delta_m, duration_s)
        else:
            script.go(delta_m, duration_s, self._profile())

    def _in_two(self, delta_m: float, duration_s: float) -> None:
        first = self._draw((0.3, 0.7))
        self._stroke(delta_m * first, duration_s * first, self._profile())
        self._script.wait(self._draw(self._style.pause_s))
        self._stroke(delta_m * (1.0 - first), duration_s * (1.0 - first), self._profile())

    def _stroke(
        self, delta_m: float, duration_s: float, profile: str, overlap_s: float = 0.0
    ) -> None:
        """One move; where the stack could fly and must not, no harder than that."""
        if self._style.felt and not self._style.thrown:
            duration_s = max(duration_s, stance.least_s(profile, delta_m))
        self._script.go(delta_m, duration_s, profile, overlap_s)

    def _half_return(self, start_m: float) -> tuple[float, float]:
        """Come back a part of the way, or not at all, and stay there to the end.

        Returns:
            Beginning and end of the return; both are the end of the set where there is none.
        """
        script = self._script
        stay_s = self._draw((2.0, 4.0))
        if self._rng.random() < 0.3:
            script.wait(stay_s)
            return np.inf, np.inf
        share, release_s = self._draw((0.3, 0.7)), script.now_s
        script.go(share * (start_m - script.x_m), self._release_s * share, self._profile())
        end_s = script.now_s
        script.wait(stay_s)
        return release_s, end_s

    def _drop(self, start_m: float) -> float:
        """Let go: the stack crashes onto its buffers and rebounds.

        Returns:
            When it hit the buffers first, which is at the start or a little before it.
        """
        script = self._script
        fall_m = script.x_m - start_m + self._draw((0.0, 0.1))
        script.go(-fall_m, float(np.sqrt(2.0 * fall_m / _FALL_M_S2)), "fall")
        impact_s, height_m = script.now_s, self._draw((0.05, 0.25))
        while height_m > 0.005:
            flight_s = float(np.sqrt(2.0 * height_m / _FALL_M_S2))
            script.go(height_m, flight_s, "throw")
            script.go(-height_m, flight_s, "fall")
            height_m *= self._draw((0.2, 0.45))
        script.excursions.append(Excursion(impact_s, script.now_s, "rebound"))
        return impact_s

    def _walk(self, distance_m: float) -> float:
        """Carry the handle out (or back): one move a step."""
        if not distance_m:
            return 0.0
        script, start_s = self._script, self._script.now_s
        steps = max(2, round(abs(distance_m) / 0.3))
        for place in range(steps):
            step_s = self._draw((0.5, 0.8))
            overlap_s = 0.3 * step_s if place else 0.0
            script.go(distance_m / steps, step_s, "minimum_jerk", overlap_s)
        script.excursions.append(Excursion(start_s, script.now_s, "set_up_travel"))
        self._home_m += distance_m
        stance.stand(script, self._draw(self._style.ready_s), self._style, self._rng)
        return distance_m

    def _put_down(self) -> None:
        """Back to the machine with the handle, and out with it again after a while."""
        out_m = self._home_m
        self._walk(-out_m)
        self._script.wait(self._draw((0.5, 5.0)))
        self._walk(out_m)

    def _step(self) -> None:
        step_m = float(self._rng.choice((-1.0, 1.0))) * self._draw(self._style.start_step_m)
        self._home_m += step_m
        self._script.go(step_m, 0.6, "minimum_jerk")
        self._script.wait(self._draw((0.5, 1.5)))

    def _fidget(self) -> None:
        script, start_s, size_m = self._script, self._script.now_s, self._draw((0.03, 0.07))
        script.go(size_m, self._draw((0.2, 0.6)), "minimum_jerk")
        script.wait(self._draw((0.0, 0.3)))
        script.go(-size_m, self._draw((0.2, 0.6)), "minimum_jerk")
        script.excursions.append(Excursion(start_s, script.now_s, "too_short"))
        script.wait(self._draw((0.3, 1.5)))

    def _press(self) -> None:
        script = self._script
        script.go(_PRESS_M, self._draw((0.3, 0.8)), "minimum_jerk")
        script.wait(self._draw((0.5, 2.5)))
        script.go(-_PRESS_M, self._draw((0.3, 0.8)), "minimum_jerk")
        script.wait(self._draw((0.5, 1.5)))

    def _profile(self) -> str:
        return str(self._rng.choice(self._style.profiles))

    def _wave(self, low_hz: float, high_hz: float) -> tuple[float, float]:
        return self._draw((low_hz, high_hz)), self._draw((0.0, 2 * np.pi))

    def _draw(self, span: Span) -> float:
        return float(self._rng.uniform(*span))
