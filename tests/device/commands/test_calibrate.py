from datetime import UTC, datetime

import click
import pytest
from cable_rig import TRUE, Rig
from click.testing import CliRunner

from device.calibration.factors import Factors
from device.calibration.procedure.session import CalibrationSession
from device.commands.calibration_dialogue import Dialogue, live_line
from server.cli import main


class Person:
    """Does to the rig what each step asks for, just before it is taken."""

    def __init__(self, true=TRUE):
        self.session = CalibrationSession(
            Factors(), "wiring", lambda: datetime(2026, 3, 1, tzinfo=UTC)
        )
        self.rig = Rig(self.session, true)
        self.steps = []

    def ask(self, step, values):
        self.steps.append(step)
        if "length_m" in values:
            self.rig.pull(values["length_m"])
            self.rig.hold(120)
        elif step == "check" and not values:
            self.rig.pull(0.7)
            self.rig.pull(-0.7)
            self.rig.hold(0)
        elif step == "direction" and not values and self.rig_is_marked():
            self.rig.pull(0.5)
            self.rig.hold(120)
        else:
            self.rig.hang(values.get("kg", 0))
        return self.session.handle(step, values)

    def rig_is_marked(self):
        return self.session.handle("live", {})["live"]["marked"]

    def talk(self, *typed):
        @click.command()
        def command():
            Dialogue(self.ask, "Kim").run()

        return CliRunner().invoke(command, input="".join(line + "\n" for line in typed))


def test_a_calibration_from_beginning_to_end():
    person = Person()
    result = person.talk("", "20", "88.18490487 lb", "", "p", "", "1.0", "", "", "y")
    assert result.exit_code == 0, result.output
    record = person.session.record
    assert record.operator == "Kim"
    assert record.factors.counts_per_metre == pytest.approx(TRUE.counts_per_metre, rel=1e-3)
    assert record.factors.newtons_per_count == pytest.approx(TRUE.newtons_per_count, rel=1e-3)
    assert [round(point.force_n / 9.80665) for point in record.weights] == [20, 40]


def test_a_refusal_is_told_and_the_step_repeated():
    person = Person()
    result = person.talk("", "5", "20", "", "p", "", "0.2", "1.0", "", "", "y")
    assert "5 kg is outside 10 to 190 kg" in result.output
    assert "0.2 m is too short" in result.output
    assert result.exit_code == 0, result.output


def test_sensors_the_other_way_round_are_asked_about():
    person = Person(Factors(-3819.7, -1 / 2190, 0.0))
    result = person.talk("", "20", "y", "", "p", "", "1.0", "y", "", "", "y")
    assert result.exit_code == 0, result.output
    assert result.output.count("Is it mounted the other way round?") == 2
    assert person.session.record.factors.counts_per_metre < 0


def test_what_is_printed_on_the_wheel_will_do():
    person = Person(Factors(2400 / 0.2, 1 / 2190, 0.0))
    result = person.talk("", "k", "w", "63.6619772", "600", "", "", "", "", "y")
    assert result.exit_code == 0, result.output
    assert person.session.record.factors.counts_per_metre == pytest.approx(12_000, rel=1e-6)


@pytest.mark.parametrize("typed", [["q"], ["", "20", "q"], ["", "20", "", "p", "", "1.0"]])
def test_leaving_changes_nothing(typed):
    person = Person()
    assert person.talk(*typed).exit_code == 1
    assert person.steps[-1] == "cancel"
    assert person.session.record is None


def test_live_values_fit_into_one_line():
    person = Person()
    person.ask("begin", {})
    line = live_line(person.ask("live", {})["live"])
    assert "± " in line
    assert "80/s" in line
    assert "still" in line
    person.rig.load_silent = True
    assert live_line(person.ask("live", {})["live"]).startswith("load cell silent")


def test_a_station_is_started_for_the_occasion(short_folder):
    arguments = ["calibrate", "--data-dir", str(short_folder), "--source", "simulated"]
    result = CliRunner().invoke(main, arguments, input="q\n")
    assert result.exit_code == 1
    assert "with nothing on it" in result.output
    assert "Aborted!" in result.output


def test_without_sensors_it_says_what_is_missing(short_folder):
    arguments = ["calibrate", "--data-dir", str(short_folder), "--source", "gpio"]
    result = CliRunner().invoke(main, arguments)
    assert result.exit_code == 2
    assert "The sensors cannot be read: Direct wiring needs a Raspberry Pi" in result.output
