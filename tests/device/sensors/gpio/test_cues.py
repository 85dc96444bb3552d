import importlib.util
from pathlib import Path

from device.sensors.cue import Cue
from device.sensors.gpio.cues import PATTERNS, Beat

FIRMWARE = Path(__file__).parents[4] / "device/firmware/pico/cues.py"


def test_every_cue_has_a_pattern():
    assert set(PATTERNS) == set(Cue)


def test_both_wirings_sound_and_look_alike():
    spec = importlib.util.spec_from_file_location("pico_cues", FIRMWARE)
    firmware = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(firmware)
    for cue, beats in PATTERNS.items():
        assert beats == tuple(
            Beat(tone, light == firmware.GREEN, light == firmware.RED, milliseconds / 1000)
            for tone, light, milliseconds in firmware.PATTERNS[cue.value]
        )


def test_every_cue_can_be_told_by_ear_and_by_eye():
    heard = {tuple(beat.tone_hz for beat in beats) for beats in PATTERNS.values()}
    assert len(heard) == len(PATTERNS)
    for cue, beats in PATTERNS.items():
        good = cue in (Cue.HOLD_REACHED, Cue.REP_DONE)
        assert all(beat.green is good and beat.red is not good for beat in beats if beat.tone_hz)
