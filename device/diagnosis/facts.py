"""What can be seen of a computer without touching its pins or ports."""

import grp
import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import distributions
from pathlib import Path
from typing import Final, NamedTuple

from device.sensors.serial.finding import Candidate, Lister, list_usb_ports

PACKAGES: Final = ("gpiod", "hx711", "lgpio", "rpi-gpio", "rpi-lgpio")
"""Distributions that direct wiring uses, by their normalised names (PEP 503)."""


class Node(NamedTuple):
    """A device file.

    Attributes:
        path: Its path.
        usable: Whether this process may read and write it.
        group: The group that owns it.
    """

    path: str
    usable: bool
    group: str


@dataclass(frozen=True, slots=True)
class Facts:
    """A computer, as far as the sensors are concerned.

    Attributes:
        model: What a Raspberry Pi calls itself; empty on other computers.
        kernel: Major and minor version of the kernel.
        packages: Version of each installed distribution among ``PACKAGES``.
        gpio_chips: GPIO devices; the header's is among them on a Raspberry Pi.
        ports: Serial ports on USB, with who may open them.
        pipe_folder: Where lgpio would make its pipe, or empty where it may not.
    """

    model: str
    kernel: tuple[int, int]
    packages: dict[str, str]
    gpio_chips: Sequence[Node]
    ports: Sequence[tuple[Candidate, Node]]
    pipe_folder: str


def look_around(root: Path = Path("/"), lister: Lister = list_usb_ports) -> Facts:
    """Gather the facts. ``root`` is where ``dev`` and ``proc`` are; ``lister`` gives USB ports."""
    return Facts(
        model=_model(root / "proc/device-tree/model"),
        kernel=_kernel(platform.release()),
        packages=_packages(),
        gpio_chips=[_node(path) for path in sorted((root / "dev").glob("gpiochip*"))],
        ports=[(candidate, _node(Path(candidate.path))) for candidate in lister()],
        pipe_folder=_pipe_folder(),
    )


def _model(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8", errors="replace").rstrip("\0\n")
    except OSError:
        return ""


def _kernel(release: str) -> tuple[int, int]:
    found = re.match(r"(\d+)\.(\d+)", release)
    return (int(found[1]), int(found[2])) if found else (0, 0)


def _packages() -> dict[str, str]:
    installed = {
        re.sub(r"[-_.]+", "-", each.metadata["Name"] or "").lower(): each.version
        for each in distributions()
    }
    return {name: installed[name] for name in PACKAGES if name in installed}


def _node(path: Path) -> Node:
    usable = os.access(path, os.R_OK | os.W_OK)
    try:
        group = grp.getgrgid(path.stat().st_gid).gr_name
    except (OSError, KeyError):
        group = ""
    return Node(str(path), usable, group)


def _pipe_folder() -> str:
    folder = os.environ.get("LG_WD") or os.environ.get("RUNTIME_DIRECTORY") or str(Path.cwd())
    return folder if os.access(folder, os.W_OK) else ""
