import json

from click.testing import CliRunner

from device.recordings.reader import RecordingReader
from device.replay import replay_document
from device.sensors.simulated.condition import CONDITIONS
from device.sensors.simulated.faulty.table import SENSOR_FAULTS
from device.sensors.simulated.generate import generate
from server.cli import main


def run(*arguments):
    return CliRunner().invoke(main, ["simulate", *map(str, arguments)])


def test_it_writes_the_recording_and_its_truth(tmp_path):
    file = tmp_path / "set.csv"
    result = run(file, "--seed", 7, "--condition", "partials", "--reps", 3)
    assert result.exit_code == 0, result.output
    made = generate("partials", 7, reps=(3, 3))
    with RecordingReader(file) as recording:
        assert list(recording) == made.readings
        assert dict(recording.header) == made.header | {
            "exercise": "row",
            "side": "left",
            "variant": "static",
        }
    truth = json.loads((tmp_path / "set.truth.json").read_text())
    assert truth == made.truth.document()
    assert len(truth["reps"]) == 3


def test_an_exercise_is_made_as_it_asks_for(tmp_path):
    file = tmp_path / "set.csv"
    result = run(file, "--exercise", "pushdown", "--reps", 4)
    assert result.exit_code == 0, result.output
    [found] = replay_document(file)["sets"]
    assert (found["exercise"], found["side"]) == ("pushdown", "both")
    assert [rep["held"] for rep in found["reps"]] == [None] * 4
    assert not any("short_hold" in rep["reasons"] for rep in found["reps"])
    assert all(0.3 < rep["rom_m"] < 0.5 for rep in found["reps"])
    refused = run(tmp_path / "other.csv", "--exercise", "pushdown", "--side", "left")
    assert refused.exit_code == 2
    assert "must be both" in refused.output


def test_nothing_is_overwritten(tmp_path):
    file = tmp_path / "set.csv"
    file.write_text("precious")
    result = run(file)
    assert result.exit_code == 2
    assert "already exists" in result.output
    assert file.read_text() == "precious"
    assert not (tmp_path / "set.truth.json").exists()
    file.rename(tmp_path / "set.truth.json")
    assert run(file).exit_code == 2
    assert not file.exists()


def test_the_conditions_are_listed():
    result = run("--conditions")
    assert result.exit_code == 0
    for condition in (*CONDITIONS.values(), *SENSOR_FAULTS.values()):
        assert f"{condition.name} " in result.output
        assert condition.about in result.output
