from dataclasses import replace

import pytest
from click.testing import CliRunner

from tests.tools.accuracy.__main__ import accuracy
from tests.tools.accuracy.sensors.judging import Judged, judge, judge_all
from tests.tools.accuracy.sensors.table import sensor_table

ONE = Judged(
    "gain_halved", 1, False, named_s=3.0, named_reps=1, true=8, kept=8,
    silent=(), invented=0, others=(), flagged=2,
)  # fmt: skip


def test_a_fault_is_named_in_time_by_the_clock_or_by_the_repetitions():
    assert ONE.in_time
    assert not replace(ONE, named_reps=2).in_time
    assert replace(ONE, named_reps=2, named_s=1.9).in_time
    assert not replace(ONE, named_s=None).in_time


def test_a_silent_load_cell_is_named_and_its_forces_are_not_stored():
    judged = judge("cell_silent", 1)
    assert not judged.sound
    assert judged.in_time
    assert judged.kept == judged.true
    assert judged.silent == ()


def test_a_fault_that_nothing_arrives_from_counts_from_the_next_reading():
    judged = judge("missing_10s", 1)
    assert judged.named_s == pytest.approx(0.0, abs=0.1)
    assert judged.named_reps == 0


def test_a_figure_that_a_sound_station_stores_is_right():
    judged = judge("trembles_0.2mm", 1)
    assert judged.sound
    assert (judged.named_s, judged.silent, judged.invented) == (None, (), 0)
    assert judged.kept == judged.true


def test_many_are_added_up_the_sound_ones_by_themselves():
    judged = [ONE, replace(ONE, named_s=None, silent=("rom_m of rep 2",), others=("slip",))]
    sound = replace(ONE, name="isometric", sound=True, named_s=None, others=("slip",))
    rows = {row[0]: row[1:] for row in sensor_table([*judged, sound]).rows}
    assert rows["gain_halved"] == (
        "2", "50 %", "50 %", "3.0 3.0", "1", "16 of 16", "1 figures", "slip 1"
    )  # fmt: skip
    assert rows["isometric"][:3] == ("1", "–", "–")
    assert rows.keys() == {"gain_halved", "all that are broken", "isometric", "all that are sound"}


def test_the_command_names_what_was_wrong_in_silence():
    arguments = ["--sensors", "--condition", "trembles_0.2mm", "--seeds", "1", "--processes", "1"]
    result = CliRunner().invoke(accuracy, arguments)
    assert result.exit_code == 0, result.output
    assert "all that are sound" in result.output
    assert [one.seed for one in judge_all(["trembles_0.2mm"], range(2, 4), 1)] == [2, 3]
