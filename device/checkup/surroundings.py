"""What can be seen without a running station: disk, store, clock, ports, packages."""

import importlib.util
import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from device.checkup.finding import Finding, advice, good, problem
from device.clock.watch import sync_mark
from device.config import Config
from device.sensors.serial.finding import Candidate, list_usb_ports
from device.store.errors import StoreError
from device.store.layout import StoreLayout
from device.store.opening import find_damage
from device.store.reader import StoreReader

_LOW_MB: Final = 500
_FULL_MB: Final = 50
_MEGABYTE: Final = 1_000_000

_DIRECT_PACKAGES: Final[Mapping[str, str]] = {
    "RPi.GPIO": "pip install 'cablecoach[pi]', or 'cablecoach[pi5]' on a Pi 5",
    "hx711": "pip install 'cablecoach[pi]'",
    "gpiod": "pip install gpiod",
}


def look_around(config: Config, data_dir: Path) -> list[Finding]:
    """Everything that does not need a running station."""
    findings = [disk(data_dir), folder(data_dir), store(data_dir), clock()]
    kind = config.source.partition(":")[0]
    look = _BY_SOURCE.get(kind)
    return findings + (look(config) if look is not None else [])


def disk(data_dir: Path) -> Finding:
    """Room for sets and recordings."""
    free_mb = shutil.disk_usage(data_dir).free // _MEGABYTE
    if free_mb < _FULL_MB:
        return problem("disk", f"Only {free_mb} MB are free; delete something.")
    if free_mb < _LOW_MB:
        return advice("disk", f"Only {free_mb} MB are free; lower recordings_max_mb.")
    return good("disk", f"{free_mb:,} MB are free.")


def folder(data_dir: Path) -> Finding:
    """Whether the data folder can be written."""
    if os.access(data_dir, os.R_OK | os.W_OK | os.X_OK):
        return good("data folder", f"{data_dir} can be written.")
    return problem(
        "data folder", f"{data_dir} cannot be written; give it to the user who runs this."
    )


def store(data_dir: Path) -> Finding:
    """Whether the sets can be read, and are whole."""
    database = StoreLayout(data_dir).database
    if not database.exists():
        return good("training store", "There are no sets yet.")
    try:
        damage = find_damage(database)
        sets, _ = StoreReader(database).sets(limit=1)
    except (StoreError, OSError) as error:
        return problem("training store", str(error))
    if damage is not None:
        return problem(
            "training store", f"It is damaged ({damage}); restart the station, which repairs it."
        )
    newest = f"; the latest set is number {sets[0].set.set_id}" if sets else ""
    return good("training store", f"Every row is whole{newest}.")


def clock() -> Finding:
    """Whether a network clock has set this machine's."""
    if sync_mark() is not None:
        return good("clock", "It was set by a network clock.")
    return advice(
        "clock",
        "No network clock has set it; a tablet's clock is used instead as soon as one connects.",
    )


def bridge_board(ports: Sequence[Candidate]) -> list[Finding]:
    """Whether a bridge board may be plugged in, and may be opened."""
    if not ports:
        return [problem("bridge board", "No serial port on USB; plug the board in.")]
    return [
        good("bridge board", f"{port.path} can be opened.")
        if os.access(port.path, os.R_OK | os.W_OK)
        else problem(
            "bridge board",
            f"{port.path} may not be opened; run `sudo usermod -aG dialout $USER`, "
            "then log in anew.",
        )
        for port in ports
    ]


def direct_wiring(chips: Sequence[Path]) -> list[Finding]:
    """Whether packages and rights for direct wiring are there."""
    findings = [
        good("packages", f"{name} is installed.")
        if _is_installed(name)
        else problem("packages", f"{name} is missing: {how}.")
        for name, how in _DIRECT_PACKAGES.items()
    ]
    if not chips:
        findings.append(problem("GPIO", "This computer has no GPIO; use the bridge board."))
    elif not any(os.access(chip, os.R_OK | os.W_OK) for chip in chips):
        findings.append(
            problem(
                "GPIO",
                f"{chips[0]} may not be opened; run `sudo usermod -aG gpio $USER`, "
                "then log in anew.",
            )
        )
    else:
        findings.append(good("GPIO", "The pins may be used."))
    return findings


def _is_installed(name: str) -> bool:
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, RuntimeError):  # the parent package refuses outside a Raspberry Pi
        return False


def _serial(config: Config) -> list[Finding]:
    if config.serial_port:
        path = Path(config.serial_port)
        if not path.exists():
            return [problem("bridge board", f"There is no {path}; plug the board in.")]
    return bridge_board(list_usb_ports())


def _gpio(config: Config) -> list[Finding]:
    return direct_wiring(sorted(Path("/dev").glob("gpiochip*")))


def _replay(config: Config) -> list[Finding]:
    path = Path(config.source.partition(":")[2])
    if path.is_file():
        return [good("recording", f"{path} exists.")]
    return [problem("recording", f"There is no recording {path}; name another with --source.")]


_BY_SOURCE: Final[Mapping[str, Callable[[Config], list[Finding]]]] = {
    "serial": _serial,
    "gpio": _gpio,
    "replay": _replay,
}
