"""Strokes without anybody's recordings: the simulator's sets stand in for a folder of them."""

import json
from pathlib import Path

import pytest

from device.recordings.writer import RecordingWriter
from device.sensors.simulated.generate import Simulated, generate
from tests.tools.accuracy.strokes.cutting import Library, library


def record(made: Simulated, path: Path) -> None:
    with RecordingWriter(path, made.header) as writer:
        for reading in made.readings:
            writer.write(reading)
    path.with_suffix(".truth.json").write_text(json.dumps(made.truth.document()))


@pytest.fixture(scope="session")
def recordings(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("recordings")
    for name in ("plain", "uneven", "trapezoid"):
        record(generate(name, 1), folder / f"{name}.csv")
    return folder


@pytest.fixture(scope="session")
def strokes(recordings: Path) -> Library:
    return library(recordings)
