"""A stack that was thrown: the cable goes slack, and the counter flies on without the hand."""

from typing import Final, NamedTuple

import numpy as np

from device.sensors.simulated.profile import Floats, HandleState

STEP_S: Final = 0.001
_RESTITUTION: Final = 0.2
"""Share of its speed with which a caught stack leaves once more: cable and arm give way."""

_LEAST_M_S: Final = 0.15
"""A stack that comes back more slowly is caught for good."""

_CATCH_S: Final = 0.08
"""How long the catch takes: a half wave of stack and cable."""


class Flight(NamedTuple):
    """What the sensors see while the cable is slack, and as it tightens again.

    Attributes:
        t_s: Even times from the moment it went slack to the end of the catch.
        above_m: How far the counter is beyond the hand.
        caught_n: Force of the catch, beside that of the motion.
        slack_s: Until when, and from when, the cable was slack.
    """

    t_s: Floats
    above_m: Floats
    caught_n: Floats
    slack_s: tuple[float, float]

    def above_at(self, t_s: Floats) -> Floats:
        """How far the counter is beyond the hand at these times."""
        return np.interp(t_s, self.t_s, self.above_m, left=0.0, right=0.0)

    def force_at(self, t_s: Floats, force_n: Floats) -> Floats:
        """The force in the cable, given that of the motion without the flight."""
        slack = (t_s >= self.slack_s[0]) & (t_s < self.slack_s[1])
        caught = np.interp(t_s, self.t_s, self.caught_n, left=0.0, right=0.0)
        return np.where(slack, 0.0, force_n + caught)


def flights(
    handle: HandleState, from_s: float, fall_m_s2: float, inertia_kg: float
) -> list[Flight]:
    """Every flight of a stack whose handle moves so.

    Args:
        handle: In steps of ``STEP_S`` from ``from_s`` on.
        from_s: As in the recording.
        fall_m_s2: Acceleration of the handle below which the stack no longer follows it.
        inertia_kg: Mass of the stack as the handle feels it.
    """
    found: list[Flight] = []
    place, end = 0, len(handle.x_m)
    speed_m_s: float | None = None
    while place < end - 1:
        if speed_m_s is None:
            ahead = np.flatnonzero(handle.a_m_s2[place:] < -fall_m_s2)
            if not len(ahead):
                break
            place += int(ahead[0])
            speed_m_s = float(handle.v_m_s[place])
        since_s = np.arange(end - place) * STEP_S
        free_m = handle.x_m[place] + speed_m_s * since_s - 0.5 * fall_m_s2 * since_s**2
        above_m = free_m - handle.x_m[place:]
        back = np.flatnonzero(above_m[2:] <= 0.0)
        if not len(back):
            break
        flown = int(back[0]) + 2
        impact_m_s = float(handle.v_m_s[place + flown]) - (speed_m_s - fall_m_s2 * flown * STEP_S)
        if flown > 2:
            found.append(_flight(from_s + place * STEP_S, above_m[:flown], impact_m_s, inertia_kg))
        place += flown
        again = _RESTITUTION * impact_m_s
        speed_m_s = float(handle.v_m_s[place]) + again if again > _LEAST_M_S else None
    return found


def _flight(start_s: float, above_m: Floats, impact_m_s: float, inertia_kg: float) -> Flight:
    """One flight with the catch at its end, whose impulse is that of the stack."""
    catch = np.arange(1, round(_CATCH_S / STEP_S)) * STEP_S
    peak_n = inertia_kg * impact_m_s * np.pi / (2.0 * _CATCH_S)
    caught_n = peak_n * np.sin(np.pi * catch / _CATCH_S)
    flown_s = len(above_m) * STEP_S
    t_s = start_s + np.arange(len(above_m) + len(catch), dtype=np.float64) * STEP_S
    return Flight(
        t_s,
        np.concatenate((np.maximum(above_m, 0.0), np.zeros(len(catch)))),
        np.concatenate((np.zeros(len(above_m)), caught_n)),
        (start_s, start_s + flown_s),
    )
