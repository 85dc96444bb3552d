"""What a station's health says in plain words."""

import pytest

from device.diagnosis import Level
from device.diagnosis.running import check_running


def health(**changes):
    """A healthy station's answer, with changes by dotted name (``__`` for the dot)."""
    answer = {
        "uptime_s": 3600.0,
        "source": {
            "name": "serial",
            "delivers": True,
            "ended": False,
            "status": None,
            "counters": {},
        },
        "sensors": {
            "readings": 10_000,
            "readings_per_s": 200.0,
            "load_per_s": 80.0,
            "load_noise_n": 0.1,
            "reading_flags": {},
            "faults_raised": {},
        },
        "recording": {"ok": True, "reason": None, "unsaved_reps": 0, "raw_reason": None},
        "faults": [],
        "calibration": "current",
        "process": {"hanging": [], "cpu_pct": 4.0, "memory_mb": 55.0, "temperature_c": None},
    }
    for name, value in changes.items():
        inside, _, last = name.rpartition("__")
        (answer[inside] if inside else answer)[last] = value
    return answer


def test_a_healthy_station_has_only_good_findings():
    assert {finding.level for finding in check_running(health())} == {Level.GOOD}


@pytest.mark.parametrize(
    ("changes", "level", "words"),
    [
        ({"source__delivers": False}, Level.PROBLEM, "sends no data. Check its plug"),
        (
            {"source__delivers": False, "source__status": "Wrong baud?"},
            Level.PROBLEM,
            "sends no data. Wrong baud?",
        ),
        ({"source__delivers": False, "source__ended": True}, Level.NOTE, "has ended"),
        ({"sensors__readings_per_s": 90.0}, Level.PROBLEM, "Only 90 per second"),
        ({"sensors__load_per_s": 10.0}, Level.NOTE, "Connect RATE"),
        ({"sensors__load_per_s": 0.0}, Level.PROBLEM, "four wires"),
        ({"sensors__load_noise_n": 4.2}, Level.NOTE, "is 4.20 N"),
        ({"sensors__reading_flags": {"lost_frames": 200}}, Level.NOTE, "2.0 % are missing"),
        (
            {"recording__ok": False, "recording__reason": "The disk is full."},
            Level.PROBLEM,
            "The disk is full.",
        ),
        ({"recording__raw_reason": "Raw readings are not kept."}, Level.NOTE, "Raw readings"),
        ({"faults": [{"kind": "x", "detail": "Plug it in."}]}, Level.PROBLEM, "Plug it in."),
        ({"calibration": "none"}, Level.NOTE, "follow the sensors' labels"),
        ({"calibration": "stale"}, Level.NOTE, "The wiring has changed"),
        ({"process__hanging": ["writer"]}, Level.PROBLEM, "Stalled threads: writer"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(changes, level, words):
    bad = [
        finding for finding in check_running(health(**changes)) if finding.level is not Level.GOOD
    ]
    assert [finding.level for finding in bad] == [level]
    assert words in f"{bad[0].found} {bad[0].advice}"
