"""The two-colour LED and the piezo: what the board shows and sounds."""

from cues import GREEN, RED

_BLINK_US = 1_000_000


def light_for(t_us, host_listens, load_fault, encoder_fault):
    """The light of the state when no cue plays.

    Steady green: all is well. Blinking green: nobody reads the port. Blinking red: the load cell
    is lost or out of step. Both at once (amber): the encoder makes impossible moves.
    Pure: runs under MicroPython and CPython alike.
    """
    lit = t_us % _BLINK_US < _BLINK_US // 2
    if load_fault:
        return RED if lit else 0
    if encoder_fault:
        return GREEN | RED
    return GREEN if host_listens or lit else 0


class Signals:
    """The pins of LED and piezo; touches them only when something changes."""

    def __init__(self, pin_green, pin_red, pin_piezo):
        import machine

        self._green = machine.Pin(pin_green, machine.Pin.OUT, value=0)
        self._red = machine.Pin(pin_red, machine.Pin.OUT, value=0)
        self._piezo = machine.PWM(machine.Pin(pin_piezo))
        self._piezo.duty_u16(0)
        self._shown = 0
        self._tone = 0

    def show(self, light):
        """Light green, red, both or none."""
        if light != self._shown:
            self._shown = light
            self._green.value(1 if light & GREEN else 0)
            self._red.value(1 if light & RED else 0)

    def sound(self, tone):
        """A tone in Hz, or silence for 0."""
        if tone != self._tone:
            self._tone = tone
            if tone:
                self._piezo.freq(tone)
            self._piezo.duty_u16(32768 if tone else 0)
