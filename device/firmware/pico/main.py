"""Starts the bridge at power-on. Hold the button while plugging in to get MicroPython instead.

Ctrl-C ends the program and its watchdog, so that new files can be copied.
"""

import gc
import os
import select
import sys
import time

import machine

import pins
from bridge import PERIOD_US, Bridge
from hx711_pio import Hx711
from led import Signals
from link import Microseconds
from quadrature_pio import Quadrature

WATCHDOG_MS = 2000
_COLLECT_EVERY = 64
_TICKS_MODULUS = time.ticks_add(0, -1) + 1

# The watchdog's control register, at the address whose writes clear bits, by chip: datasheets of
# RP2040 (section 4.7) and RP2350 (section 12.9). MicroPython itself cannot stop a watchdog.
_WATCHDOG_CLEAR = {"RP2040": 0x40058000 + 0x3000, "RP2350": 0x400D8000 + 0x3000}
_WATCHDOG_ENABLE = 1 << 30


class Usb:
    """The port to the host; never waits for it."""

    def __init__(self):
        self._out = sys.stdout.buffer
        self._in = sys.stdin.buffer
        self._writable = select.poll()
        self._writable.register(sys.stdout, select.POLLOUT)
        self._readable = select.poll()
        self._readable.register(sys.stdin, select.POLLIN)

    def write(self, line):
        """Send a line if the host takes it; a sample that nobody wants is not worth a wait."""
        if self._writable.poll(0):
            self._out.write(line)

    def read(self):
        """What has arrived, up to 64 bytes."""
        received = b""
        while len(received) < 64 and self._readable.poll(0):
            received += self._in.read(1)
        return received


def wants_maintenance():
    """Whether the button is held."""
    button = machine.Pin(pins.BUTTON, machine.Pin.IN, machine.Pin.PULL_UP)
    time.sleep_ms(5)  # the pull-up charges the wire
    return not button.value()


def stop_watchdog():
    """Let the board live on without being fed."""
    for chip, address in _WATCHDOG_CLEAR.items():
        if chip in os.uname().machine:
            machine.mem32[address] = _WATCHDOG_ENABLE


def run():
    """Frames for ever."""
    bridge = Bridge(
        Quadrature(pins.ENCODER_A, pins.ENCODER_B),
        Hx711(pins.LOAD_DOUT, pins.LOAD_SCK),
        Usb(),
        Signals(pins.LED_GREEN, pins.LED_RED, pins.PIEZO),
        int.from_bytes(os.urandom(4), "big"),
        os.uname().machine.replace(",", " "),
    )
    watchdog = machine.WDT(timeout=WATCHDOG_MS)
    due = time.ticks_us()
    clock = Microseconds(due, _TICKS_MODULUS)
    frames = 0
    while True:
        wait_us = time.ticks_diff(due, time.ticks_us())
        skipped = 0
        if wait_us > 0:
            time.sleep_us(wait_us)
        else:
            skipped = -wait_us // PERIOD_US
            due = time.ticks_add(due, skipped * PERIOD_US)
        due = time.ticks_add(due, PERIOD_US)
        bridge.frame(clock.advance(time.ticks_us()), skipped)
        watchdog.feed()
        frames += 1
        if frames % _COLLECT_EVERY == 0:
            gc.collect()  # at a time of our choice, right after a frame


if not wants_maintenance():
    try:
        run()
    except KeyboardInterrupt:
        stop_watchdog()
