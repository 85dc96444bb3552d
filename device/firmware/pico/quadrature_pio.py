"""Counts every edge of a quadrature encoder in a state machine, without the processor.

The program looks at both channels about a million times a second. The last two levels (2 bits) and
the present ones (2 bits) make a number from 0 to 15, and the program jumps to that address: so
instructions 0 to 15 are a table of what each of the 16 transitions means. For that it must lie at
address 0, and as MicroPython places programs at the end of the memory of 32 instructions, it is
padded to fill all of it.
"""

import machine
import rp2

from link import signed_32

FREQUENCY_HZ = 10_000_000
LENGTH = 32

# The interrupt flags of PIO block 0: RP2040 datasheet section 3.7, and the same on the RP2350.
_PIO0_IRQ = 0x50200030
_ILLEGAL = 1


@rp2.asm_pio(
    in_shiftdir=rp2.PIO.SHIFT_LEFT,
    out_shiftdir=rp2.PIO.SHIFT_RIGHT,
    fifo_join=rp2.PIO.JOIN_RX,
)
def quadrature():
    # Address = B A before, B A now. A leads B: up. Both changed at once: illegal.
    jmp("look")  # 00 00
    jmp("up")  # 00 01
    jmp("down")  # 00 10
    jmp("illegal")  # 00 11
    jmp("down")  # 01 00
    jmp("look")  # 01 01
    jmp("illegal")  # 01 10
    jmp("up")  # 01 11
    jmp("up")  # 10 00
    jmp("illegal")  # 10 01
    jmp("look")  # 10 10
    jmp("down")  # 10 11
    jmp("illegal")  # 11 00
    jmp("down")  # 11 01
    jmp("up")  # 11 10
    # 11 11, and where every branch comes back to
    wrap_target()
    label("look")
    mov(isr, x)
    push(noblock)
    out(isr, 2)
    in_(pins, 2)
    mov(osr, isr)
    mov(pc, isr)
    label("illegal")
    irq(0)
    jmp("look")
    label("down")
    jmp(x_dec, "look")
    jmp("look")
    label("up")
    mov(x, invert(x))
    jmp(x_dec, "up_done")
    label("up_done")
    mov(x, invert(x))
    wrap()
    nop()
    nop()
    nop()
    nop()


class Quadrature:
    """The encoder on two neighbouring pins; counts from zero at boot."""

    def __init__(self, pin_a, pin_b):
        if pin_b != pin_a + 1:
            raise ValueError("encoder_b must be the pin after encoder_a")
        first = machine.Pin(pin_a, machine.Pin.IN, machine.Pin.PULL_UP)
        machine.Pin(pin_b, machine.Pin.IN, machine.Pin.PULL_UP)
        self._machine = rp2.StateMachine(0, quadrature, freq=FREQUENCY_HZ, in_base=first)
        # The present levels are the first "levels before", or the first look might count an edge.
        self._machine.exec("set(x, 0)")
        self._machine.exec("in_(pins, 2)")
        self._machine.exec("mov(osr, isr)")
        self._machine.active(1)

    def read(self):
        """The signed 32-bit count, and whether an illegal transition was met since last time."""
        count = 0
        # A full FIFO keeps its oldest values: throw those away, then take one that is new.
        for _ in range(self._machine.rx_fifo() + 1):
            count = self._machine.get()
        illegal = machine.mem32[_PIO0_IRQ] & _ILLEGAL
        if illegal:
            machine.mem32[_PIO0_IRQ] = _ILLEGAL
        return signed_32(count), bool(illegal)
