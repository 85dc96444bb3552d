"""The piezo and the two-colour LED: what each cue sounds and looks like, and giving it."""

from threading import Condition, Thread
from typing import Any, Final, NamedTuple

from device.sensors.cue import Cue
from wiring.pins import PinMap


class Beat(NamedTuple):
    """A part of a cue: a tone (0 for none), the lights, and how long."""

    tone_hz: int
    green: bool
    red: bool
    seconds: float


_ALARM: Final = Beat(900, False, True, 0.15)
_PAUSE: Final = Beat(0, False, False, 0.10)

# As on the bridge board (device/firmware/pico/cues.py): high and short is good, low is not.
PATTERNS: Final[dict[Cue, tuple[Beat, ...]]] = {
    Cue.HOLD_REACHED: (Beat(2600, True, False, 0.12),),
    Cue.REP_DONE: (
        Beat(2100, True, False, 0.06),
        Beat(0, False, False, 0.04),
        Beat(2800, True, False, 0.09),
    ),
    Cue.REP_NOT_COUNTED: (Beat(700, False, True, 0.25),),
    Cue.FAULT: (_ALARM, _PAUSE, _ALARM, _PAUSE, _ALARM),
}

_DUTY_PCT: Final = 50
"""A square wave: the loudest a piezo gets."""

_FIRST_TONE_HZ: Final = 1000
"""The package asks for one when it opens; every beep sets its own."""


class PiezoAndLight:
    """Gives cues on its own thread, so that the caller never waits; a ``CueOutput``."""

    def __init__(self, gpio: Any, pins: PinMap) -> None:
        """Take the pins.

        Args:
            gpio: The module ``RPi.GPIO``.
            pins: Where piezo and LED are.
        """
        self._gpio = gpio
        self._piezo, self._green, self._red = (
            signal.gpio for signal in (pins.piezo, pins.led_green, pins.led_red)
        )
        gpio.setmode(gpio.BCM)
        for pin in (self._piezo, self._green, self._red):
            gpio.setup(pin, gpio.OUT, initial=gpio.LOW)
        self._pwm = gpio.PWM(self._piezo, _FIRST_TONE_HZ)
        self._changed = Condition()
        self._wanted: Cue | None = None
        self._closed = False
        self._thread = Thread(target=self._run, name="cues", daemon=True)
        self._thread.start()

    def play_cue(self, cue: Cue) -> None:
        """Give a cue in place of the one still sounding; see ``CueOutput``."""
        with self._changed:
            self._wanted = cue
            self._changed.notify()

    def close(self) -> None:
        """Fall silent and let go of the pins; may be called twice."""
        with self._changed:
            if self._closed:
                return
            self._closed = True
            self._changed.notify()
        self._thread.join(1.0)
        self._show(Beat(0, False, False, 0.0))
        del self._pwm  # rpi-lgpio writes to the pin once more then, which must still be ours
        self._gpio.cleanup([self._piezo, self._green, self._red])

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._wanted is not None or self._closed)
                if self._closed or self._wanted is None:
                    return
                cue, self._wanted = self._wanted, None
            for beat in PATTERNS[cue]:
                self._show(beat)
                if self._interrupted(beat.seconds):
                    break
            self._show(Beat(0, False, False, 0.0))

    def _interrupted(self, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(
                lambda: self._wanted is not None or self._closed, timeout=seconds
            )

    def _show(self, beat: Beat) -> None:
        self._gpio.output(self._green, beat.green)
        self._gpio.output(self._red, beat.red)
        if beat.tone_hz:
            self._pwm.ChangeFrequency(beat.tone_hz)
            self._pwm.start(_DUTY_PCT)
        else:
            self._pwm.stop()
