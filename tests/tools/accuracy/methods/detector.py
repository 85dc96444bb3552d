"""Our own detector, the present version or a former one: what the whole pipeline says."""

from dataclasses import fields
from typing import Any, Final

from device.reps.doubts import POSITION_FLAGS
from device.sensors.simulated.generate import Simulated
from tests.tools.accuracy.methods.former import Former
from tests.tools.accuracy.methods.found import Found, FoundRep, Ring
from tests.tools.accuracy.methods.observing import Observation, observe

_COPIED: Final = {field.name for field in fields(FoundRep)} - {
    "topped_s",
    "flagged",
    "flags",
    "rings",
}
_DOUBTED: Final = {str(flag) for flag in POSITION_FLAGS}


def detect(made: Simulated) -> Found:
    """The repetitions that the pipeline confirms, each with the hold rings it showed."""
    return found(observe(made.header, made.readings))


def detect_formerly(made: Simulated) -> Found:
    """The same by the former version, which ``Former.use`` has named."""
    return found(Former.observe(made))


def found(seen: Observation) -> Found:
    """What a version said, in the words of this tool."""
    rings = [Ring(*ring) for ring in seen["rings"]]
    reps = [_rep(rep, rings, seen["tops_s"]) for rep in seen["reps"]]
    return Found(
        reps, seen["sets"], seen["cues_s"], seen["tops_s"], [kind for _, kind in seen["faults"]]
    )


def _rep(rep: dict[str, Any], rings: list[Ring], tops_s: list[float]) -> FoundRep:
    """Add what the screen showed while a repetition was made; it was announced when counted."""
    start_s, end_s = rep["start_s"], rep["end_s"]
    values: dict[str, Any] = {name: rep.get(name) for name in _COPIED}
    values["detected_s"] = rep["counted_s"]
    return FoundRep(
        **values,
        topped_s=max((t for t in tops_s if start_s <= t <= end_s), default=None),
        flags=tuple(rep["flags"]),
        flagged=bool(_DOUBTED & set(rep["flags"])),
        rings=tuple(ring for ring in rings if start_s <= ring.shown_s <= end_s),
    )
