"""Runs a program under the recorder."""

import os
import subprocess
import sys
from pathlib import Path

from device.recordings import __file__ as _recordings  # the product's own code is what is run

_HERE = Path(__file__).parent
_PROJECT = Path(_recordings).parents[2]


def build(source: Path, folder: Path) -> Path:
    """Compile a library to preload.

    Raises:
        FileNotFoundError: There is no C compiler.
    """
    library = folder / f"{source.stem}.so"
    compile_it = ["cc", "-shared", "-fPIC", "-O2", "-Wall", "-o", str(library), str(source), "-ldl"]
    subprocess.run(compile_it, check=True, capture_output=True)
    return library


def record(library: Path, script: Path, root: Path, log: Path, *arguments: str) -> None:
    """Run ``script`` with ``root`` and ``arguments``; ``log`` gets what it does below ``root``."""
    surroundings = os.environ | {
        "LD_PRELOAD": str(library),
        "POWERCUT_ROOT": str(root),
        "POWERCUT_LOG": str(log),
        "PYTHONPATH": str(_PROJECT),
    }
    done = subprocess.run(
        [sys.executable, str(script), str(root), *arguments],
        env=surroundings,
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
