"""Recordings that are not part of this repository: where they are, where they are at all.

``CABLECOACH_RECORDINGS`` names the folder of recordings of real machines, ``CABLECOACH_CASES`` that
of cases in which an older version was wrong; both may be absent, and their tests are skipped.
"""

import json
import os
from pathlib import Path
from typing import Any

from device.recordings.reader import RecordingReader
from tests.tools.accuracy.methods.observing import Observation, observe

_BESIDE = Path(__file__).parents[3] / "shared"
REAL = Path(os.environ.get("CABLECOACH_RECORDINGS", _BESIDE / "recordings/real"))
_CASES = Path(os.environ.get("CABLECOACH_CASES", _BESIDE / "cases"))
MEASURING = _CASES / "measuring"
FIELD = _CASES / "field"


def recordings(folder: Path, pattern: str = "*") -> list[Path]:
    """The recordings of a folder whose names match; none where it is absent."""
    return sorted(folder.glob(f"{pattern}.csv"))


def true_reps(recording: Path) -> list[dict[str, Any]]:
    """What was really done in a recording, by the truth beside it."""
    truth = json.loads(recording.with_suffix(".truth.json").read_text())
    return [rep for one in truth.get("sets", [truth]) for rep in one["reps"]]


def observed(recording: Path) -> Observation:
    """What the pipeline says while the recording runs through it."""
    with RecordingReader(recording) as reading:
        return observe(reading.header, reading)
