import json

import numpy as np
import pytest

from device.sensors.simulated.generate import generate
from tests.tools.accuracy.strokes.cutting import library


def test_every_pull_and_return_of_a_recording_becomes_a_stroke(recordings, strokes):
    truths = [json.loads(path.read_text()) for path in recordings.glob("*.truth.json")]
    reps = sum(len(truth["reps"]) for truth in truths)
    assert len(strokes.pulls) == len(strokes.returns) == reps


def test_a_stroke_goes_from_rest_at_0_to_rest_at_1_and_never_back(strokes):
    for stroke in (*strokes.pulls, *strokes.returns):
        speed = np.diff(stroke.path)
        assert stroke.path[0] == 0.0
        assert stroke.path[-1] == pytest.approx(1.0, abs=1e-12)
        assert speed.min() >= 0.0
        assert max(speed[0], speed[-1]) < 0.05 * speed.max()


def test_a_stroke_keeps_the_shape_range_and_time_it_was_made_with(recordings, strokes):
    made = generate("trapezoid", 1)
    pulls = [stroke for stroke in strokes.pulls if stroke.source == "trapezoid"]
    for rep, stroke in zip(made.truth.reps, pulls, strict=True):
        assert stroke.range_m == pytest.approx(rep.rom_m, rel=0.04)
        assert stroke.seconds == pytest.approx(rep.top_s - rep.start_s, rel=0.25)
        speed = np.diff(stroke.path) * len(stroke.path)
        # A trapezoid with ramps of a quarter goes at 4/3 of its mean speed; a bell at 1.9 of it.
        assert 1.1 < np.median(speed[len(speed) // 3 : -len(speed) // 3]) < 1.75


def test_a_recording_without_truth_or_with_too_little_movement_gives_none(tmp_path, recordings):
    text = (recordings / "plain.csv").read_text()
    (tmp_path / "alone.csv").write_text(text)
    still = [line for line in text.splitlines() if not line[0].isdigit()]
    still += [f"{0.005 * n:.3f},0," for n in range(400)]
    (tmp_path / "still.csv").write_text("\n".join(still) + "\n")
    (tmp_path / "still.truth.json").write_text(
        json.dumps({"reps": [{"start_s": 0.2, "top_s": 0.8, "release_s": 1.0, "end_s": 1.8}]})
    )
    assert not library(tmp_path)
