"""Writes the parts of the documents that follow from the pin map and from formulas.

``python -m wiring.documents`` does, in a working copy with the extra ``test`` and Graphviz
installed; a test fails while what it would write differs from what is there.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from wiring.harness import document_text
from wiring.pins import WIRINGS, PinMap, load_pins
from wiring.resolution import WHEEL_CIRCUMFERENCES_MM, table

FOLDER: Final = Path(__file__).parent
GUIDE: Final = FOLDER / "build-guide.md"

_SIGNAL_TITLES: Final = {
    "encoder_a": "encoder, channel A",
    "encoder_b": "encoder, channel B",
    "load_dout": "HX711, data (DT)",
    "load_sck": "HX711, clock (SCK)",
    "piezo": "piezo sounder",
    "led_green": "light, green",
    "led_red": "light, red",
    "button": "button",
}


def harness_file(wiring: str) -> Path:
    """The input of a harness diagram; the diagram has the same name and ends in ``.svg``."""
    return FOLDER / "harness" / f"{wiring}.yml"


def fingerprint(text: str) -> str:
    """What marks a drawing with the input that it was drawn from."""
    return f"<!-- drawn from input with SHA-256 {hashlib.sha256(text.encode()).hexdigest()} -->"


def guide_with_tables(text: str) -> str:
    """The build guide with its generated tables brought up to date."""
    for name, made in _tables().items():
        block = re.compile(rf"(<!-- {name} -->\n).*?(<!-- end -->)", re.DOTALL)
        found = block.search(text)
        if found is None:
            raise ValueError(f"the build guide has no place for the table {name}")
        text = f"{text[: found.end(1)]}{made}\n{text[found.start(2) :]}"
    return text


def draw(text: str) -> str:
    """The SVG that WireViz draws of a harness.

    Raises:
        OSError: WireViz or Graphviz is not installed.
        subprocess.CalledProcessError: The input is wrong.
    """
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "harness.yml"
        source.write_text(text, encoding="utf-8")
        command = [str(Path(sys.executable).with_name("wireviz")), "--format", "s", str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        drawn = source.with_suffix(".svg").read_text(encoding="utf-8")
    return drawn.rstrip() + "\n" + fingerprint(text) + "\n"


def _tables() -> dict[str, str]:
    tables = {
        f"resolution {millimetres:g}": table(millimetres) for millimetres in WHEEL_CIRCUMFERENCES_MM
    }
    tables["pins"] = _pin_table(*(load_pins(wiring) for wiring in WIRINGS))
    return tables


def _pin_table(direct: PinMap, pico: PinMap) -> str:
    lines = ["| signal | wire | Raspberry Pi | Pico |", "|---|---|---|---|"]
    others = pico.signals()
    for name, signal in direct.signals().items():
        places = [
            f"pin {found.header} ({pins.board.gpio_prefix}{found.gpio})"
            for pins, found in ((direct, signal), (pico, others[name]))
        ]
        lines.append(f"| {_SIGNAL_TITLES[name]} | {signal.color} | {' | '.join(places)} |")
    return "\n".join(lines)


def write_all() -> None:
    """Bring every generated document up to date."""
    for wiring in WIRINGS:
        text, file = document_text(wiring), harness_file(wiring)
        file.write_text(text, encoding="utf-8")
        file.with_suffix(".svg").write_text(draw(text), encoding="utf-8")
    guide = GUIDE.read_text(encoding="utf-8")
    GUIDE.write_text(guide_with_tables(guide), encoding="utf-8")


if __name__ == "__main__":
    write_all()
