"""Link version 1, the board's side: what is sent and what is understood.

Pure: runs under MicroPython and CPython alike, and is tested under both with the vectors that
the host's decoder is tested with (tests/vectors/link_v1.json).
"""

LINK_VERSION = 1
FIRMWARE = "1.0.0"

LOAD_SATURATED = 1
LOAD_DESYNC = 2
ENCODER_ILLEGAL = 4
LOAD_TIMEOUT = 8

CUES = ("hold_reached", "rep_done", "rep_not_counted", "fault")

_MAX_COMMAND_BYTES = 40


def _crc_of_nibble(nibble):
    crc = nibble << 12
    for _ in range(4):
        crc = (crc << 1 ^ 0x1021 if crc & 0x8000 else crc << 1) & 0xFFFF
    return crc


# Four bits at a time: sixteen entries instead of 256, and a quarter of the steps of single bits.
_TABLE = tuple(_crc_of_nibble(nibble) for nibble in range(16))


def crc16(data):
    """CRC-16/CCITT-FALSE: polynomial 0x1021, start 0xFFFF."""
    table = _TABLE
    crc = 0xFFFF
    for byte in data:
        crc = (crc << 4 & 0xFFFF) ^ table[crc >> 12 ^ byte >> 4]
        crc = (crc << 4 & 0xFFFF) ^ table[crc >> 12 ^ byte & 15]
    return crc


def _line(text):
    return ("%s*%04X\n" % (text, crc16(text.encode()))).encode()


def identity_line(nonce, board):
    """Who this is; the nonce is new at each boot."""
    return _line("I,%d,%08X,%s,%s" % (LINK_VERSION, nonce, FIRMWARE, board))


def sample_line(seq, t_us, count, load, flags):
    """One sample; ``load`` is ``None`` where no new conversion arrived."""
    text = "" if load is None else str(load)
    return _line("S,%d,%d,%d,%s,%02X" % (seq, t_us, count, text, flags))


def signed_32(word):
    """A PIO register as the signed number that it counts."""
    return word - 0x100000000 if word & 0x80000000 else word


def load_from_word(word):
    """What 25 clock pulses read from the HX711: conversion or ``None``, and flags.

    24 bits of two's complement, then one bit after the pulse that selects channel and gain: the
    chip has let go of the line there, so it must be high. If it is low, the line is stuck or the
    chip is out of step, and the value means nothing.
    """
    if not word & 1:
        return None, LOAD_DESYNC
    raw = word >> 1
    if raw & 0x800000:
        raw -= 0x1000000
    saturated = raw == 0x7FFFFF or raw == -0x800000
    return raw, LOAD_SATURATED if saturated else 0


class Microseconds:
    """Makes the link's clock (modulo 2**32) of the port's ticks, which wrap sooner."""

    def __init__(self, ticks, ticks_modulus):
        self._last = ticks
        self._modulus = ticks_modulus
        self.now = 0

    def advance(self, ticks):
        """The time at these ticks; ask at least once per wrap of theirs."""
        self.now = (self.now + (ticks - self._last) % self._modulus) & 0xFFFFFFFF
        self._last = ticks
        return self.now


class Commands:
    """Understands the host's lines; gives ``"identify"`` or the name of a cue."""

    def __init__(self):
        self._line = b""
        self._skipping = False

    def feed(self, data):
        """The commands that these bytes complete, in order."""
        lines = (self._line + data).split(b"\n")
        rest = lines.pop()
        if self._skipping and lines:
            lines.pop(0)
            self._skipping = False
        if len(rest) > _MAX_COMMAND_BYTES:
            self._skipping = True
        self._line = b"" if self._skipping else rest
        return [command for command in map(parse_command, lines) if command is not None]


def parse_command(line):
    """One line, given without its end: ``"identify"``, the name of a cue, or ``None``."""
    if line == b"?":
        return "identify"
    star = line.find(b"*")
    if len(line) > _MAX_COMMAND_BYTES or star < 0 or line[:2] != b"B,":
        return None
    if line[star + 1 :] != ("%04X" % crc16(line[:star])).encode():
        return None
    for cue in CUES:
        if line[2:star] == cue.encode():
            return cue
    return None
