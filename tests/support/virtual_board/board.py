"""The whole board: chip, encoder and button on the pins of the map, below both packages."""

import heapq
import importlib
import itertools
import sys
import threading
import types
from collections.abc import Iterable
from typing import Any

import pytest

from virtual_board.clock import VirtualClock, VirtualTime
from virtual_board.fake_gpiod import FakeKernel
from virtual_board.fake_rpi_gpio import FakeRpiGpio
from virtual_board.hx711_chip import Hx711Chip
from virtual_board.quadrature_model import QuadratureModel
from wiring.pins import load_pins

# Modules that hold a reference to a hardware package and must be loaded anew over another board.
_OURS = ("hx711_safe", "lines_gpiod", "source", "sampler", "measuring")


class VirtualBoard:
    """A Raspberry Pi with our sensors, in virtual time unless told otherwise."""

    def __init__(self, clock: VirtualClock | None = None) -> None:
        self.clock = clock or VirtualClock()
        self._lock = threading.Lock()
        self.pins = load_pins("direct")
        self.load = 0
        self.chip = Hx711Chip(self.clock, lambda t_ns: self.load)
        self.encoder = QuadratureModel(self._on_encoder)
        self.button = 1
        self.gpio = FakeRpiGpio(self.clock)
        self.kernel = FakeKernel(self.clock, self._level)
        self._due: list[tuple[int, int, int]] = []
        self._order = itertools.count()
        self.clock.attach(self._on_time)
        self._connect()

    def _connect(self) -> None:
        pins = self.pins
        self._encoder_pins = (pins.encoder_a.gpio, pins.encoder_b.gpio)
        self.gpio.readers[pins.load_dout.gpio] = self.chip.read_dout
        self.gpio.writers[pins.load_sck.gpio] = self.chip.write_sck
        for pin in (*self._encoder_pins, pins.button.gpio):
            self.gpio.readers[pin] = lambda pin=pin: self._level(pin)

    def _level(self, pin: int) -> int:
        if pin == self.pins.button.gpio:
            return self.button
        return self.encoder.levels[self._encoder_pins.index(pin)]

    def _on_encoder(self, t_ns: int, channel: int, level: int) -> None:
        self._tell(t_ns, self._encoder_pins[channel], level)

    def _tell(self, t_ns: int, pin: int, level: int) -> None:
        self.kernel.happened(t_ns, pin, level)
        if pin in self.gpio.callbacks:
            self.gpio.callbacks[pin](pin)

    def press(self, down: bool) -> None:
        """Push the button or let it go, now."""
        self.button = 0 if down else 1
        self._tell(self.clock.now_ns, self.pins.button.gpio, self.button)

    def schedule(self, steps: Iterable[tuple[int, int]]) -> None:
        """Have the encoder move at these times."""
        for t_ns, direction in steps:
            heapq.heappush(self._due, (t_ns, next(self._order), direction))

    def _on_time(self, before_ns: int, now_ns: int) -> None:
        with self._lock:
            while self._due and self._due[0][0] <= now_ns:
                t_ns, _, direction = heapq.heappop(self._due)
                self.encoder.step(t_ns, direction)

    def install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Put the fakes in the place of the packages, and the real ``hx711`` on top of them."""
        rpi = types.ModuleType("RPi")
        rpi.__dict__["GPIO"] = self.gpio
        gpiod, line = self.kernel.module()
        replaced: dict[str, Any] = {
            "RPi": rpi,
            "RPi.GPIO": self.gpio,
            "gpiod": gpiod,
            "gpiod.line": line,
        }
        for name, module in replaced.items():
            monkeypatch.setitem(sys.modules, name, module)
        for name in ("hx711", *(f"device.sensors.gpio.{ours}" for ours in _OURS)):
            monkeypatch.delitem(sys.modules, name, raising=False)
        self.hx711 = importlib.import_module("hx711")
        monkeypatch.setattr(self.hx711, "time", VirtualTime(self.clock))
