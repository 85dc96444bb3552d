"""``cablecoach flash-guide``: how a new Pico becomes a bridge board."""

from importlib.resources import as_file, files
from pathlib import Path
from typing import Final

import click

from device.errors import UserError
from device.files import replace_file
from wiring.pins import load_pins

_PINS_FILE: Final = "pins.py"

_STEPS: Final = """\
A new Raspberry Pi Pico becomes a bridge board in three steps.

1. Put MicroPython on it. Hold the button BOOTSEL while you plug the Pico in: it appears as a
   drive named RPI-RP2 (Pico 2: RP2350). Copy the file that ends in .uf2 for your board onto it,
   from the download page of micropython.org. The drive disappears: that is right.

2. Copy the bridge's program to it, with mpremote, MicroPython's own tool:
       pip install mpremote
{copying}
       mpremote fs cp {files} : + reset

3. Look: with the sensors wired, the box's light blinks green, and
       cablecoach run --source serial
   measures. `cablecoach doctor` shows what is wrong, if anything is.

Later versions go the same way from step 2. If the board does not answer mpremote, hold the box's
button while you plug it in: then it does not start the program.
"""


def firmware_files() -> dict[str, str]:
    """The board's files by name, with its pin numbers taken from the pin map."""
    folder = files("device").joinpath("firmware", "pico")
    programs = {
        entry.name: entry.read_text(encoding="utf-8")
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".py")
    }
    return programs | {_PINS_FILE: pins_module()}


def pins_module() -> str:
    """The module ``pins`` of the firmware: the wiring's pin map, one constant a signal."""
    signals = load_pins("pico").signals()
    constants = [f"{name.upper()} = {signal.gpio}" for name, signal in signals.items()]
    return '"""Made from wiring/pins.toml by `cablecoach flash-guide`."""\n\n' + "\n".join(
        [*constants, ""]
    )


@click.command()
@click.option(
    "--copy-to",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="Put the board's files into this folder, which may be a mounted board.",
)
def flash_guide(folder: Path | None) -> None:
    """Set up a bridge board: the steps, and the files that go on it."""
    if folder is None:
        target = Path("bridge-board")
        copying = f"       cablecoach flash-guide --copy-to {target}"
    else:
        target = folder
        names = _copy(folder)
        copying = f"   (the {len(names)} files are in {folder} now)"
    with as_file(files("device").joinpath("firmware", "pico")) as originals:
        click.echo(_STEPS.format(copying=copying, files=target / "*.py"))
        click.echo(f"The program is in {originals}, the pin numbers in wiring/pins.toml.")


def _copy(folder: Path) -> list[str]:
    contents = firmware_files()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in contents.items():
            replace_file(folder / name, text.encode(), mode=0o644)
    except OSError as error:
        raise UserError(
            f"Cannot write to {folder}: {error.strerror}; choose another folder."
        ) from error
    return list(contents)
