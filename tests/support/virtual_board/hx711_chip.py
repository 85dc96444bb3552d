"""A model of the HX711 at the level of its two pins.

Facts: HX711 data sheet, sections "Serial Interface", "Reset and Power-Down" and "Output settling
time". What the sheet leaves open is a switch, so that a driver must survive either.
"""

from collections.abc import Callable

POWER_DOWN_NS = 60_000
SETTLING = 4
GARBAGE = 0x2AAAAA

_NEXT_GAIN = {25: ("A", 128), 26: ("B", 32), 27: ("A", 64)}
_GAIN = {("A", 128): 1.0, ("A", 64): 0.5, ("B", 32): 0.0}


class Hx711Chip:
    """Its state advances with every look at it.

    Attributes:
        value_at: The conversion at gain 128 as a function of time; clipped to 24 bits.
        period_ns: Between conversions; 12.5 ms at 80, 100 ms at 10 samples per second.
        mid_frame: What happens to a conversion that completes while one is clocked out:
            ``switch`` continues with the new one's bits, ``hold`` drops it.
        dout: ``None``, or the level that a fault ties the pin to.
        silent: Whether it stopped converting.
        power_downs: How often it was powered down.
        switched: How many conversions landed inside a frame.
        completed: The values of all conversions that completed, settled ones only.
    """

    def __init__(
        self, clock: Callable[[], int], value_at: Callable[[int], int], period_ns: int = 12_500_000
    ) -> None:
        self._clock = clock
        self.value_at = value_at
        self.period_ns = period_ns
        self.mid_frame = "switch"
        self.dout: int | None = None
        self.silent = False
        self.power_downs = self.switched = 0
        self.completed: list[int] = []
        self._sck = 0
        self._sck_rose_ns = 0
        self._powered = True
        self._reset(clock())

    def _reset(self, now_ns: int) -> None:
        self._gain = ("A", 128)
        self._pulses = 25
        self._word = 0
        self._ready = False
        self._unsettled = SETTLING
        self._due_ns = now_ns + self.period_ns

    def write_sck(self, level: int) -> None:
        """The host drives the clock pin."""
        self._sync()
        now_ns = self._clock()
        if level and not self._sck:
            self._sck_rose_ns = now_ns
            self._rise()
        elif not level and self._sck and not self._powered:
            self._powered = True
            self._reset(now_ns)
        self._sck = level

    def read_dout(self) -> int:
        """The host looks at the data pin."""
        self._sync()
        if self.dout is not None:
            return self.dout
        if not self._powered:
            return 1
        if 1 <= self._pulses <= 24:
            return self._word >> (24 - self._pulses) & 1
        return 0 if self._ready else 1

    def slip(self) -> None:
        """A spark on the clock wire: one pulse that the host knows nothing of."""
        self._sync()
        self._rise()

    def _rise(self) -> None:
        if not self._powered:
            return
        if self._ready:
            self._ready = False
            self._pulses = 0
        self._pulses = min(self._pulses + 1, 28)

    def _sync(self) -> None:
        now_ns = self._clock()
        if self._sck and self._powered and now_ns - self._sck_rose_ns > POWER_DOWN_NS:
            self._powered = False
            self.power_downs += 1
        while self._powered and self._due_ns <= now_ns:
            self._complete(self._due_ns)
            self._due_ns += self.period_ns

    def _complete(self, at_ns: int) -> None:
        if self.silent:
            return
        in_frame = 1 <= self._pulses <= 24
        if in_frame:
            self.switched += 1
            if self.mid_frame == "hold":
                return
        elif self._pulses in _NEXT_GAIN and _NEXT_GAIN[self._pulses] != self._gain:
            self._gain = _NEXT_GAIN[self._pulses]
            self._unsettled = SETTLING
        ideal = round(self.value_at(at_ns) * _GAIN[self._gain])
        value = max(-(2**23), min(2**23 - 1, ideal))
        if self._unsettled:
            self._unsettled -= 1
            value = GARBAGE
        else:
            self.completed.append(value)
        self._word = value & 0xFFFFFF
        if not in_frame:
            self._ready = True
