"""Recordings of real machines, made and counted by others; not part of this repository."""

import json
from pathlib import Path

import pytest
from elsewhere import REAL, recordings

from device.replay import replay_document

RANGE_M = 0.006
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
