"""Where the bridge board may be: the ports to try, the likeliest first."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from serial.tools import list_ports

_BY_ID: Final = Path("/dev/serial/by-id")

# USB vendor and product: a Pico (RP2040 or RP2350) that runs MicroPython, by MicroPython's
# ports/rp2 board definitions.
_MICROPYTHON_PICO: Final = (0x2E8A, 0x0005)


class UsbIdentity(NamedTuple):
    """What a USB device tells of itself; it stays with the device under whatever port name."""

    vendor: int
    product: int
    serial_number: str | None


class Candidate(NamedTuple):
    """A port that could be the board's."""

    path: str
    usb: UsbIdentity


Lister = Callable[[], Sequence[Candidate]]


def list_usb_ports() -> list[Candidate]:
    """The serial ports on USB, by their lasting names where the system gives any."""
    lasting = _lasting_names()
    return [
        Candidate(
            lasting.get(port.device, port.device),
            UsbIdentity(port.vid, port.pid or 0, port.serial_number),
        )
        for port in list_ports.comports()
        if port.vid is not None
    ]


def _lasting_names() -> dict[str, str]:
    try:
        return {str(link.resolve()): str(link) for link in sorted(_BY_ID.iterdir())}
    except OSError:
        return {}


def ranked(candidates: Sequence[Candidate], known: UsbIdentity | None) -> list[Candidate]:
    """Candidates in the order to try: the board met before, then Picos, then the others."""
    return sorted(
        candidates,
        key=lambda one: (one.usb != known, not is_micropython_pico(one), one.path),
    )


def is_micropython_pico(candidate: Candidate) -> bool:
    """Whether a port is that of a Pico which runs MicroPython, ours or another's program."""
    return candidate.usb[:2] == _MICROPYTHON_PICO


def identity_of(path: str, candidates: Sequence[Candidate]) -> UsbIdentity | None:
    """The USB identity behind a path, which may be a link; ``None`` if it is not on USB."""
    here = _resolved(path)
    return next((one.usb for one in candidates if _resolved(one.path) == here), None)


def _resolved(path: str) -> str:
    return str(Path(path).resolve())
