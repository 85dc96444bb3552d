"""What a running station says of itself, judged."""

from collections.abc import Mapping
from typing import Any, Final

from device.checkup.finding import Finding, advice, good, problem

_LEAST_READINGS_PER_S: Final = 150
_LEAST_LOAD_PER_S: Final = 60
_TEN_A_SECOND: Final = 20
_MOST_NOISE_N: Final = 1.0
_MOST_LOST_PCT: Final = 0.5

_CALIBRATION: Final = {
    "none": "Never done: units follow the sensors' labels; run `cablecoach calibrate`.",
    "stale": "The wiring has changed since it was done; run `cablecoach calibrate` again.",
}

Health = Mapping[str, Any]


def judge(health: Health) -> list[Finding]:
    """The findings from the answer to ``health``."""
    findings = [_source(health["source"])]
    if health["source"]["delivers"]:
        findings += _sensors(health["sensors"])
    findings += _calibration(health["calibration"])
    findings.append(_recording(health["recording"]))
    findings += [problem("fault", fault["detail"]) for fault in health["faults"]]
    findings.append(_loops(health))
    return findings


def _source(source: Health) -> Finding:
    name, status = source["name"], source["status"]
    if source["delivers"]:
        return good("source", f"{name} delivers.")
    if source["ended"]:
        return advice("source", f"{name} has ended; start it again to go on.")
    return problem("source", f"{name} delivers nothing. {status or 'Look at its plug.'}")


def _sensors(sensors: Health) -> list[Finding]:
    readings, load, noise = (
        sensors[name] for name in ("readings_per_s", "load_per_s", "load_noise_n")
    )
    findings = []
    if readings is not None:
        enough = readings >= _LEAST_READINGS_PER_S
        text = f"{readings:.0f} readings a second"
        findings.append(
            good("encoder", f"{text}.")
            if enough
            else problem("encoder", f"Only {text}; 200 are normal: the computer may be overloaded.")
        )
    if load is not None:
        findings.append(_load(load))
    if noise is not None:
        findings.append(
            good("load cell", f"Its noise is {noise:.2f} N.")
            if noise <= _MOST_NOISE_N
            else advice(
                "load cell",
                f"Its noise is {noise:.1f} N; look at the shield of its cable and the supply.",
            )
        )
    findings += _losses(sensors)
    return findings


def _load(rate: float) -> Finding:
    if rate >= _LEAST_LOAD_PER_S:
        return good("load cell", f"{rate:.0f} conversions a second.")
    if 0 < rate <= _TEN_A_SECOND:
        return advice(
            "load cell",
            f"Only {rate:.0f} conversions a second; set RATE of the HX711 board to 80 a second.",
        )
    return problem("load cell", "It sends next to nothing; look at its plug and its four wires.")


def _losses(sensors: Health) -> list[Finding]:
    lost = sensors["reading_flags"].get("lost_frames", 0)
    share_pct = 100 * lost / max(1, sensors["readings"])
    if share_pct > _MOST_LOST_PCT:
        return [
            advice("loss", f"{share_pct:.1f} % of the readings are missing; use a short cable.")
        ]
    return []


def _calibration(state: str) -> list[Finding]:
    text = _CALIBRATION.get(state)
    if text is None:
        return [good("calibration", "It fits the wiring.")] if state == "current" else []
    return [advice("calibration", text)]


def _recording(recording: Health) -> Finding:
    if not recording["ok"]:
        return problem(
            "recording",
            f"Not recording, {recording['unsaved_reps']} reps wait: {recording['reason']}",
        )
    if recording["raw_reason"]:
        return advice("recording", recording["raw_reason"])
    return good("recording", "Every rep is on the disk.")


def _loops(health: Health) -> Finding:
    process = health["process"]
    if process["hanging"]:
        names = ", ".join(process["hanging"])
        return problem("station", f"These parts hang: {names}; restart it.")
    return good(
        "station",
        f"Runs for {health['uptime_s'] / 3600:.1f} h, "
        f"{process['cpu_pct']:.0f} % of a core, {process['memory_mb']:.0f} MB.",
    )
