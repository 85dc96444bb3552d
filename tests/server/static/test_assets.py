"""The page's files: small, whole, in every language, and nothing that parses HTML from strings."""

import gzip
import hashlib
import json
import re
from pathlib import Path

import pytest

import device
import server
from device.calibration.refusal import RefusalCode
from device.clock.anchors import TimeQuality
from device.errors import Reason
from device.reps.events import AmendReason, FaultKind, SensorState
from device.reps.exercises import Exercise
from device.reps.rep import COMPUTER_FLAGS, RejectReason, RepFlag
from device.sensors.reading import Fault
from device.sensors.serial.situation import Situation
from device.sensors.serial.source import SerialSource
from device.service.saving.store_session import REPAIRED
from device.service.station import LOOPS

STATIC = Path(server.__file__).parent / "static"
TEMPLATES = Path(server.__file__).parent / "templates"
SCRIPTS = sorted((STATIC / "js").rglob("*.js"))
CATALOGUES = sorted((STATIC / "lang").glob("*.json"))
VENDORED = [STATIC / "vendor", STATIC / "fonts", Path(__file__).parents[2] / "browser/vendor"]
FIRST_LOAD_LIMIT = 150_000


def _gzipped(path: Path) -> int:
    return len(gzip.compress(path.read_bytes(), 6))


def _imported(script: Path, seen: set[Path]) -> set[Path]:
    """``script`` and whatever it imports when it is loaded, not what it may import later."""
    if script not in seen:
        seen.add(script)
        for name in re.findall(
            r'^(?:import|export)[^;]*?from "(\.[^"]+)"', script.read_text(), re.M
        ):
            _imported((script.parent / name).resolve(), seen)
    return seen


def test_the_first_load_fits_its_budget() -> None:
    scripts = _imported(STATIC / "js/main.js", set())
    assert len(scripts) > 10
    always = [*(STATIC / "css").glob("*.css"), *(STATIC / "fonts").glob("*.woff2")]
    languages = sorted(_gzipped(path) for path in CATALOGUES)[-2:]
    index = _gzipped(TEMPLATES / "index.html")
    total = index + sum(languages) + sum(_gzipped(path) for path in [*scripts, *always])
    assert total <= FIRST_LOAD_LIMIT


def test_every_module_of_the_first_load_is_announced() -> None:
    """Else each level of imports costs the tablet's Wi-Fi another round trip."""
    text = (TEMPLATES / "index.html").read_text()
    announced = re.findall(r'rel="modulepreload" href="/static/js/([^"]+)"', text)
    scripts = _imported(STATIC / "js/main.js", set())
    needed = {str(path.relative_to(STATIC / "js")) for path in scripts} - {"main.js"}
    assert sorted(announced) == sorted(needed)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_scripts_never_parse_html_or_code_from_strings(script: Path) -> None:
    forbidden = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|https?://(?!www\.w3\.org/2000/svg)"
    assert re.findall(forbidden, script.read_text()) == []


def test_the_template_has_no_inline_code_and_no_foreign_address() -> None:
    text = (TEMPLATES / "index.html").read_text()
    assert re.findall(r"<script(?![^>]*\bsrc=)|\sstyle=|<style|\son\w+=|https?://", text) == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
def test_catalogues_have_the_same_texts_with_the_same_places(path: Path) -> None:
    def places(texts: dict[str, str]) -> dict[str, list[str]]:
        return {key: sorted(set(re.findall(r"\{(\w+)\}", text))) for key, text in texts.items()}

    english = json.loads((STATIC / "lang/en.json").read_text("utf-8"))
    assert places(json.loads(path.read_text("utf-8"))) == places(english)


def test_every_text_that_the_scripts_ask_for_exists() -> None:
    english = json.loads((STATIC / "lang/en.json").read_text("utf-8"))
    source = "\n".join(path.read_text() for path in SCRIPTS)
    asked = set(re.findall(r'\bt\(\s*"([^"]+)"', source))
    assert len(asked) > 20
    assert asked - set(english) == set()
    stems = set(re.findall(r"\bt\(\s*`([a-z_]+\.)", source))
    assert {stem for stem in stems if not any(key.startswith(stem) for key in english)} == set()


def test_every_word_of_the_device_has_its_text() -> None:
    """The scripts ask for these by names that are made while they run."""
    english = set(json.loads((STATIC / "lang/en.json").read_text("utf-8")))
    assert {f"flag.{flag}" for flag in RepFlag} <= english
    assert {f"rejected.{reason}" for reason in RejectReason} <= english
    assert {f"amend.{reason}" for reason in AmendReason} <= english
    assert {f"sensor.{state}" for state in SensorState} <= english
    faults = {*FaultKind, *COMPUTER_FLAGS, REPAIRED}
    assert {f"fault.{kind}" for kind in faults} <= english
    assert {f"refusal.{code}" for code in [*RefusalCode, *Reason]} <= english
    assert set(RefusalCode).isdisjoint(Reason), "one word, one meaning"


def _words_of_direct_wiring(begin: str, end: str) -> set[str]:
    """The keys of a table in the source of direct wiring, which only a Pi can import."""
    text = (Path(device.__file__).parent / "sensors/gpio/source.py").read_text()
    return set(re.findall(r'^ +"(\w+)": ', text.partition(begin)[2].partition(end)[0], re.M))


def test_every_row_of_the_health_panel_has_its_text() -> None:
    english = set(json.loads((STATIC / "lang/en.json").read_text("utf-8")))
    counters = _words_of_direct_wiring("def counters", "def ")
    assert "edges_lost" in counters
    with SerialSource() as serial:
        counters |= set(serial.counters())
    situations = _words_of_direct_wiring("_SENTENCES", "\n}")
    assert "load_silent" in situations
    families = {
        "counter": counters,
        "reading": {str(fault.name).lower() for fault in Fault},
        "fault": {*FaultKind, *COMPUTER_FLAGS, REPAIRED},
        "situation": {*Situation, *situations},
        "time": set(TimeQuality),
        "loop": set(LOOPS),
        "source": {"gpio", "serial", "simulated", "replay"},
        "calibration": {"current", "stale", "none", "unknown", "own"},
    }
    needed = {f"health.{family}.{name}" for family, names in families.items() for name in names}
    assert needed - english == set()


@pytest.mark.parametrize("folder", VENDORED, ids=lambda path: path.name)
def test_vendored_files_are_what_they_were(folder: Path) -> None:
    lines = (folder / "SHA256SUMS").read_text().splitlines()
    assert lines
    for line in lines:
        digest, name = line.split("  ", 1)
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name


def test_scripts_are_small_and_documented() -> None:
    for script in SCRIPTS:
        text = script.read_text()
        assert text.startswith("/**"), f"{script.name} does not say what it is for"
        assert len(text.splitlines()) <= 300, f"{script.name} is too long"


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.stem)
@pytest.mark.parametrize("exercise", Exercise)
def test_every_exercise_has_its_words_in_every_language(exercise: Exercise, path: Path) -> None:
    spec, texts = exercise.spec, json.loads(path.read_text("utf-8"))
    parts = ["title", "drawing", "stance", "start", "concentric", "eccentric", "dose"]
    parts += [] if spec.hold_target_s is None else ["hold"]
    needed = {f"card.{spec.words}.{part}" for part in parts}
    needed |= {
        f"{family}{exercise}"
        for family in ("exercise.", "cue.", "cue.start_", "verdict.slow_", "after.slow_")
    }
    needed |= {f"side.{side}" for side in spec.sides} | {f"variant.{v}" for v in spec.variants}
    assert needed - set(texts) == set()


@pytest.mark.parametrize("exercise", Exercise)
def test_every_exercise_has_its_figure(exercise: Exercise) -> None:
    drawn = set(re.findall(r"^  (\w+): \{", (STATIC / "js/widgets/figures.js").read_text(), re.M))
    spec = exercise.spec
    assert {f"{spec.figure}_{variant}" for variant in spec.variants} <= drawn
