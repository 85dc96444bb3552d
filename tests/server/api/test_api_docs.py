"""Every command of docs/api.md works as it stands there."""

import re
import subprocess
from http import HTTPStatus
from pathlib import Path

from server.api.table import ROUTES

DOCS = Path(__file__).parents[3] / "docs"


def commands(text: str) -> list[str]:
    blocks = re.findall(r"^```sh\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    joined = "".join(blocks).replace("\\\n", " ")
    return [line for line in joined.splitlines() if line.strip()]


def test_the_examples_run(station, tmp_path):
    token = station.client("operator").headers["Authorization"].removeprefix("Bearer ")
    environment = {"STATION": station.url, "TOKEN": token, "PATH": "/usr/bin:/bin"}
    found = commands((DOCS / "api.md").read_text())
    assert len(found) >= 14
    outputs = [
        subprocess.run(
            ["bash", "-c", command],
            env=environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        for command in found
    ]
    for command, done in zip(found, outputs, strict=True):
        assert done.returncode == 0, (command, done.stdout, done.stderr)
    assert (tmp_path / "sets.csv").read_text().startswith("set_id,started_at")
    shown = re.findall(r"^```json\n(.*?)\n```", (DOCS / "api.md").read_text(), re.DOTALL | re.M)
    assert outputs[-1].stdout == shown[-1]


def test_every_status_that_the_api_gives_is_explained():
    text = (DOCS / "api.md").read_text()
    explained = {
        int(code) for row in re.findall(r"^\| ([\d, ]+) \|", text, re.M) for code in row.split(",")
    }
    errors = {int(status) for route in ROUTES for status in route.errors}
    assert errors <= explained
    assert int(HTTPStatus.TOO_MANY_REQUESTS) in explained
