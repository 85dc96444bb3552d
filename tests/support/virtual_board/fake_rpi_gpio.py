"""Stands for the module ``RPi.GPIO``: the calls our drivers and the ``hx711`` package make.

Every call costs virtual time; a delay can be injected into any of them, before or after the pin
itself is reached, as a scheduler does.
"""

from collections.abc import Callable

from virtual_board.clock import VirtualClock

CALL_NS = 1_500


class FakePwm:
    def __init__(self, gpio: "FakeRpiGpio", pin: int, hertz: float) -> None:
        self._gpio, self._pin, self._hertz, self._on = gpio, pin, hertz, False

    def _say(self) -> None:
        self._gpio.tones.append((self._pin, self._hertz if self._on else 0))

    def __del__(self) -> None:
        """As rpi-lgpio does: stop once more, on a pin that must still be an output."""
        if self._gpio.direction.get(self._pin) != self._gpio.OUT:
            self._gpio.late_stops += 1

    def start(self, duty: float) -> None:
        self._on = duty > 0
        self._say()

    def stop(self) -> None:
        self._on = False
        self._say()

    def ChangeFrequency(self, hertz: float) -> None:  # noqa: N802  the real name
        self._hertz = hertz


class FakeRpiGpio:
    BCM, BOARD = 11, 10
    OUT, IN = 0, 1
    LOW, HIGH = 0, 1
    PUD_OFF, PUD_DOWN, PUD_UP = 20, 21, 22
    RISING, FALLING, BOTH = 31, 32, 33

    def __init__(self, clock: VirtualClock) -> None:
        self._clock = clock
        self.readers: dict[int, Callable[[], int]] = {}
        self.writers: dict[int, Callable[[int], None]] = {}
        self.callbacks: dict[int, Callable[[int], None]] = {}
        self.direction: dict[int, int] = {}
        self.written: list[tuple[int, int]] = []
        self.tones: list[tuple[int, float]] = []
        self.delay: Callable[[], tuple[int, int]] = lambda: (0, 0)
        self.edges_work = True
        self.refusal: Exception | None = None
        self.calls = self.late_stops = 0

    def _cost(self) -> int:
        before, after = self.delay()
        self.calls += 1
        self._clock.advance(CALL_NS + before)
        return after

    def setwarnings(self, on: bool) -> None:
        pass

    def setmode(self, mode: int) -> None:
        if mode != self.BCM:
            raise ValueError("A different mode has already been set!")

    def setup(
        self, pin: int, direction: int, pull_up_down: int = PUD_OFF, initial: int = -1
    ) -> None:
        if self.refusal is not None:
            raise self.refusal
        self.direction[pin] = direction
        if initial >= 0:
            self.output(pin, initial)

    def input(self, pin: int) -> int:
        if pin not in self.direction:
            raise RuntimeError("You must setup() the GPIO channel first")
        after = self._cost()
        level = self.readers[pin]()
        self._clock.advance(after)
        return level

    def output(self, pin: int, level: int) -> None:
        if self.direction.get(pin) != self.OUT:
            raise RuntimeError("The GPIO channel has not been set up as an OUTPUT")
        after = self._cost()
        self.written.append((pin, int(level)))
        del self.written[:-1000]
        if pin in self.writers:
            self.writers[pin](int(level))
        self._clock.advance(after)

    def add_event_detect(
        self, pin: int, edge: int, callback: Callable[[int], None], bouncetime: int = 0
    ) -> None:
        if not self.edges_work:
            raise RuntimeError("Failed to add edge detection")
        self.callbacks[pin] = callback

    def remove_event_detect(self, pin: int) -> None:
        self.callbacks.pop(pin, None)

    def cleanup(self, pins: list[int]) -> None:
        for pin in pins:
            self.direction.pop(pin, None)

    def PWM(self, pin: int, hertz: float) -> FakePwm:  # noqa: N802  the real name
        return FakePwm(self, pin, hertz)
