"""What a trainee does without meaning to: sway, shake, bounce, and the limits of a stroke."""

from functools import cache
from typing import Final

import numpy as np

from device.sensors.simulated.body.bounce import Bounce
from device.sensors.simulated.body.sway import sway
from device.sensors.simulated.profile import PROFILES
from device.sensors.simulated.script import Script, Shake
from device.sensors.simulated.style import Span, Style

BRAKING_M_S2: Final = 7.8
"""Nobody brakes a stack harder without meaning to: at 9.8 it would fly."""

_STANDING_M_S2: Final = 3.0
_SHAKING_M_S2: Final = 8.0
_BOUNCING_M_S2: Final = 11.0
"""What sway, shake and bounce accelerate the handle by at most: quick ones are small."""

_SOFT_EDGE_S: Final = 0.2
_LANDING_HZ: Final[Span] = (6.0, 10.0)
_LANDING_DAMPING: Final[Span] = (0.15, 0.3)


def stand(script: Script, seconds: float, style: Style, rng: np.random.Generator) -> None:
    """Stay, with the tone of sway that the style asks for."""
    start_s = script.now_s
    script.wait(seconds)
    if style.stand_m[1] and seconds > 2 * _SOFT_EDGE_S:
        _wave(script, start_s, style.stand_m, style.stand_hz, _STANDING_M_S2, rng)


def hold_unsteadily(script: Script, start_s: float, style: Style, rng: np.random.Generator) -> None:
    """Lay shake and bounce over a hold that lasts from then to now."""
    if style.shake_m[1] and script.now_s - start_s > 2 * _SOFT_EDGE_S:
        _wave(script, start_s, style.shake_m, style.shake_hz, _SHAKING_M_S2, rng)
    if style.bounce_m[1]:
        _bounce(script, start_s, style.bounce_m, style.bounce_hz, style.bounce_damping, rng)


def land(script: Script, style: Style, rng: np.random.Generator) -> None:
    """Let the stack come down, if it does so: the handle rebounds a little, down first."""
    if style.landing_m[1]:
        fall = (-style.landing_m[1], -style.landing_m[0])
        _bounce(script, script.now_s, fall, _LANDING_HZ, _LANDING_DAMPING, rng)


def sway_all_along(script: Script, style: Style, rng: np.random.Generator) -> None:
    """The body's own unrest, from the first to the last of a set."""
    if style.slow_sway_m[1] or style.quick_sway_m[1]:
        slow_m, quick_m = rng.uniform(*style.slow_sway_m), rng.uniform(*style.quick_sway_m)
        script.unrest.append(sway(script.now_s, slow_m, quick_m, rng))


@cache
def _hardest_braking(profile: str) -> float:
    return -float(PROFILES[profile].acceleration(np.linspace(0.0, 1.0, 501)).min())


def least_s(profile: str, delta_m: float) -> float:
    """How long a pull must take at least so that its stack does not fly at its end."""
    return float(np.sqrt(max(delta_m, 0.0) * _hardest_braking(profile) / BRAKING_M_S2))


def _wave(
    script: Script,
    start_s: float,
    size_m: Span,
    span_hz: Span,
    limit_m_s2: float,
    rng: np.random.Generator,
) -> None:
    frequency_hz = float(np.exp(rng.uniform(*np.log(span_hz))))
    most_m = limit_m_s2 / (2.0 * np.pi * frequency_hz) ** 2
    amplitude_m = min(float(rng.uniform(*size_m)), most_m)
    phase = float(rng.uniform(0.0, 2.0 * np.pi))
    script.shakes.append(
        Shake(start_s, script.now_s, amplitude_m, frequency_hz, phase, _SOFT_EDGE_S)
    )


def _bounce(
    script: Script,
    start_s: float,
    size_m: Span,
    span_hz: Span,
    damping: Span,
    rng: np.random.Generator,
) -> None:
    frequency_hz = float(rng.uniform(*span_hz))
    most_m = _BOUNCING_M_S2 / (2.0 * np.pi * frequency_hz) ** 2
    amplitude_m = min(max(float(rng.uniform(*size_m)), -most_m), most_m)
    script.bounces.append(Bounce(start_s, amplitude_m, frequency_hz, float(rng.uniform(*damping))))
