"""From edges to timed counts, with every doubt about them beside."""

from collections import deque
from collections.abc import Callable
from threading import Lock
from typing import Final, NamedTuple

from device.sensors.gpio.lines import Lines
from device.sensors.gpio.quadrature import CHANNEL_A, CHANNEL_B, Quadrature
from device.sensors.reading import Fault

_OVERRUN: Final = int(Fault.ENCODER_OVERRUN)
_ILLEGAL: Final = int(Fault.ENCODER_ILLEGAL)
_MAX_PENDING: Final = 65_536
"""If positions are not fetched, the oldest are dropped: each is the whole position."""
PRESS_NS: Final = 30_000_000
"""A button's contacts bounce for less; so does a spark."""


class TimedCount(NamedTuple):
    """What the encoder stood at from ``t_ns`` on."""

    t_ns: int
    encoder_count: int


class EncoderReader:
    """Follows the two channels and the button on one set of lines.

    One thread calls ``drain``; another takes from ``counts`` and ``take_faults``.

    Attributes:
        counts: The count after each edge, in time order.
        edges: How many edges there were.
        lost: How many are known to be missing.
        on_press: Called, in the thread of ``drain``, when the button was pressed and let go.
    """

    def __init__(self, lines: Lines, pin_a: int, pin_b: int, button: int | None = None) -> None:
        self._lines = lines
        self._channels = {pin_a: CHANNEL_A, pin_b: CHANNEL_B}
        self._pins = (pin_a, pin_b)
        self._button = button
        self._pressed_ns: int | None = None
        self._quadrature = Quadrature(*lines.levels(self._pins))
        self._trusted = True
        self._faults = 0
        self._lock = Lock()
        self.counts: deque[TimedCount] = deque(maxlen=_MAX_PENDING)
        self.edges = 0
        self.lost = 0
        self.on_press: Callable[[], None] = lambda: None

    @property
    def illegal(self) -> int:
        """Transitions that cannot be, so far."""
        return self._quadrature.illegal + self._quadrature.repeated

    def drain(self) -> None:
        """Decode what has happened; when nothing has, compare the levels with the decoding."""
        batch = self._lines.read()
        if batch.lost:
            self.lost += batch.lost
            self._doubt(_OVERRUN)
        for t_ns, pin, level in batch.edges:
            channel = self._channels.get(pin)
            if channel is None:
                self._on_button(t_ns, level)
            else:
                self._on_channel(t_ns, channel, level)
        if not self._trusted and not batch.edges:
            self._anchor()

    def _on_channel(self, t_ns: int, channel: int, level: int) -> None:
        self.edges += 1
        self._trusted = False
        if not self._quadrature.edge(channel, level):
            self.lost += 1
            self._doubt(_OVERRUN)
            return
        self.counts.append(TimedCount(t_ns, self._quadrature.count))

    def _anchor(self) -> None:
        """Look at the levels, at rest: an edge on its way to us would make them look wrong."""
        levels = self._lines.levels(self._pins)
        if self._lines.wait(0):
            return
        illegal = self._quadrature.illegal
        if not self._quadrature.anchor(*levels):
            self.lost += 1
            self._doubt(_OVERRUN | (_ILLEGAL if self._quadrature.illegal > illegal else 0))
        self._trusted = True

    def _doubt(self, faults: int) -> None:
        self._trusted = False
        with self._lock:
            self._faults |= faults

    def take_faults(self) -> int:
        """The faults since this was last asked, as ``Fault``."""
        if not self._faults:
            return 0
        with self._lock:
            faults, self._faults = self._faults, 0
        return faults

    def _on_button(self, t_ns: int, level: int) -> None:
        if level == 0:
            self._pressed_ns = t_ns
        elif self._pressed_ns is not None:
            if t_ns - self._pressed_ns >= PRESS_NS:
                self.on_press()
            self._pressed_ns = None
