"""Commands that only read make no data folder where none is."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from server.cli import main


@pytest.mark.parametrize(
    "command",
    [
        ["export"],
        ["pair"],
        ["token", "list"],
        ["token", "add", "script"],
        ["config"],
        ["doctor"],
    ],
)
def test_a_mistyped_folder_is_told_and_not_made(tmp_path: Path, command: list[str]) -> None:
    wrong = tmp_path / "typo"
    done = CliRunner().invoke(main, [*command, "--data-dir", str(wrong)])
    assert list(tmp_path.iterdir()) == []
    assert done.exit_code == (0 if command[0] in {"config", "doctor"} else 2)
    if command[0] != "config":
        assert str(wrong) in done.output
        assert "--data-dir" in done.output
