"""What the tests of the services share."""

import os
import shutil
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[2] / "systemd"


@pytest.fixture(scope="session")
def analyze() -> str:
    """The path of systemd-analyze; on a test server it must be there."""
    found = shutil.which("systemd-analyze")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("systemd-analyze is missing: apt-get install systemd")
        pytest.skip("systemd-analyze is missing: apt-get install systemd")
    return found
