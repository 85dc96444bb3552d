"""What the import law cannot see: relative imports, the firmware, and pin numbers."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FIRMWARE = ROOT / "device/firmware/pico"
# What MicroPython brings for an RP2040; `pins` is written when the board is flashed.
MICROPYTHON = {"machine", "micropython", "pins", "rp2"} | sys.stdlib_module_names


def modules() -> list[Path]:
    return sorted(
        path
        for folder in ("device", "server", "wiring")
        for path in (ROOT / folder).rglob("*.py")
        if "firmware" not in path.parts
    )


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def imports(path: Path) -> list[ast.Import | ast.ImportFrom]:
    tree = ast.parse(path.read_text())
    return [node for node in ast.walk(tree) if isinstance(node, ast.Import | ast.ImportFrom)]


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_imports_name_the_whole_module(path: Path) -> None:
    relative = [node for node in imports(path) if isinstance(node, ast.ImportFrom) and node.level]
    assert relative == []


@pytest.mark.parametrize("path", sorted(FIRMWARE.glob("*.py")), ids=name_of)
def test_the_firmware_stands_alone(path: Path) -> None:
    own = {other.stem for other in FIRMWARE.glob("*.py")}
    named = {
        (node.module or "") if isinstance(node, ast.ImportFrom) else node.names[0].name
        for node in imports(path)
    }
    assert {name.split(".")[0] for name in named} <= MICROPYTHON | own


PIN_CALL = re.compile(r"\b(?:dout|pd_sck|sck|pin_[ab]|buzzer|led)\w*\s*=\s*\d+\b", re.IGNORECASE)


@pytest.mark.parametrize("path", modules(), ids=name_of)
def test_only_wiring_holds_pin_numbers(path: Path) -> None:
    if not name_of(path).startswith("wiring"):
        assert not PIN_CALL.search(path.read_text()), f"{name_of(path)} names a pin number"
