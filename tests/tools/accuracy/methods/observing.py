"""What a version of the pipeline says about recordings: the present one, or, as a program of its
own in the folder of another version, that one.

It imports nothing but ``device``, and asks only for what every version has: events are told by
the names of their types, and a field that a version does not know is left out.

As a program it reads one JSON object per line, with ``header`` and the columns of ``readings``,
and answers each with the object that ``observe`` returns.
"""

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields
from typing import Any

from device.calibration.recorded import factors_from_header
from device.pipeline import Pipeline
from device.replay import plan_from_header
from device.sensors.reading import Reading

Observation = dict[str, Any]
"""``reps``, each the fields of a ``Rep`` with times in seconds, by number within ``set``;
``cues_s``, ``tops_s``, ``faults`` (time, kind), ``rings`` (shown, until, most, reached), ``sets``,
``amended`` and ``withdrawn``.
"""

_HOLD = "hold"


def observe(header: Mapping[str, Any], readings: Iterable[Reading]) -> Observation:
    """Feed a recording through the pipeline, reading by reading, and note what it says."""
    watch = _Watch()
    pipeline = Pipeline(factors_from_header(header), plan_from_header(header))
    feed, t_ns = pipeline.feed, 0
    for reading in readings:
        t_ns = reading.t_ns
        for event in feed(reading):
            watch.note(event)
        if watch.holds:
            watch.look(pipeline.live().hold_s)
    for event in pipeline.finish():
        watch.note(event)
    watch.close(t_ns * 1e-9)
    return watch.seen()


class _Watch:
    """Collects what the events say."""

    def __init__(self) -> None:
        self._reps: dict[tuple[int, int], dict[str, Any]] = {}
        self._counted: dict[tuple[int, int], float] = {}
        self._lists: dict[str, list[Any]] = {
            key: [] for key in ("cues_s", "tops_s", "faults", "rings", "amended", "withdrawn")
        }
        self._sets = 0
        self._ring: list[Any] | None = None

    @property
    def holds(self) -> bool:
        """Whether the screen shows a ring."""
        return self._ring is not None

    def look(self, hold_s: float | None) -> None:
        """What the ring shows."""
        if self._ring is not None and hold_s is not None:
            self._ring[2] = max(self._ring[2], hold_s)

    def note(self, event: Any) -> None:
        """Take the next event."""
        t_s = event.t_ns * 1e-9
        match type(event).__name__:
            case "SetStarted":
                self._sets += 1
            case "RepCounted":
                self._counted.setdefault((self._sets, event.rep.number), t_s)
            case "RepConfirmed" | "RepAmended" as name:
                self._take(event.rep, name)
            case "RepWithdrawn":
                self._reps.pop((self._sets, event.number), None)
                self._lists["withdrawn"].append([t_s, str(event.reason)])
            case "HoldReached":
                self._cue(t_s)
            case "RepTopped":
                self._lists["tops_s"].append(t_s)
            case "PhaseChanged":
                self._phase(t_s, event.phase)
            case "FaultRaised":
                self._lists["faults"].append([t_s, str(event.kind)])

    def close(self, t_s: float) -> None:
        """The ring goes away."""
        if self._ring is not None:
            self._ring[1] = t_s
            self._lists["rings"].append(self._ring)
            self._ring = None

    def seen(self) -> Observation:
        """All that was noted."""
        reps = [
            {**rep, "set": place[0], "counted_s": self._counted.get(place, rep["detected_s"])}
            for place, rep in sorted(self._reps.items())
        ]
        return {"reps": reps, "sets": self._sets, **self._lists}

    def _take(self, rep: Any, name: str) -> None:
        # A set is opened by its first repetition, so that its number is known by now.
        self._reps[self._sets, rep.number] = _plain(rep)
        if name == "RepAmended":
            self._lists["amended"].append(rep.number)

    def _cue(self, t_s: float) -> None:
        self._lists["cues_s"].append(t_s)
        if self._ring is not None:
            self._ring[3] = True

    def _phase(self, t_s: float, phase: object) -> None:
        self.close(t_s)
        if str(phase) == _HOLD:
            self._ring = [t_s, t_s, 0.0, False]


def _plain(rep: Any) -> dict[str, Any]:
    """A repetition's fields, ready for JSON; nanoseconds become seconds."""
    found: dict[str, Any] = {}
    for field in fields(rep):
        value = getattr(rep, field.name)
        if field.name.endswith("_ns"):
            found[field.name.removesuffix("_ns") + "_s"] = None if value is None else value * 1e-9
        elif isinstance(value, tuple):
            found[field.name] = [str(word) for word in value]
        else:
            found[field.name] = value
    return found


def main() -> None:
    """Answer each line of the standard input."""
    for line in sys.stdin:
        asked = json.loads(line)
        readings = [Reading(*row) for row in zip(*asked["readings"], strict=True)]
        print(json.dumps(observe(asked["header"], readings)), flush=True)


if __name__ == "__main__":
    main()
