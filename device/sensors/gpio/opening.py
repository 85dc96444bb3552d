"""Opening direct wiring: which packages reach the pins here, and can they keep up?"""

import importlib
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal

from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import UserError
from device.sensors.gpio.encoder import EncoderReader
from device.sensors.gpio.lines import Lines
from wiring.pins import PinMap, load_pins

if TYPE_CHECKING:
    from device.sensors.gpio.source import GpioSource

MAX_SPEED_M_S: Final = 4.0
"""The fastest a handle moves: a dropped one on a strong spring."""

Maker = Literal["auto", "gpiod", "rpigpio"]

_INSTALL: Final = (
    "Direct wiring needs a Raspberry Pi and its packages: sudo make install WIRING=direct,"
    " or pip install '.[pi5]' in the repository; without a Pi use --source simulated, or serial"
    " with a bridge board."
)


def open_gpio(
    counts_per_metre: float,
    maker: Maker = "auto",
    cues: bool = True,
    pins: PinMap | None = None,
    devices: Path = Path("/dev"),
    clock: Clock = SYSTEM_CLOCK,
) -> "GpioSource":
    """Open the sensors on the header.

    Args:
        counts_per_metre: The encoder's scale, to refuse one that is too fine to count.
        maker: Which package delivers edges; ``auto`` takes gpiod where it works.
        cues: Whether to take the piezo and the light.
        pins: Another pin map than the product's.
        devices: Where the kernel's GPIO chips are.
        clock: Stamps and paces what is read; edges from gpiod bear the kernel's stamps.

    Raises:
        UserError: This is no Raspberry Pi, a package or a right is missing, a pin is taken, or
            the encoder is too fine for direct wiring.
    """
    pins = pins or load_pins("direct")
    gpio = import_rpi_gpio()
    from device.sensors.gpio.cues import PiezoAndLight
    from device.sensors.gpio.hx711_safe import SafeHx711
    from device.sensors.gpio.source import GpioSource

    watched = [signal.gpio for signal in (pins.encoder_a, pins.encoder_b, pins.button)]
    lines = open_lines(maker, gpio, watched, devices, clock=clock)
    try:
        refuse_too_fast(counts_per_metre, lines.max_edges_per_s)
        encoder = EncoderReader(lines, *watched)
        load_cell = SafeHx711(pins.load_dout.gpio, pins.load_sck.gpio, clock.monotonic_ns)
        player = PiezoAndLight(gpio, pins) if cues else None
    except UserError:
        lines.close()
        raise
    except Exception as error:
        lines.close()
        raise refused_pins(error) from error

    def release() -> None:
        if player is not None:
            player.close()
        gpio.cleanup([pins.load_dout.gpio, pins.load_sck.gpio])

    return GpioSource(lines, encoder, load_cell, player, release, clock=clock)


def refused_pins(error: Exception) -> UserError:
    """What to say when RPi.GPIO or rpi-lgpio, each in its own way, does not give the pins."""
    return UserError(
        f"The pins of the header cannot be used ({error}): on a Pi 5 have rpi-lgpio in the place of"
        " RPi.GPIO; elsewhere add this user to the group gpio, and stop other programs that use"
        " the pins."
    )


def refuse_too_fast(counts_per_metre: float, max_edges_per_s: int) -> None:
    """Refuse an encoder whose edges come faster than they can be counted.

    Raises:
        UserError: At ``MAX_SPEED_M_S`` there are more than ``max_edges_per_s``.
    """
    needed = abs(counts_per_metre) * MAX_SPEED_M_S
    if needed > max_edges_per_s:
        allowed = max_edges_per_s / MAX_SPEED_M_S / 4 * 0.2
        raise UserError(
            f"At {MAX_SPEED_M_S:g} m/s this encoder makes {needed:,.0f} edges per second, and"
            f" direct wiring counts {max_edges_per_s:,} here: use an encoder of at most"
            f" {allowed:.0f} lines on a wheel of 200 mm (encoder_lines, wheel_circumference_mm),"
            " or the bridge board."
        )


def import_rpi_gpio() -> Any:
    """The module ``RPi.GPIO``, of RPi.GPIO or of rpi-lgpio.

    Raises:
        UserError: Neither is installed, or this is no Raspberry Pi.
    """
    _give_lgpio_a_folder()
    try:
        importlib.import_module("hx711")
        gpio = importlib.import_module("RPi.GPIO")
    except (ImportError, RuntimeError) as error:
        raise UserError(_INSTALL) from error
    gpio.setwarnings(False)  # it takes pins that a killed run left as outputs for a conflict
    return gpio


def _give_lgpio_a_folder() -> None:
    """Lgpio makes a pipe where ``LG_WD`` says, else where the process happens to stand.

    Under a service that is a folder it may not write, and the import fails
    (https://github.com/joan2937/lg/issues/22).
    """
    folder = os.environ.get("LG_WD") or os.environ.get("RUNTIME_DIRECTORY")
    if not folder or not os.access(folder, os.W_OK):
        folder = tempfile.gettempdir()
    os.environ["LG_WD"] = folder


def open_lines(
    maker: Maker,
    gpio: Any,
    pins: list[int],
    devices: Path = Path("/dev"),
    *,
    clock: Clock = SYSTEM_CLOCK,
) -> Lines:
    """Take the lines with the package asked for.

    Raises:
        UserError: It is missing, or a right, or a pin is taken.
    """
    if maker != "rpigpio":
        lines = _open_gpiod(pins, devices, must=maker == "gpiod")
        if lines is not None:
            return lines
    from device.sensors.gpio.lines_rpigpio import RpiGpioLines

    try:
        return RpiGpioLines(gpio, pins, clock=clock)
    except UserError:
        raise
    except Exception as error:
        raise refused_pins(error) from error


def _open_gpiod(pins: list[int], devices: Path, must: bool) -> Lines | None:
    try:
        from device.sensors.gpio.lines_gpiod import GpiodLines, NoChipError, find_chip
    except ImportError as error:
        if must:
            raise UserError("The package gpiod is missing: pip install gpiod.") from error
        return None
    try:
        return GpiodLines(find_chip(devices), pins)
    except NoChipError:
        if must:
            raise
        return None
