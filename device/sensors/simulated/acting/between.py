"""What happens between the repetitions: walks, steps, fidgets, presses."""

from typing import Final

from device.sensors.simulated.acting import stance
from device.sensors.simulated.acting.hand import Hand
from device.sensors.simulated.script import Excursion

_PRESS_M: Final = 0.008
"""A cable stretches by so much before a stack of some 15 kg leaves its place."""


def walk(hand: Hand, distance_m: float) -> float:
    """Carry the handle out (or back): one move a step."""
    if not distance_m:
        return 0.0
    script, start_s = hand.script, hand.script.now_s
    steps = max(2, round(abs(distance_m) / 0.3))
    for place in range(steps):
        step_s = hand.draw((0.5, 0.8))
        overlap_s = 0.3 * step_s if place else 0.0
        script.go(distance_m / steps, step_s, "minimum_jerk", overlap_s)
    script.excursions.append(Excursion(start_s, script.now_s, "set_up_travel"))
    hand.home_m += distance_m
    stance.stand(script, hand.draw(hand.style.ready_s), hand.style, hand.rng)
    return distance_m


def put_down(hand: Hand) -> None:
    """Back to the machine with the handle, and out with it again after a while."""
    out_m = hand.home_m
    walk(hand, -out_m)
    hand.script.wait(hand.draw((0.5, 5.0)))
    walk(hand, out_m)


def step(hand: Hand) -> None:
    """A step to or fro, which moves the start."""
    step_m = float(hand.rng.choice((-1.0, 1.0))) * hand.draw(hand.style.start_step_m)
    hand.home_m += step_m
    hand.script.go(step_m, 0.6, "minimum_jerk")
    hand.script.wait(hand.draw((0.5, 1.5)))


def fidget(hand: Hand) -> None:
    """Out by some centimetres and back."""
    script, start_s, size_m = hand.script, hand.script.now_s, hand.draw((0.03, 0.07))
    script.go(size_m, hand.draw((0.2, 0.6)), "minimum_jerk")
    script.wait(hand.draw((0.0, 0.3)))
    script.go(-size_m, hand.draw((0.2, 0.6)), "minimum_jerk")
    script.excursions.append(Excursion(start_s, script.now_s, "too_short"))
    script.wait(hand.draw((0.3, 1.5)))


def press(hand: Hand) -> None:
    """Against a stack that does not move: only the cable stretches."""
    script = hand.script
    script.go(_PRESS_M, hand.draw((0.3, 0.8)), "minimum_jerk")
    script.wait(hand.draw((0.5, 2.5)))
    script.go(-_PRESS_M, hand.draw((0.3, 0.8)), "minimum_jerk")
    script.wait(hand.draw((0.5, 1.5)))
