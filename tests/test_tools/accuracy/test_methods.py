"""The methods themselves, on recordings where each must do well, and the command around them."""

import json

import pytest
from click.testing import CliRunner

from device.commands.simulate import simulate
from device.sensors.simulated.generate import generate
from tests.tools.accuracy.__main__ import accuracy
from tests.tools.accuracy.figures.summary import Tally
from tests.tools.accuracy.methods.baselines import trace
from tests.tools.accuracy.methods.former import ROOT, export
from tests.tools.accuracy.run import FORMER, METHODS, OURS, judge, outcomes


@pytest.mark.parametrize("method", [name for name in METHODS if name != FORMER])
def test_every_method_finds_sharp_clear_repetitions(method):
    made = generate(
        "trapezoid", 1, hold_s=(0.6, 0.9), bottom_s=(1.0, 1.5), release_s=(1.0, 1.2),
        sway_m=(0.0, 0.0), tremor_m=(0.0, 0.0),
    )  # fmt: skip
    tally = Tally()
    tally.add(judge(made, method))
    assert (tally.missed, tally.invented) == (0, 0)
    figures = tally.figures()
    assert figures["rom_p95_m"] < 0.03
    assert figures["start_p95_s"] < 0.3
    assert figures["peak_velocity_p95"] < 0.05


def test_the_grid_has_the_recording_s_own_position_and_speed():
    made = generate("reversed", 1)
    motion = trace(made)
    peak = max(rep.peak_velocity_m_s for rep in made.truth.reps)
    assert motion.v_m_s.max() == pytest.approx(peak, rel=0.05)


def test_the_ring_of_the_detector_is_watched():
    made = generate("long_holds", 1)
    found = METHODS["detector"](made).reps
    assert len(found) == len(made.truth.reps)
    for rep in found:
        ring = max(rep.rings, key=lambda ring: ring.most_s)
        assert ring.reached
        assert rep.top_s - 0.2 < ring.shown_s < rep.top_s + 0.5
        assert 1.0 <= ring.most_s <= ring.until_s - ring.shown_s + 0.5


def test_long_conditions_run_with_fewer_seeds():
    found = list(outcomes(["nothing", "no_hold"], range(5, 8), ["velocity"], processes=1))
    assert [(o.condition, o.seed) for o in found] == [
        ("nothing", 5), ("no_hold", 5), ("no_hold", 6), ("no_hold", 7),
    ]  # fmt: skip


def test_the_command_prints_a_table_and_json():
    arguments = ["--seeds", "1", "--condition", "sine", "--processes", "1"]
    result = CliRunner().invoke(accuracy, [*arguments, "--worst", "2"])
    assert result.exit_code == 0, result.output
    for word in ("sine", "detector", "find_peaks", "velocity", "goal", "hold      sine seed 1"):
        assert word in result.output
    result = CliRunner().invoke(accuracy, [*arguments, "--json", "--no-baselines", "--seed", "7"])
    document = json.loads(result.stdout)
    made = generate("sine", 7)
    assert document["conditions"]["sine"]["detector"]["reps"] == len(made.truth.reps)
    ours = document["groups"]["closed forms"]["detector"]
    assert (ours["true"], ours["missed"], ours["invented"]) == (len(made.truth.reps), 0, 0)
    assert ours["rows"]["hold_s"]["n"] == len(made.truth.reps)
    assert document["groups"]["closed forms"].keys() == {"detector"}


def test_a_condition_that_is_not_there_is_refused():
    result = CliRunner().invoke(accuracy, ["--condition", "moon"])
    assert result.exit_code == 2
    assert "moon" in result.output


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="no checkout, so no revisions")
def test_a_former_version_answers_beside_ours(tmp_path):
    export("HEAD", tmp_path)
    assert (tmp_path / "device" / "pipeline.py").exists()
    run = outcomes(["sine"], range(1, 2), [OURS, FORMER], processes=1, former=tmp_path)
    ours, former = run
    assert (ours.method, former.method) == (OURS, FORMER)
    assert len(former.errors) == former.true == ours.true
    assert former.cues


def test_a_former_version_that_git_does_not_know_is_refused():
    result = CliRunner().invoke(accuracy, ["--condition", "sine", "--former", "no-such-thing"])
    assert result.exit_code == 2
    assert "no-such-thing" in result.output


def test_without_scipy_it_says_so_and_measures_the_detector(monkeypatch):
    monkeypatch.setattr("tests.tools.accuracy.__main__.find_spec", lambda name: None)
    arguments = ["--condition", "plain", "--seeds", "1", "--processes", "1"]
    result = CliRunner().invoke(accuracy, arguments)
    assert result.exit_code == 0, result.output
    assert "need scipy" in result.output
    assert "find_peaks" not in result.output


@pytest.mark.parametrize(
    ("command", "called"),
    [(accuracy, "python -m tests.tools.accuracy"), (simulate, "cablecoach simulate")],
)
def test_examples_stand_on_lines_of_their_own(command, called):
    text = CliRunner().invoke(command, ["--help"]).output
    assert "\\b" not in text
    examples = [line for line in text.splitlines() if line.startswith(f"  {called}")]
    assert len(examples) >= 2
