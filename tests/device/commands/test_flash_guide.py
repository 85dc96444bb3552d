import tomllib
from importlib.resources import files
from pathlib import Path

import pytest
from click.testing import CliRunner
from pico import FIRMWARE

from device.commands.flash_guide import pins_module
from server.cli import main


def run(*arguments: str):
    return CliRunner().invoke(main, ["flash-guide", *arguments], prog_name="cablecoach")


def test_says_three_steps_and_where_the_files_are() -> None:
    result = run()
    assert result.exit_code == 0
    assert [f"\n{step}. " in result.output for step in (1, 2, 3, 4)] == [True, True, True, False]
    assert "cablecoach flash-guide --copy-to bridge-board\n" in result.output
    assert "mpremote fs cp bridge-board/*.py : + reset" in result.output
    assert f"The program is in {FIRMWARE}" in result.output


def test_copies_the_whole_program_with_the_pins_of_the_map(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "board"
    result = run("--copy-to", str(folder))
    assert result.exit_code == 0
    assert f"files are in {folder} now" in result.output
    assert f"mpremote fs cp {folder}/*.py : + reset" in result.output
    originals = {path.name: path.read_text() for path in FIRMWARE.glob("*.py")}
    copied = {path.name: path.read_text() for path in folder.iterdir()}
    assert copied == originals | {"pins.py": pins_module()}


def test_pins_are_those_of_the_wiring_and_the_program_uses_no_others() -> None:
    namespace: dict[str, object] = {}
    exec(pins_module(), namespace)
    pins = {name: value for name, value in namespace.items() if name.isupper()}
    document = tomllib.loads(files("wiring").joinpath("pins.toml").read_text())
    signals = document["pico"]["signals"]
    assert pins == {name.upper(): signal["gpio"] for name, signal in signals.items()}
    used = {
        word.strip("(),")
        for word in (FIRMWARE / "main.py").read_text().replace("pins.", " pins.").split()
        if word.startswith("pins.")
    }
    assert used == {f"pins.{name}" for name in pins}


def test_folder_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    result = run("--copy-to", str(tmp_path / "file" / "board"))
    assert result.exit_code == 2
    assert result.output.count("\n") == 1
    assert "choose another folder" in result.output


@pytest.mark.parametrize("name", ["main.py", "link.py", "quadrature_pio.py", "hx711_pio.py"])
def test_installed_package_carries_the_firmware(name: str) -> None:
    assert files("device").joinpath("firmware", "pico", name).is_file()
