"""Lines by the kernel's GPIO character device, through libgpiod's own Python package.

The kernel stamps each edge with its monotonic clock and numbers it, so that lateness of this
process costs no accuracy and a loss cannot stay hidden.
"""

import errno
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import gpiod
from gpiod.line import Bias, Direction, Value
from gpiod.line import Clock as EventClock
from gpiod.line import Edge as EdgeDetection

from device.errors import UserError
from device.sensors.gpio.lines import Edge, Edges

# The header's chip on each generation; its number changed with kernels (raspberrypi/linux #6144).
CHIP_LABELS: Final = ("pinctrl-rp1", "pinctrl-bcm2711", "pinctrl-bcm2835")

EVENT_BUFFER: Final = 1024
"""The most the kernel grants (GPIO_V2_LINES_MAX × 16), whatever is asked for."""


class NoChipError(UserError):
    """There is no chip here, or the kernel is too old, for the character device."""

    def __init__(self) -> None:
        super().__init__(
            "No GPIO chip of a Raspberry Pi's header was found: use --source serial with a bridge"
            " board, or --source simulated."
        )


def find_chip(folder: Path) -> str:
    """The path of the chip in ``folder`` (``/dev``) that the header's pins belong to.

    Raises:
        NoChipError: There is none.
        UserError: It may not be opened.
    """
    denied = ""
    for path in sorted(folder.glob("gpiochip*")):
        try:
            if not gpiod.is_gpiochip_device(str(path)):
                continue
            with gpiod.Chip(str(path)) as chip:
                if chip.get_info().label in CHIP_LABELS:
                    return str(path)
        except PermissionError:
            denied = str(path)
    if denied:
        raise UserError(
            f"{denied} may not be opened: add this user to the group gpio and log in again."
        )
    raise NoChipError


class GpiodLines:
    """Inputs with pull-ups, every edge stamped and numbered by the kernel; a ``Lines``."""

    max_edges_per_s = 12_000

    def __init__(self, chip_path: str, pins: Sequence[int]) -> None:
        """Take the lines.

        Raises:
            NoChipError: The kernel knows only the first version of its interface.
            UserError: Another program has one of them, or the chip may not be opened.
        """
        settings = gpiod.LineSettings(
            direction=Direction.INPUT,
            bias=Bias.PULL_UP,
            edge_detection=EdgeDetection.BOTH,
            event_clock=EventClock.MONOTONIC,
        )
        try:
            self._request: Any = gpiod.request_lines(
                chip_path,
                config={tuple(pins): settings},
                consumer="cablecoach",
                event_buffer_size=EVENT_BUFFER,
            )
        except PermissionError as error:
            raise UserError(
                f"{chip_path} may not be opened: add this user to the group gpio and log in again."
            ) from error
        except OSError as error:
            if error.errno in (errno.ENOTTY, errno.EINVAL):  # no version 2 before Linux 5.10
                raise NoChipError from error
            named = ", ".join(str(pin) for pin in pins)
            raise UserError(
                f"The GPIO lines {named} cannot be taken ({error.strerror}): stop the program that"
                " holds them; gpioinfo names it."
            ) from error
        self._rising = gpiod.EdgeEvent.Type.RISING_EDGE
        self._last_seqno = 0

    def wait(self, timeout_s: float) -> bool:
        """Sleep until there are edges; see ``Lines``."""
        return bool(self._request.wait_edge_events(timeout_s))

    def read(self) -> Edges:
        """Take what the kernel holds; see ``Lines``.

        The kernel's buffer drops its oldest edges when it is full; what is missing shows as a gap
        in the numbers.
        """
        edges: list[Edge] = []
        lost = 0
        while len(edges) < EVENT_BUFFER and self._request.wait_edge_events(0):
            for event in self._request.read_edge_events(EVENT_BUFFER):
                lost += event.global_seqno - self._last_seqno - 1
                self._last_seqno = event.global_seqno
                level = 1 if event.event_type is self._rising else 0
                edges.append(Edge(event.timestamp_ns, event.line_offset, level))
        return Edges(edges, lost)

    def levels(self, pins: Sequence[int]) -> tuple[int, ...]:
        """The present levels; see ``Lines``."""
        active = Value.ACTIVE
        return tuple(int(value is active) for value in self._request.get_values(list(pins)))

    def close(self) -> None:
        """Let go of the lines."""
        self._request.release()
