"""Pull, hold and release, in the style of the set."""

from typing import Final

import numpy as np

from device.sensors.simulated.acting import stance
from device.sensors.simulated.acting.hand import Hand
from device.sensors.simulated.script import Excursion, Shake

_FALL_M_S2: Final = 7.0
"""Acceleration of a dropped handle: a stack falling against the friction of its guides."""


def pull(hand: Hand, range_m: float, duration_s: float) -> None:
    """Out to the end position."""
    style, script = hand.style, hand.script
    over_m = hand.draw(style.overshoot_m)
    if style.two_hump:
        first = hand.draw((0.35, 0.55))
        leg_s = duration_s * hand.draw((0.5, 0.6))
        script.go(range_m * first, leg_s, "minimum_jerk")
        overlap_s = hand.draw((0.05, 0.25)) * leg_s
        arm_s = duration_s - leg_s + overlap_s
        _stroke(hand, range_m * (1.0 - first), arm_s, "minimum_jerk", overlap_s)
    elif hand.rng.random() < style.pull_pause:
        _in_two(hand, range_m, duration_s)
    else:
        profile = "thrown" if style.thrown else hand.profile()
        _stroke(hand, range_m + over_m, duration_s, profile)
        if over_m:
            script.go(-over_m, hand.draw((0.2, 0.4)), "minimum_jerk")


def hold(hand: Hand, hold_s: float) -> None:
    """Stay at the end position, or creep."""
    style, script = hand.style, hand.script
    if hold_s <= 0.0:
        return
    shake = Shake(
        script.now_s, script.now_s + hold_s, hand.draw(style.tremor_m), *hand.wave(8.0, 12.0)
    )
    script.shakes.append(shake)
    start_s = script.now_s
    creep_m = hand.draw(style.creep_m) * min(1.0, hold_s)
    if creep_m:
        script.go(-creep_m, hold_s, "ramp")
    else:
        script.wait(hold_s)
    stance.hold_unsteadily(script, start_s, style, hand.rng)


def release(hand: Hand, delta_m: float, duration_s: float) -> None:
    """Back by ``delta_m``, which is below 0."""
    style, script = hand.style, hand.script
    steps = int(hand.rng.integers(style.release_steps[0], style.release_steps[1] + 1))
    if steps > 1:
        cuts = hand.rng.dirichlet(np.full(steps, 8.0))
        for place, cut in enumerate(cuts):
            if place:
                script.wait(hand.draw(style.pause_s))
            script.go(delta_m * cut, duration_s * cut, hand.profile())
    elif hand.rng.random() < style.release_pause:
        _in_two(hand, delta_m, duration_s)
    else:
        script.go(delta_m, duration_s, hand.profile())


def _in_two(hand: Hand, delta_m: float, duration_s: float) -> None:
    first = hand.draw((0.3, 0.7))
    _stroke(hand, delta_m * first, duration_s * first, hand.profile())
    hand.script.wait(hand.draw(hand.style.pause_s))
    _stroke(hand, delta_m * (1.0 - first), duration_s * (1.0 - first), hand.profile())


def _stroke(
    hand: Hand, delta_m: float, duration_s: float, profile: str, overlap_s: float = 0.0
) -> None:
    """One move; where the stack could fly and must not, no harder than that."""
    if hand.style.felt and not hand.style.thrown:
        duration_s = max(duration_s, stance.least_s(profile, delta_m))
    hand.script.go(delta_m, duration_s, profile, overlap_s)


def half_return(hand: Hand, start_m: float, whole_s: float) -> tuple[float, float]:
    """Come back a part of the way, or not at all, and stay there to the end.

    Returns:
        Beginning and end of the return; both are the end of the set where there is none.
    """
    script = hand.script
    stay_s = hand.draw((2.0, 4.0))
    if hand.rng.random() < 0.3:
        script.wait(stay_s)
        return np.inf, np.inf
    share, release_s = hand.draw((0.3, 0.7)), script.now_s
    script.go(share * (start_m - script.x_m), whole_s * share, hand.profile())
    end_s = script.now_s
    script.wait(stay_s)
    return release_s, end_s


def drop(hand: Hand, start_m: float) -> float:
    """Let go: the stack crashes onto its buffers and rebounds.

    Returns:
        When it hit the buffers first, which is at the start or a little before it.
    """
    script = hand.script
    fall_m = script.x_m - start_m + hand.draw((0.0, 0.1))
    script.go(-fall_m, float(np.sqrt(2.0 * fall_m / _FALL_M_S2)), "fall")
    impact_s, height_m = script.now_s, hand.draw((0.05, 0.25))
    while height_m > 0.005:
        flight_s = float(np.sqrt(2.0 * height_m / _FALL_M_S2))
        script.go(height_m, flight_s, "throw")
        script.go(-height_m, flight_s, "fall")
        height_m *= hand.draw((0.2, 0.45))
    script.excursions.append(Excursion(impact_s, script.now_s, "rebound"))
    return impact_s
