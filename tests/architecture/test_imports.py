"""The house rules of DESIGN section 2, held by reading the imports."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

# Each room may import from itself and from the rooms named here, and from nothing else of ours.
ROOMS = {
    "wiring": set(),
    "device.errors": set(),
    "device.closing": set(),
    "device.__version__": set(),
    "device.files": {"device.errors"},
    "device.clock": {"device.errors", "device.files"},
    "device.paths": {"device.files", "device.errors"},
    "device.config": {"device.paths", "device.files", "device.errors"},
    "device.sensors": {"device.errors", "wiring"},
    "device.recordings": {"device.sensors", "device.files", "device.errors"},
    "device.calibration": {
        "device.recordings",
        "device.sensors",
        "device.files",
        "device.errors",
    },
    "device.diagnosis": {
        "device.calibration",
        "device.sensors",
        "device.errors",
        "device.clock",
        "device.store",
    },
    "device.motion": {"device.calibration", "device.sensors", "device.errors"},
    "device.reps": {"device.motion", "device.calibration", "device.sensors", "device.errors"},
    "device.store": {
        "device.reps",
        "device.calibration",
        "device.recordings",
        "device.clock",
        "device.files",
        "device.errors",
        "device.__version__",
    },
    "device.live": {"device.reps", "device.store", "device.files", "device.errors"},
    "device.pipeline": {
        "device.reps",
        "device.motion",
        "device.calibration",
        "device.sensors",
        "device.errors",
    },
}

FORBIDDEN_IN_DEVICE = {"server", "flask", "werkzeug", "cheroot", "jinja2"}


def modules() -> list[Path]:
    return sorted(
        path
        for folder in ("device", "server", "wiring")
        for path in (ROOT / folder).rglob("*.py")
        if "firmware" not in path.parts
    )


def dotted(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def room(name: str) -> str | None:
    return next((r for r in ROOMS if name == r or name.startswith(r + ".")), None)


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_imports_point_one_way(path: Path) -> None:
    name = dotted(path)
    here = room(name)
    for imported in imports(path):
        top = imported.split(".")[0]
        if name.startswith("device"):
            assert top not in FORBIDDEN_IN_DEVICE, f"{name} imports {imported}"
        if here is None or top not in {"device", "server", "wiring"}:
            continue
        assert room(imported) in ROOMS[here] | {here, "device.closing"}, (
            f"{name} imports {imported}"
        )


PIN_CALL = re.compile(r"\b(?:dout|pd_sck|sck|pin_[ab]|buzzer|led)\w*\s*=\s*\d+\b", re.IGNORECASE)


@pytest.mark.parametrize("path", modules(), ids=dotted)
def test_only_wiring_holds_pin_numbers(path: Path) -> None:
    if not dotted(path).startswith("wiring"):
        assert not PIN_CALL.search(path.read_text()), f"{dotted(path)} names a pin number"
