"""The ``hx711`` package, made safe: it never hangs, and what it returns is what the chip measured.

Kept from the package: its pins, its gain and channel settings, its power handling. Replaced: its
waiting, which sleeps 10 ms at a time and never ends on 0, −1, saturation or silence, and its
reading, which goes on after a late clock pulse with a chip that is out of step.

A conversion is accepted when all of these hold (times: HX711 data sheet, "Serial Interface" and
"Reset and Power-Down")::

    DOUT  ▔▔▔▔▔▔▔▔▔╲▁▁▁╱ 23 ╳ 22 ╳ … ╳ 0 ╲╱▔▔▔▔▔▔▔▔▔▔▔
          seen high ▴fell   msb first        ▴ busy again after the 25th pulse
    SCK   ▁▁▁▁▁▁▁▁▁▁▁▁▁╱╲▁▁▁╱╲▁▁▁…▁▁▁╱╲▁▁▁╱╲▁▁▁▁
                       each pulse under 60 µs, all before the next conversion

After anything else the chip is powered down and up, and four conversions are thrown away while it
settles.
"""

import time
from collections.abc import Callable
from typing import Final, NamedTuple

import hx711 as package
from hx711 import HX711

from device.sensors.reading import Fault

PULSE_LIMIT_NS: Final = 60_000
"""SCK high for longer powers the chip down; low and high are timed together, to be safe."""
WITNESS_NS: Final = 3_000_000
"""DOUT must have been seen high so shortly before, or the conversion's age is unknown."""
FRAME_LIMIT_NS: Final = 5_000_000
"""With ``WITNESS_NS`` less than the time between conversions: 12.5 ms by the data sheet at 80 a
second, 10.5 ms from the fastest oscillators seen."""
SILENT_NS: Final = 200_000_000
"""No good conversion for so long is a fault: two periods at 10 samples per second."""
STARTING_NS: Final = 500_000_000
"""What a chip at 10 samples per second may take before the first one, beside ``SILENT_NS``."""
RESCUE_NS: Final = 1_000_000_000
"""DOUT high for longer is a chip that hangs: it is powered down and up again."""

SETTLING_CONVERSIONS: Final = 4
"""The data sheet's settling time after power-up or a change of gain: four conversions."""

_BITS: Final = 24
_SIGN: Final = 1 << (_BITS - 1)
_ENDS: Final = (_SIGN - 1, -_SIGN)
_GAIN_PULSES: Final = {("A", 128): 1, ("A", 64): 3}
_CHANNEL_B_PULSES: Final = 2


class Conversion(NamedTuple):
    """What the load cell said at ``t_ns``; ``raw`` is ``None`` where it cannot be believed."""

    t_ns: int
    raw: int | None
    faults: int


class _Chip(HX711):  # type: ignore[misc]  # the package has no types
    """The package's pins, settings and power, without the read after each setting.

    That read waits half a second, and for ever where the chip answers late and then not at all.
    """

    def _apply_setting(self) -> bool:
        return True  # the pulses of the next frame carry the setting


class SafeHx711:
    """An HX711 that is polled; a poll takes a millisecond, or 20 to restart the chip.

    Attributes:
        conversions: How many were accepted.
        dropped: How many were read and thrown away, settling ones included.
        late: How many frames had a pulse or a whole that took too long.
        frame_ns: How long the latest accepted frame took.
    """

    def __init__(
        self,
        dout_pin: int,
        pd_sck_pin: int,
        clock_ns: Callable[[], int] = time.monotonic_ns,
        gain: int = 128,
        channel: str = "A",
    ) -> None:
        """Take the pins; the chip is powered up by the first ``poll``s."""
        self._gpio = package.GPIO
        self._dout, self._pd_sck = dout_pin, pd_sck_pin
        self._clock_ns = clock_ns
        self._desync = False
        self._seen_high_ns: int | None = None
        self._good_ns: int | None = None
        self._rescued_ns = 0
        self.conversions = self.dropped = self.late = self.frame_ns = 0
        self._chip = _Chip(dout_pin, pd_sck_pin, gain, channel)
        self._gain_pulses = _GAIN_PULSES.get(
            (self._chip.channel, self._chip.channel_a_gain), _CHANNEL_B_PULSES
        )
        self._settling = self._conversions_to_settle
        self._gpio.output(pd_sck_pin, False)

    def poll(self) -> Conversion | None:
        """Look at DOUT once; read the conversion if one is ready.

        To be called at least every 2 ms.

        Returns:
            A conversion, a fault, or ``None`` where there is nothing new.
        """
        now_ns = self._clock_ns()
        if self._good_ns is None:
            self._good_ns = self._rescued_ns = now_ns + STARTING_NS
        if self._gpio.input(self._dout):
            self._seen_high_ns = now_ns
            if now_ns - max(self._good_ns, self._rescued_ns) > RESCUE_NS:
                self._restart()
            return None
        seen_high_ns, self._seen_high_ns = self._seen_high_ns, None
        raw = self._frame()
        done_ns = self._clock_ns()
        if raw is None or done_ns - now_ns > FRAME_LIMIT_NS:
            return self._recover(done_ns)
        fresh = seen_high_ns is not None and now_ns - seen_high_ns <= WITNESS_NS
        if self._settling or not fresh:
            self._settling = max(0, self._settling - 1)
            self.dropped += 1
            return None
        self._good_ns = now_ns
        self.conversions += 1
        self.frame_ns = done_ns - now_ns
        return Conversion(now_ns, raw, int(Fault.LOAD_SATURATED) if raw in _ENDS else 0)

    @property
    def silent(self) -> bool:
        """Whether there was no good conversion for too long."""
        return self._good_ns is not None and self._clock_ns() - self._good_ns > SILENT_NS

    def _recover(self, now_ns: int) -> Conversion | None:
        """A frame failed: bring the chip back into step."""
        self.dropped += 1
        desync = self._desync
        self._restart()
        return Conversion(now_ns, None, int(Fault.LOAD_DESYNC)) if desync else None

    def _restart(self) -> None:
        self._chip.power_down()
        self._chip.power_up()
        self._rescued_ns = self._clock_ns()
        self._settling = self._conversions_to_settle

    @property
    def _conversions_to_settle(self) -> int:
        # The chip starts at gain 128; another gain comes with the first frame and settles anew.
        return SETTLING_CONVERSIONS + (1 if self._gain_pulses != 1 else 0)

    def _frame(self) -> int | None:
        """Clock out one conversion; ``None`` where a pulse came late or the chip does not end it.

        ``_desync`` then says which of the two it was.
        """
        self._desync = False
        gpio, sck, dout, clock_ns = self._gpio, self._pd_sck, self._dout, self._clock_ns
        output, read = gpio.output, gpio.input
        word = 0
        for pulse in range(_BITS + self._gain_pulses):
            began_ns = clock_ns()
            output(sck, True)
            output(sck, False)
            if clock_ns() - began_ns >= PULSE_LIMIT_NS:
                self.late += 1
                return None
            if pulse < _BITS:
                word = word << 1 | (1 if read(dout) else 0)
        if not read(dout):
            self._desync = True
            return None
        return word - (word >> (_BITS - 1) << _BITS)
