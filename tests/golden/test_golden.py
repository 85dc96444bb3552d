"""Recordings of the simulator, each with what `cablecoach replay --json` must find in it.

`pytest tests/golden --rewrite-golden` writes the expectations anew, on purpose, and makes any
recording of the table that is missing. The truth beside each recording keeps them honest.
"""

import json
from pathlib import Path

import pytest
from contract import faults

from device.commands.simulate import write
from device.objects.replay import ReplayObject
from device.replay import replay_document
from device.sensors.simulated.generate import generate

FOLDER = Path(__file__).parent
FIGURES = ("rom_m", "hold_s", "peak_velocity_m_s")

# Name: condition, seed, readings per second, changes of style. Short ones, for they are committed.
RECORDINGS = {
    "plain": ("plain", 11, 100.0, {"reps": (3, 3)}),
    "line_holds": ("line_holds", 12, 100.0, {"reps": (4, 4)}),
    "overshoot": ("overshoot", 13, 100.0, {"reps": (3, 3)}),
    "partials": ("partials", 4, 100.0, {"reps": (4, 4)}),
    "knee_drive": ("two_hump", 15, 100.0, {"reps": (3, 3)}),
    "stepwise": ("stepwise", 16, 100.0, {"reps": (2, 2)}),
    "touch_and_go": ("touch_and_go", 17, 100.0, {"reps": (4, 4)}),
    "walk": ("walk", 18, 100.0, {"reps": (2, 2)}),
    "drop": ("drop", 19, 100.0, {"reps": (2, 2)}),
    "no_return": ("no_return", 21, 100.0, {"reps": (2, 2)}),
    "fidgets": ("fidgets", 21, 50.0, {"reps": (3, 3), "fidgets": 3}),
    "load_spikes": ("load_spikes", 22, 200.0, {"reps": (2, 2)}),
    "load_dead": ("load_dead", 23, 100.0, {"reps": (4, 4)}),
    "gaps": ("gaps", 24, 100.0, {"reps": (3, 3)}),
}


def files(name: str) -> tuple[Path, Path, Path]:
    return tuple(FOLDER / f"{name}{ending}" for ending in (".csv", ".json", ".truth.json"))


def assert_alike(found: object, expected: object, place: str = "") -> None:
    """Equal, but for what another processor's rounding may make of a number."""
    if isinstance(expected, dict):
        assert found.keys() == expected.keys(), place
        for key, value in expected.items():
            assert_alike(found[key], value, f"{place}.{key}")
    elif isinstance(expected, list):
        assert len(found) == len(expected), place
        for number, value in enumerate(expected):
            assert_alike(found[number], value, f"{place}[{number}]")
    elif isinstance(expected, float):
        assert found == pytest.approx(expected, rel=1e-3, abs=1e-3), place
    else:
        assert found == expected, place


@pytest.mark.parametrize("name", RECORDINGS)
def test_a_golden_recording_is_found_as_ever(name: str, rewrite_golden: bool) -> None:
    recording, expectation, truth = files(name)
    if rewrite_golden:
        condition, seed, rate_hz, changes = RECORDINGS[name]
        if not recording.exists():
            truth.unlink(missing_ok=True)
            write(generate(condition, seed, rate_hz=rate_hz, **changes), recording, truth)
        expectation.write_text(json.dumps(replay_document(recording), indent=1) + "\n")
    assert_alike(replay_document(recording), json.loads(expectation.read_text()))


@pytest.mark.parametrize("name", RECORDINGS)
def test_what_is_expected_is_near_the_truth(name: str) -> None:
    _, expectation, truth_file = files(name)
    truth = json.loads(truth_file.read_text())
    expected = json.loads(expectation.read_text())
    found = [rep for one in expected["sets"] for rep in one["reps"]]
    assert len(found) == len(truth["reps"])
    # The truth knows the boundaries by both definitions: 1, onsets, and 2, crossings.
    by = "" if expected.get("definitions") == 2 else "_onset"
    for rep, true in zip(found, truth["reps"], strict=True):
        assert rep["start_s"] == pytest.approx(true[f"start{by}_s"], abs=0.1)
        unknown = [name for name in FIGURES if rep[name] is None]
        assert not unknown or "gap" in rep["flags"]
        assert "rom_m" in unknown or rep["rom_m"] == pytest.approx(true["rom_m"], abs=0.006)
        assert "hold_s" in unknown or rep["hold_s"] == pytest.approx(true[f"hold{by}_s"], abs=0.1)
        if "peak_velocity_m_s" not in unknown:
            near = pytest.approx(true["peak_velocity_m_s"], rel=0.05)
            assert rep["peak_velocity_m_s"] == near
    for excursion in truth["excursions"]:
        inside = (excursion["start_s"], excursion["end_s"])
        assert not any(inside[0] < rep["top_s"] < inside[1] for rep in found)


def test_golden_recordings_stay_small() -> None:
    sizes = [path.stat().st_size for path in FOLDER.glob("*.csv")]
    assert len(sizes) == len(RECORDINGS)
    assert max(sizes) < 60_000
    assert sum(sizes) < 600_000


def test_a_replay_is_what_the_contract_declares() -> None:
    replays = [replay_document(files(name)[0]) for name in RECORDINGS]
    for replay in replays:
        assert faults(ReplayObject, replay) == []
    kinds = [name for name, found in replays[0].items() if isinstance(found, list)]
    together = {name: [one for replay in replays for one in replay[name]] for name in kinds}
    assert all(together.values()), "every kind of finding occurs, so every one was held"
    assert faults(ReplayObject, replays[0] | {"more": 1}) != []
