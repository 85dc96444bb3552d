"""The law of imports (``.importlinter``) binds every module, and it can refuse.

``make lint`` runs the law itself; here stands that nothing is outside it.
"""

import configparser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HALVES = ("device", "server", "wiring")
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"
MOST_FILES = 15


def contracts() -> dict[str, configparser.SectionProxy]:
    law = configparser.ConfigParser()
    law.read(ROOT / ".importlinter")
    return {
        name.removeprefix("importlinter:contract:"): law[name]
        for name in law.sections()
        if name != "importlinter"
    }


def code_files() -> list[Path]:
    """Every Python file of the product that can be imported; the firmware cannot."""
    return [
        path
        for half in HALVES
        for path in sorted((ROOT / half).rglob("*.py"))
        if "firmware" not in path.parts
    ]


def modules() -> set[str]:
    return {
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in code_files()
    }


def placed() -> set[str]:
    """Every module that stands on a line of an exhaustive contract."""
    found = set(HALVES)
    for contract in contracts().values():
        if contract.get("exhaustive") == "True":
            for line in contract["layers"].split("\n"):
                names = (name.strip() for name in line.split("|") if name.strip())
                found |= {f"{contract['containers']}.{name}" for name in names}
    return found


def test_no_module_is_outside_the_law() -> None:
    assert modules() == placed()


def test_the_law_has_no_exceptions() -> None:
    text = (ROOT / ".importlinter").read_text()
    assert "ignore_imports" not in text
    assert "exhaustive_ignores" not in text


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for path in code_files():
        target = tmp_path / path.relative_to(ROOT)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, target)
    shutil.copy(ROOT / ".importlinter", tmp_path)
    return tmp_path


def lint(folder: Path) -> tuple[int, str]:
    ran = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    return ran.returncode, ran.stdout + ran.stderr


def test_the_product_keeps_it() -> None:
    code, said = lint(ROOT)
    assert code == 0, said


@pytest.mark.parametrize(
    ("module", "forbidden", "broken"),
    [
        ("device/reps/rep.py", "import device.reps.detector", "device.reps"),
        ("device/files.py", "import device.store.rows", "device"),
        ("device/live/messages.py", "import device.store.errors", "device"),
        ("device/errors.py", "import flask", "The device service"),
        ("device/motion/sample.py", "import sqlite3", "are pure"),
        ("device/sensors/reading.py", "import server.config", "The server stands on the device"),
        ("server/training_data.py", "import device.motion.estimator", "no chips and no counts"),
        ("server/access/hosts.py", "import server.web.routing", "server"),
        ("wiring/pins.py", "import device.errors", "both on the wiring"),
    ],
)
def test_a_forbidden_import_is_refused(
    copy: Path, module: str, forbidden: str, broken: str
) -> None:
    path = copy / module
    path.write_text(f"{path.read_text()}\n{forbidden}\n")
    code, said = lint(copy)
    refused = [line for line in said.splitlines() if line.endswith("BROKEN")]
    assert code == 1
    assert any(broken in line for line in refused), said


def test_a_module_that_nobody_placed_is_refused(copy: Path) -> None:
    (copy / "device/reps/novelty.py").touch()
    code, said = lint(copy)
    assert code == 1
    assert "novelty" in said


def test_no_folder_is_a_corridor() -> None:
    crowded = {
        str(folder): len(found)
        for folder in {path.parent for path in code_files()}
        if len(found := [p for p in folder.glob("*.py") if p.name != "__init__.py"]) > MOST_FILES
    }
    assert crowded == {}
