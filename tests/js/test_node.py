"""The page's pure modules, tested by Node's own runner: this makes it a part of the one command."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = os.environ.get("NODE") or shutil.which("node")


def test_the_pure_modules_of_the_page() -> None:
    if NODE is None:
        reason = "no Node here: apt-get install nodejs, or set NODE to its path"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    files = sorted(str(path) for path in HERE.rglob("*.test.js"))
    run = subprocess.run(
        [NODE, "--test", "--test-reporter=spec", *files],
        capture_output=True,
        text=True,
        timeout=100,
    )
    print(run.stdout, run.stderr)
    assert run.returncode == 0, run.stdout
    passed = re.search(r"^\S* ?pass (\d+)$", run.stdout, re.M)
    assert passed is not None, run.stdout
    assert int(passed[1]) >= len(files)
