"""Reads the HX711 in a state machine: no interrupt can stretch its clock.

The chip powers down if its clock stays high for 60 µs, and a stretched pulse makes it lose step;
here each pulse is 1.25 µs high and 1 µs low, whatever the processor does. Timing and coding are
those of Avia's HX711 data sheet, "Serial Interface".
"""

import machine
import rp2
import time

from link import load_from_word

FREQUENCY_HZ = 4_000_000
SETTLING_CONVERSIONS = 4  # data sheet: output settles four conversions after power-up
_POWER_DOWN_US = 100


@rp2.asm_pio(sideset_init=rp2.PIO.OUT_LOW, in_shiftdir=rp2.PIO.SHIFT_LEFT)
def hx711():
    wrap_target()
    wait(0, pin, 0).side(0)  # low: a conversion is ready
    set(x, 23).side(0)[1]
    label("bit")
    nop().side(1)[3]
    in_(pins, 1).side(1)
    jmp(x_dec, "bit").side(0)[3]
    nop().side(1)[3]  # the 25th pulse: channel A at gain 128 next
    in_(pins, 1).side(1)  # high, if the chip is in step
    push(noblock).side(0)[3]
    wrap()


class Hx711:
    """The load cell's converter."""

    def __init__(self, pin_dout, pin_sck):
        self._dout = machine.Pin(pin_dout, machine.Pin.IN, machine.Pin.PULL_UP)
        self._sck_number = pin_sck
        self._machine = None
        self.reset()

    def reset(self):
        """Power the chip down and up, which brings it back into step, and let it settle."""
        if self._machine is not None:
            self._machine.active(0)
        self._sck = machine.Pin(self._sck_number, machine.Pin.OUT, value=1)
        time.sleep_us(_POWER_DOWN_US)
        self._sck.value(0)
        # Block 1: the encoder's program fills all of block 0.
        self._machine = rp2.StateMachine(
            4, hx711, freq=FREQUENCY_HZ, in_base=self._dout, sideset_base=self._sck
        )
        self._machine.active(1)
        self._unsettled = SETTLING_CONVERSIONS

    def read(self):
        """The newest conversion or ``None``, the flags met, and whether any word came."""
        raw, flags, heard = None, 0, False
        for _ in range(self._machine.rx_fifo()):
            value, flag = load_from_word(self._machine.get())
            heard = True
            if self._unsettled and value is not None:
                self._unsettled -= 1
            else:
                flags |= flag
                raw = raw if value is None else value
        return raw, flags, heard
