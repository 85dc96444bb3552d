"""A trainee who does a set in a given style."""

from collections.abc import Callable
from typing import Final

import numpy as np

from device.sensors.simulated.acting import between, stance, stroke
from device.sensors.simulated.acting.hand import Hand
from device.sensors.simulated.script import PlannedRep, Script, Shake
from device.sensors.simulated.style import Style

_FLIES_S: Final = 1.2
"""A thrown stack is back long before."""


def perform(style: Style, rng: np.random.Generator, origin_m: float = 0.0) -> Script:
    """One set from first to last stillness, the handle being at ``origin_m`` before it."""
    return _Trainee(style, rng, origin_m).perform()


class _Trainee:
    """Draws what a style leaves open and writes it into a script."""

    def __init__(self, style: Style, rng: np.random.Generator, origin_m: float) -> None:
        self._style, self._rng = style, rng
        self._script = Script(origin_m, felt=style.felt)
        self._hand = Hand(self._script, style, rng)
        self._range_m = self._hand.draw(style.range_m)
        self._pull_s = self._hand.draw(style.pull_s)
        self._release_s = self._hand.draw(style.release_s)
        self._count = int(rng.integers(style.reps[0], style.reps[1] + 1))
        self._drifts = float(rng.choice((-1.0, 1.0))) if style.drift_m[1] else 0.0

    def perform(self) -> Script:
        style, script = self._style, self._script
        breaks = self._breaks()
        script.wait(self._hand.draw(style.lead_s))
        walked_m = between.walk(self._hand, self._hand.draw(style.walk_m))
        for index in range(self._count):
            self._rep(index)
            stance.stand(script, self._hand.draw(style.bottom_s), style, self._rng)
            for event in breaks.get(index, ()):
                event(self._hand)
        if walked_m and not (style.drop or style.no_return):
            script.wait(self._hand.draw((0.5, 2.0)))
            between.walk(self._hand, -walked_m)
        script.wait(self._hand.draw(style.tail_s))
        script.end_open_reps()
        for _ in range(3):
            sway = Shake(
                0.0, script.now_s, self._hand.draw(style.sway_m), *self._hand.wave(0.1, 0.6)
            )
            script.shakes.append(sway)
        stance.sway_all_along(script, style, self._rng)
        return script

    def _breaks(self) -> dict[int, list[Callable[[Hand], None]]]:
        """What happens between repetitions, by the index of the one before."""
        style, last = self._style, self._count - 1
        middle = int(self._rng.integers(1, max(2, last)))
        events: list[tuple[int, Callable[[Hand], None]]] = []
        if style.rest_inside_s:
            events.append((middle, lambda hand: hand.script.wait(style.rest_inside_s)))
        if style.idle_s:
            events.append((last // 2, lambda hand: hand.script.wait(style.idle_s)))
        if style.start_step_m[1]:
            events.append((middle, between.step))
        if style.put_downs:
            after = self._rng.choice(max(1, last), min(style.put_downs, max(1, last)), False)
            events.extend((int(index), between.put_down) for index in after)
        if style.presses:
            after = self._rng.integers(0, self._count, style.presses)
            events.extend((int(index), between.press) for index in after)
        if not (style.no_return or style.drop):
            after = self._rng.integers(0, self._count, style.fidgets)
            events.extend((int(index), between.fidget) for index in after)
        table: dict[int, list[Callable[[Hand], None]]] = {}
        for index, event in events:
            table.setdefault(index, []).append(event)
        return table

    def _rep(self, index: int) -> None:
        style, script, rng = self._style, self._script, self._rng
        tired = style.fatigue * index / max(1, self._count - 1)
        partial = bool(rng.random() < style.partial)
        share = self._hand.draw((0.55, 0.70)) if partial else rng.normal(1.0, 0.03)
        range_m = self._range_m * share * (1.0 - tired)
        start_s, start_m = script.now_s, script.x_m
        stroke.pull(self._hand, range_m, self._pull_s * (1.0 + tired) * rng.normal(1.0, 0.06))
        top_s = script.now_s
        if style.thrown:
            script.throws.append((start_s, top_s + _FLIES_S))
        stroke.hold(self._hand, self._hand.draw(style.hold_s) * (1.0 - tired))
        release_s = script.now_s
        is_last = index == self._count - 1
        if style.no_return and is_last:
            release_s, end_s = stroke.half_return(self._hand, start_m, self._release_s)
        elif style.drop and is_last:
            end_s = stroke.drop(self._hand, start_m)
        else:
            self._hand.home_m += (
                self._drifts * self._hand.draw(style.drift_m) if self._drifts else 0.0
            )
            back_m = script.x_m - self._hand.home_m + rng.normal(0.0, style.return_error_m)
            stroke.release(self._hand, -back_m, self._release_s * rng.normal(1.0, 0.06))
            end_s = script.now_s
            stance.land(script, style, rng)
        returned = not (style.no_return and is_last)
        script.reps.append(PlannedRep(start_s, top_s, release_s, end_s, partial, returned))
