"""Which sensor, since when, what to check."""

import pytest

from device.diagnosis.finding import Level
from device.diagnosis.sensors import check_sensors, watch_line

SOUND = {"state": "sound", "reason": None, "for_s": None}
SILENT = {"state": "out", "reason": "encoder_silent", "for_s": 12.3}
SLOW = {"state": "doubtful", "reason": "load_rate_low", "for_s": 70.0}
LIVE = {"excursion_m": 0.2512, "velocity_m_s": 0.348, "force_n": 131.6, "position_ok": True}


def state(position=SOUND, force=SOUND, live=LIVE):
    faults = [{"kind": "encoder_silent", "detail": "Check the encoder's plug."}]
    return {"sensors": {"position": position, "force": force}, "faults": faults, "live": live}


def test_sound_sensors_are_good():
    assert [finding.level for finding in check_sensors(state())] == [Level.GOOD, Level.GOOD]


@pytest.mark.parametrize(
    ("sensors", "level", "words"),
    [
        ({"position": SILENT}, Level.PROBLEM, "out since 12 s (encoder_silent). Check the enc"),
        ({"force": SLOW}, Level.NOTE, "doubtful since 70 s (load_rate_low)."),
    ],
)
def test_each_trouble_says_which_since_when_and_what_to_do(sensors, level, words):
    [bad] = [one for one in check_sensors(state(**sensors)) if one.level is not Level.GOOD]
    assert bad.level is level
    assert words in f"{bad.found} {bad.advice}"


def test_nothing_is_said_before_the_first_reading():
    assert list(check_sensors({"sensors": None, "faults": []})) == []
    assert "No reading" in watch_line({"sensors": None, "faults": [], "live": None})


def test_a_line_shows_both_sensors():
    line = watch_line(state())
    assert "+0.251 m" in line
    assert "+0.35 m/s" in line
    assert "132 N" in line
    assert line.count("sound") == 2


def test_a_line_claims_nothing_that_was_not_measured():
    live = {**LIVE, "excursion_m": None, "force_n": None, "position_ok": False}
    line = watch_line(state(position=SILENT, live=live))
    assert line.count("no data") == 3
    assert "out: encoder_silent" in line
