"""Judges what a running station says of itself: the answer to the command ``health``."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from device.diagnosis.finding import Finding, Level

_LEAST_READINGS_PER_S: Final = 150
_LEAST_LOAD_PER_S: Final = 60
_TEN_A_SECOND: Final = 20
_MOST_NOISE_N: Final = 1.0
_MOST_LOST_PCT: Final = 0.5

_CALIBRATION: Final[Mapping[str, Finding]] = {
    "current": Finding(Level.GOOD, "calibration", "It fits the wiring."),
    "none": Finding(
        Level.NOTE,
        "calibration",
        "Never done: units follow the sensors' labels.",
        "Run `cablecoach calibrate`.",
    ),
    "stale": Finding(
        Level.NOTE,
        "calibration",
        "The wiring has changed since it was done.",
        "Run `cablecoach calibrate` again.",
    ),
}

Health = Mapping[str, Any]


def check_running(health: Health) -> list[Finding]:
    """The findings, in the order in which data flow."""
    findings = [_source(health["source"])]
    if health["source"]["delivers"]:
        findings += [*_encoder(health["sensors"]), *_load_cell(health["sensors"])]
    if health["calibration"] in _CALIBRATION:
        findings.append(_CALIBRATION[health["calibration"]])
    findings.append(_recording(health["recording"]))
    findings += [_fault(fault) for fault in health["faults"]]
    findings.append(_loops(health))
    return findings


def _source(source: Health) -> Finding:
    name = source["name"]
    if source["delivers"]:
        return Finding(Level.GOOD, "source", f"{name} is sending data.")
    if source["ended"]:
        return Finding(Level.NOTE, "source", f"{name} has ended.", "Start it again to continue.")
    advice = source["status"] or "Check its plug."
    return Finding(Level.PROBLEM, "source", f"{name} sends no data.", advice)


def _encoder(sensors: Health) -> Iterator[Finding]:
    rate, readings = sensors["readings_per_s"], sensors["readings"]
    if rate is not None and rate < _LEAST_READINGS_PER_S:
        yield Finding(
            Level.PROBLEM,
            "readings",
            f"Only {rate:.0f} per second; 200 is normal.",
            "Check whether something else keeps this computer busy.",
        )
    elif rate is not None:
        yield Finding(Level.GOOD, "readings", f"{rate:.0f} per second.")
    lost_pct = 100 * sensors["reading_flags"].get("lost_frames", 0) / max(1, readings)
    if lost_pct > _MOST_LOST_PCT:
        yield Finding(
            Level.NOTE, "readings", f"{lost_pct:.1f} % are missing.", "Use a shorter USB cable."
        )


def _load_cell(sensors: Health) -> Iterator[Finding]:
    rate, noise_n = sensors["load_per_s"], sensors["load_noise_n"]
    if rate is not None:
        yield _conversions(rate)
    if noise_n is not None:
        noisy = noise_n > _MOST_NOISE_N
        yield Finding(
            Level.NOTE if noisy else Level.GOOD,
            "load cell",
            f"Its noise at rest is {noise_n:.2f} N.",
            "Check the shield of its cable and the supply." if noisy else "",
        )


def _conversions(rate: float) -> Finding:
    found = f"{rate:.0f} conversions per second."
    if rate >= _LEAST_LOAD_PER_S:
        return Finding(Level.GOOD, "load cell", found)
    if 0 < rate <= _TEN_A_SECOND:
        advice = "Connect RATE of the HX711 board to its supply, for 80 per second."
        return Finding(Level.NOTE, "load cell", found, advice)
    return Finding(Level.PROBLEM, "load cell", found, "Check its plug and its four wires.")


def _recording(recording: Health) -> Finding:
    if not recording["ok"]:
        waiting = recording["unsaved_reps"]
        return Finding(
            Level.PROBLEM,
            "recording",
            f"Not recording; {waiting} reps are waiting.",
            recording["reason"],
        )
    raw_reason = recording["raw_reason"] or ""
    level = Level.NOTE if raw_reason else Level.GOOD
    return Finding(level, "recording", "Every rep is on the disk.", raw_reason)


def _fault(fault: Health) -> Finding:
    return Finding(Level.PROBLEM, "fault", f"{fault['kind']}.", fault["detail"])


def _loops(health: Health) -> Finding:
    process = health["process"]
    if process["hanging"]:
        names = ", ".join(process["hanging"])
        return Finding(Level.PROBLEM, "station", f"Stalled threads: {names}.", "Restart it.")
    return Finding(
        Level.GOOD,
        "station",
        f"Running for {health['uptime_s'] / 3600:.1f} h, "
        f"{process['cpu_pct']:.0f} % of a core, {process['memory_mb']:.0f} MB.",
    )
