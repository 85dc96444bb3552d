"""What the two sensors say of each other, for people: which one, since when, what to check."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from device.diagnosis.finding import Finding, Level

_NAMES: Final = {"position": "encoder", "force": "load cell"}
_SOUND: Final = {
    "position": "It follows the handle as the force asks.",
    "force": "It follows the handle as the load asks.",
}
_LEVELS: Final = {"sound": Level.GOOD, "doubtful": Level.NOTE, "out": Level.PROBLEM}

State = Mapping[str, Any]


def check_sensors(state: State) -> Iterator[Finding]:
    """Judge each sensor by what the station's ``state`` says of both."""
    sensors = state["sensors"]
    if sensors is None:
        return
    advice = {fault["kind"]: fault["detail"] for fault in state["faults"]}
    for sensor, name in _NAMES.items():
        one = sensors[sensor]
        if one["reason"] is None:
            yield Finding(Level.GOOD, name, _SOUND[sensor])
            continue
        found = f"It is {one['state']} since {one['for_s']:.0f} s ({one['reason']})."
        yield Finding(_LEVELS[one["state"]], name, found, advice.get(one["reason"], ""))


def watch_line(state: State) -> str:
    """One line of what both sensors feel at this instant, and how far each can be trusted."""
    live, sensors = state["live"], state["sensors"]
    if live is None or sensors is None:
        return "No reading has come yet."
    place = _figure(live["excursion_m"], "{:+.3f} m")
    speed = _figure(live["velocity_m_s"] if live["position_ok"] else None, "{:+.2f} m/s")
    force = _figure(live["force_n"], "{:.0f} N")
    return (
        f"position {place:>9} {speed:>10}  {_trust(sensors['position']):<28}"
        f"force {force:>7}  {_trust(sensors['force'])}"
    ).rstrip()


def _figure(value: float | None, form: str) -> str:
    return "no data" if value is None else form.format(value)


def _trust(sensor: Mapping[str, Any]) -> str:
    return sensor["state"] if sensor["reason"] is None else f"{sensor['state']}: {sensor['reason']}"
