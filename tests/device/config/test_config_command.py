import json
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from device.config.options import OPTIONS
from server.cli import main


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for row in OPTIONS.values():
        monkeypatch.delenv(row.environment_variable, raising=False)


def config(folder: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["config", "--data-dir", str(folder), *arguments])


def test_the_table_names_every_option_and_its_origin(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cablecoach.toml").write_text("port = 9000\n")
    monkeypatch.setenv("CABLECOACH_UNIT", "lb")
    result = config(tmp_path, "--rest-s", "20")
    assert result.exit_code == 0
    lines = {line.split()[0]: line.split() for line in result.output.splitlines() if line}
    assert set(OPTIONS) <= set(lines)
    assert lines["port"] == ["port", "9000", "file"]
    assert lines["unit"] == ["unit", '"lb"', "CABLECOACH_UNIT"]
    assert lines["rest_s"] == ["rest_s", "20.0", "s", "--rest-s"]
    assert lines["min_rom_m"] == ["min_rom_m", "0.0", "m", "default"]


def test_json_is_whole(tmp_path: Path) -> None:
    shown = json.loads(config(tmp_path, "--json", "--unit", "lb").output)
    assert shown["file"] == str(tmp_path / "cablecoach.toml")
    assert set(shown["options"]) == set(OPTIONS)
    assert shown["options"]["unit"]["value"] == "lb"
    assert shown["options"]["unit"]["origin"] == "--unit"
    assert shown["options"]["rest_s"]["high"] == 600


def test_toml_sets_only_what_was_changed(tmp_path: Path) -> None:
    text = config(tmp_path, "--toml", "--unit", "lb").output
    assert tomllib.loads(text) == {"unit": "lb"}
    assert "# rest_s = 30.0" in text


def test_the_manual_lists_the_options_as_they_are(tmp_path: Path) -> None:
    page = Path(__file__).parents[3] / "docs/options.md"
    shown = config(tmp_path, "--markdown").output
    assert page.read_text(encoding="utf-8") == shown, (
        "cablecoach config --markdown > docs/options.md"
    )
    assert all(f"| `{name}`" in shown for name in OPTIONS)


def test_a_wrong_file_is_one_sentence_and_status_2(tmp_path: Path) -> None:
    (tmp_path / "cablecoach.toml").write_text("prot = 9000\n")
    result = config(tmp_path)
    assert result.exit_code == 2
    assert result.output.strip().endswith("there is no option prot; did you mean port?")
    assert len(result.output.strip().splitlines()) == 1


def test_the_data_folder_may_come_from_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CABLECOACH_DATA_DIR", str(tmp_path))
    output = CliRunner().invoke(main, ["config"]).output
    assert output.startswith(f"File: {tmp_path}/cablecoach.toml (does not exist")
