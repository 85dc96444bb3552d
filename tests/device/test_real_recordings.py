"""Recordings of real machines, made and counted by others; not part of this repository."""

import json
from pathlib import Path

import pytest
from elsewhere import REAL, observed, recordings, true_reps

from device.replay import replay_document

RANGE_M = 0.006
LABEL_S = 0.35  # labels by eye, of slow and rounded starts, are good to 0.3 s
FULL_SHARE = 0.55  # of the largest range in the file: below it a rep is a partial one


@pytest.mark.skipif(not recordings(REAL), reason="the real recordings are not on this machine")
@pytest.mark.parametrize("path", recordings(REAL), ids=lambda path: path.stem)
def test_every_full_rep_and_nothing_else(path: Path) -> None:
    truth = json.loads(path.with_suffix(".truth.json").read_text())
    found = [rep for one in replay_document(path)["sets"] for rep in one["reps"]]
    tops = [rep["top_s"] for rep in found]
    counted = truth["counts"]
    assert counted["full"] <= len(found) <= counted["full"] + counted["partial"]
    largest = max(rep["rom_m"] for rep in truth["reps"])
    full = sorted(truth["reps"], key=lambda rep: -rep["rom_m"])[: counted["full"]]
    assert all(rep["rom_m"] > FULL_SHARE * largest for rep in full) or counted["partial"]
    for rep in full:
        [same] = [r for r in found if rep["start_s"] < r["top_s"] < rep["end_s"]]
        assert same["rom_m"] == pytest.approx(rep["rom_m"], abs=RANGE_M)
    for top in tops:
        assert any(rep["start_s"] < top < rep["end_s"] for rep in truth["reps"]), "invented"


@pytest.mark.skipif(not recordings(REAL), reason="the real recordings are not on this machine")
@pytest.mark.parametrize("path", recordings(REAL), ids=lambda path: path.stem)
def test_no_rep_starts_long_before_its_label_and_no_sensor_is_doubted(path: Path) -> None:
    seen, true = observed(path), true_reps(path)
    for rep in seen["reps"]:
        [label] = [one for one in true if one["start_s"] < rep["top_s"] < one["end_s"]]
        assert rep["start_s"] > label["start_s"] - LABEL_S
    rows = [line for line in path.read_text().splitlines() if line[0].isdigit()]
    with_force = any(not row.endswith(",") for row in rows)
    assert {kind for _, kind in seen["faults"]} == (set() if with_force else {"load_cell_lost"})
    flags = {flag for rep in seen["reps"] for flag in rep["flags"]}
    assert flags <= (set() if with_force else {"load_lost"})
