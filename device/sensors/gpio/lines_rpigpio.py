"""Lines by the ``RPi.GPIO`` interface, of RPi.GPIO itself or of rpi-lgpio.

Its callback names a line but neither the time nor the level. The time is taken on arrival; the
level is the other one than before, and is compared with the pin whenever the line rests, because
this interface says nothing of edges that it lost.
"""

from collections import deque
from collections.abc import Sequence
from threading import Event
from typing import Any

from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import UserError
from device.sensors.gpio.lines import Edge, Edges


class RpiGpioLines:
    """Inputs with pull-ups whose edges come as callbacks; a ``Lines``."""

    max_edges_per_s = 4_000

    def __init__(
        self,
        gpio: Any,
        pins: Sequence[int],
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Take the lines.

        Args:
            gpio: The module ``RPi.GPIO``.
            pins: The lines, numbered as BCM does.
            clock: Stamps the edges, and bounds the waiting for them.

        Raises:
            UserError: The interface cannot see edges on this kernel.
        """
        self._gpio = gpio
        self._pins = tuple(pins)
        self._clock = clock
        self._arrived: deque[tuple[int, int]] = deque()
        self._any = Event()
        gpio.setmode(gpio.BCM)
        for pin in self._pins:
            gpio.setup(pin, gpio.IN, pull_up_down=gpio.PUD_UP)
        self._level = {pin: int(gpio.input(pin)) for pin in self._pins}
        try:
            for pin in self._pins:
                gpio.add_event_detect(pin, gpio.BOTH, callback=self._on_edge)
        except RuntimeError as error:
            raise UserError(
                "RPi.GPIO cannot see edges on this kernel: install gpiod (pip install gpiod), or"
                " rpi-lgpio in place of RPi.GPIO."
            ) from error

    def _on_edge(self, pin: int) -> None:
        self._arrived.append((self._clock.monotonic_ns(), pin))
        self._any.set()

    def wait(self, timeout_s: float) -> bool:
        """Sleep until there are edges; see ``Lines``."""
        return self._clock.wait(self._any, timeout_s)

    def read(self) -> Edges:
        """Take what the callbacks left; see ``Lines``."""
        self._any.clear()
        edges: list[Edge] = []
        while self._arrived:
            t_ns, pin = self._arrived.popleft()
            level = self._level[pin] ^ 1
            self._level[pin] = level
            edges.append(Edge(t_ns, pin, level))
        return Edges(edges, 0)

    def levels(self, pins: Sequence[int]) -> tuple[int, ...]:
        """The present levels; see ``Lines``. Edges from here on count from them."""
        for pin in pins:
            level = int(self._gpio.input(pin))
            if not self._arrived:
                self._level[pin] = level
        return tuple(self._level[pin] for pin in pins)

    def close(self) -> None:
        """Let go of the lines."""
        pins, self._pins = self._pins, ()
        for pin in pins:
            self._gpio.remove_event_detect(pin)
        if pins:
            self._gpio.cleanup(list(pins))
