"""What was not measured never flatters: whatever is taken from a recording, no hold becomes longer,
no range larger, no verdict better.

Out of golden and simulated recordings, an interval of samples is taken away, or either sensor (or
both) repeats its last value over it. Reps are compared with those that they share time with.
"""

from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from device.recordings.reader import RecordingReader
from device.reps.doubts import Figure, doubting
from device.sensors.reading import Reading
from device.sensors.simulated.generate import generate
from tests.tools.accuracy.methods.observing import observe

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.csv"))
SIMULATED = (
    *("plain", "natural", "sways", "stands_ready", "shakes", "bounces", "lands_stack", "pauses"),
    *("lets_down_slowly", "turns", "line_holds", "touch_and_go", "position_only"),
)
SEEDS = (1, 2)
REPS = 2
"""Of each recording, so that there is time for many."""

AFTER_S = 2.0
LONGEST_S = 4.0
SHORTEST_S = 0.02
GAP_S = 0.06
"""By definition so long a silence is measured time."""

SLACK_M = 0.003
"""The least distance that bounds a rep: a range is not known better where its level is not."""

CUTS = 14
"""Of each kind and recording."""

BACK_S = 0.3
"""So long the sensors are back at the end: of a plug that stays out there are other tests, since a
handle that stands to the end of a recording cannot be told from it by position."""

WAYS = ("taken away", "position frozen", "force frozen", "both repeated")
HOLD_FLAGS = {str(flag) for flag in doubting(Figure.HOLD)}
RANGE_FLAGS = {str(flag) for flag in doubting(Figure.RANGE)}

Recording = tuple[dict[str, Any], list[Reading]]


@cache
def recording(name: str) -> Recording:
    """The first reps of a recording, and a little after them."""
    if name.endswith(".csv"):
        with RecordingReader(Path(__file__).parents[1] / "golden" / name) as reader:
            header, readings = dict(reader.header), list(reader)
    else:
        condition, _, seed = name.partition(" ")
        made = generate(condition, int(seed), reps=(REPS, REPS))
        header, readings = made.header, made.readings
    found = observe(header, readings)["reps"][:REPS]
    last_s = found[-1]["end_s"] + AFTER_S
    return header, [reading for reading in readings if reading.t_ns * 1e-9 <= last_s]


@cache
def whole(name: str) -> list[dict[str, Any]]:
    return observe(*recording(name))["reps"]


NAMES = [path.name for path in GOLDEN] + [f"{name} {seed}" for name in SIMULATED for seed in SEEDS]


def damaged(readings: Sequence[Reading], way: str, from_s: float, to_s: float) -> Iterator[Reading]:
    count, load = readings[0].encoder_count, None
    for reading in readings:
        if not from_s <= reading.t_ns * 1e-9 < to_s:
            count = reading.encoder_count
            load = load if reading.load_raw is None else reading.load_raw
            yield reading
        elif way != "taken away":
            kept = reading
            if way in ("position frozen", "both repeated"):
                kept = kept._replace(encoder_count=count)
            if way in ("force frozen", "both repeated") and kept.load_raw is not None:
                kept = kept._replace(load_raw=load)
            yield kept


def share_time(one: dict[str, Any], other: dict[str, Any]) -> bool:
    return one["start_s"] < other["end_s"] and other["start_s"] < one["end_s"]


def most(reps: Sequence[dict[str, Any]], figure: str) -> float:
    return max((rep[figure] or 0.0 for rep in reps), default=0.0)


def flattered(before: Sequence[dict[str, Any]], after: Sequence[dict[str, Any]]) -> Iterator[str]:
    """What became better by the damage."""
    for rep in after:
        same = [other for other in before if share_time(rep, other)]
        doubt = set(rep["flags"])
        unsure_s = max(most(same, "hold_pm_s"), rep["hold_pm_s"] or 0.0) + GAP_S
        unsure_m = max(most(same, "rom_pm_m"), rep["rom_pm_m"] or 0.0) + SLACK_M
        close = rep["close"] or any(other["close"] for other in same)
        if (rep["hold_s"] or 0.0) > most(same, "hold_s") + unsure_s and not doubt & HOLD_FLAGS:
            yield f"hold {most(same, 'hold_s'):.3f} → {rep['hold_s']:.3f} s"
        if (rep["rom_m"] or 0.0) > most(same, "rom_m") + unsure_m and not doubt & RANGE_FLAGS:
            yield f"range {most(same, 'rom_m'):.4f} → {rep['rom_m']:.4f} m"
        if rep["verdict"] == "good" and not close and "good" not in {o["verdict"] for o in same}:
            yield f"verdict {[other['verdict'] for other in same]} → good"
        if rep["held"] and not close and not any(other["held"] for other in same):
            yield "held"
    cued = sum(bool(rep["held"]) for rep in after)
    if cued > sum(bool(rep["held"]) for rep in before):
        yield f"{cued} reps held"


def try_cuts(name: str, way: str, cuts: int, seed: int) -> list[str]:
    header, readings = recording(name)
    rng = np.random.default_rng((seed, *name.encode(), *way.encode()))
    last_s, found = readings[-1].t_ns * 1e-9, []
    for _ in range(cuts):
        length_s = float(np.exp(rng.uniform(np.log(SHORTEST_S), np.log(LONGEST_S))))
        from_s = float(rng.uniform(0.0, last_s - BACK_S - SHORTEST_S))
        to_s = min(from_s + length_s, last_s - BACK_S)
        readings_left = list(damaged(readings, way, from_s, to_s))
        after = observe(header, readings_left)["reps"]
        found += [
            f"{way} from {from_s:.3f} to {to_s:.3f} s: {what}"
            for what in flattered(whole(name), after)
        ]
    return found


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", NAMES[::9])
def test_some_cuts_never_flatter(name, way):
    assert try_cuts(name, way, 4, seed=1) == []


@pytest.mark.long
@pytest.mark.timeout(600)
@pytest.mark.parametrize("name", NAMES)
def test_two_thousand_cuts_never_flatter(name):
    assert len(NAMES) * len(WAYS) * CUTS >= 2000
    assert [what for way in WAYS for what in try_cuts(name, way, CUTS, seed=2)] == []
