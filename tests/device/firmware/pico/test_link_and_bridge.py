"""The firmware's pure modules under CPython and real MicroPython, with the host's vectors."""

import itertools
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pico import FIRMWARE, firmware

from device.sensors.reading import Fault
from device.sensors.serial.link import Decoder, Frame, Identity
from device.sensors.serial.tracker import Tracker

TESTS = Path(__file__).parents[3]
SUPPORT = TESTS / "support"
VECTORS_FILE = TESTS / "vectors" / "link_v1.json"
VECTORS = json.loads(VECTORS_FILE.read_text())

PACKAGE = Path("node_modules", "@micropython", "micropython-webassembly-pyscript")
PROGRAM = """
import json
from firmware_probe import probe
with open("link_v1.json") as file:
    print(json.dumps(probe(json.load(file))))
"""


def under_cpython() -> Any:
    with firmware():
        from firmware_probe import probe

        return json.loads(json.dumps(probe(VECTORS)))


def under_micropython() -> Any:
    node = shutil.which("node")
    root = Path(os.environ.get("MICROPYTHON_NPM", TESTS.parent))
    if node is None or not (root / PACKAGE).is_dir():
        package = PACKAGE.relative_to("node_modules")
        why = f"needs node, and `npm install --no-save {package}` in {root}"
        assert os.environ.get("CI") != "true", why
        pytest.skip(why)
    files = [*sorted(FIRMWARE.glob("*.py")), SUPPORT / "firmware_probe.py", VECTORS_FILE]
    run = subprocess.run(
        [node, str(SUPPORT / "run_micropython.mjs"), str(root / PACKAGE), *map(str, files)],
        input=PROGRAM,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


@pytest.fixture(scope="module", params=[under_cpython, under_micropython])
def probed(request: pytest.FixtureRequest) -> Any:
    return request.param()


def test_checksums(probed: Any) -> None:
    assert probed["checksums"] == [int(one["crc"], 16) for one in VECTORS["checksums"]]


def test_frames_are_the_hosts_vectors(probed: Any) -> None:
    assert probed["frames"] == [one["line"] + "\n" for one in VECTORS["frames"]]


def test_commands(probed: Any) -> None:
    names = [one.get("cue", one["command"]) for one in VECTORS["commands"]]
    assert probed["commands"] == names
    assert probed["single_bytes"] == names
    assert probed["bad_commands"] == [None] * len(VECTORS["bad_commands"])


def test_flood_without_line_end_is_dropped_and_the_next_question_heard(probed: Any) -> None:
    assert probed["after_flood"] == ["identify"]


def test_numbers_from_the_state_machines(probed: Any) -> None:
    assert probed["signed"] == [0, 1, 2**31 - 1, -(2**31), -1]
    assert [tuple(load) for load in probed["loads"]] == [
        (-8388608, Fault.LOAD_SATURATED),
        (-1, 0),
        (0, 0),
        (1, 0),
        (123456, 0),
        (8388607, Fault.LOAD_SATURATED),
    ]
    assert probed["load_out_of_step"] == [None, Fault.LOAD_DESYNC]


def test_clock_wraps_at_32_bits_whatever_the_ports_ticks_do(probed: Any) -> None:
    assert probed["clock"] == [500_000_000 * n % 2**32 for n in range(1, 10)]


def test_light_says_the_state(probed: Any) -> None:
    green, red, both = 1, 2, 3
    assert probed["lights"] == [[green, green], [green, 0], [red, 0], [both, both]]


def test_bridge_says_who_it_is_at_boot_and_when_asked(probed: Any) -> None:
    items = Decoder().feed("".join(probed["bridge"]["sent"]).encode())
    places = [index for index, item in enumerate(items) if isinstance(item, Identity)]
    assert places == [0, 2]
    assert items[0] == Identity(1, "DEADBEEF", "1.0.0", "probe")


def test_bridge_streams_200_frames_a_second_that_the_host_takes_whole(probed: Any) -> None:
    decoder, tracker = Decoder(), Tracker()
    items = decoder.feed("".join(probed["bridge"]["sent"]).encode())
    readings = tracker.take(items, 10**12)
    assert not any(decoder.bad_lines.values())
    assert [reading.encoder_count for reading in readings] == [
        count for count in range(-2, 198) if not 98 <= count < 101
    ]
    assert {b.t_ns - a.t_ns for a, b in itertools.pairwise(readings)} == {
        5_000_000,
        20_000_000,
    }
    assert [reading.encoder_count for reading in readings if reading.faults & 0xF0] == [101]
    assert tracker.counters["lost_frames"] == 3


def test_bridge_flags_what_its_sensors_met(probed: Any) -> None:
    frames = [
        item
        for item in Decoder().feed("".join(probed["bridge"]["sent"]).encode())
        if isinstance(item, Frame)
    ]
    assert [f.encoder_count for f in frames if f.flags & Fault.ENCODER_ILLEGAL] == [5]
    assert [f.encoder_count for f in frames if f.flags & Fault.LOAD_DESYNC] == [17]
    silent = [f for f in frames if f.flags & Fault.LOAD_TIMEOUT]
    last_conversion = max(index for index, f in enumerate(frames) if f.load_raw is not None)
    assert 200 < (frames.index(silent[0]) - last_conversion) * 5 <= 250, (
        "ms: row 1 of docs/reliability.md"
    )
    assert silent == frames[-len(silent) :], "flagged until it comes back"
    assert probed["bridge"]["resets"] == 1, "once a second at most"


def test_bridge_sounds_the_cue(probed: Any) -> None:
    with firmware():
        from cues import PATTERNS

    steps = [tone for tone, _, _ in PATTERNS["rep_done"]]
    assert probed["bridge"]["tones"] == [0, *steps, 0]


def test_every_cue_of_the_host_has_a_pattern() -> None:
    from device.sensors.cue import Cue

    with firmware():
        from cues import PATTERNS
        from link import CUES
    assert [cue.value for cue in Cue] == list(CUES) == list(PATTERNS)


def test_all_files_are_python_for_micropython() -> None:
    assert sys.version_info >= (3, 11)
    for path in FIRMWARE.glob("*.py"):
        compile(path.read_text(), str(path), "exec")
