"""The bridge: every 5 ms one frame, meanwhile commands, cues and light.

Pure: everything it drives is handed to it, so it runs under MicroPython and CPython alike.
"""

from cues import Player
from led import light_for
from link import ENCODER_ILLEGAL, LOAD_DESYNC, LOAD_TIMEOUT
from link import Commands, identity_line, sample_line

PERIOD_US = 5000
LOAD_TIMEOUT_US = 200_000
_RESET_EVERY_US = 1_000_000
_SHOW_FAULT_US = 1_000_000
_HOST_GONE_US = 5_000_000  # a host that reads asks every two seconds


class Bridge:
    """Turns what the sensors count into frames.

    Args:
        encoder: ``read()`` gives the count and whether an illegal transition was met.
        load: ``read()`` gives conversion or ``None``, flags, and whether any word came;
            ``reset()`` powers the chip down and up.
        wire: ``read()`` gives the bytes received; ``write(line)`` sends a line or drops it.
        signals: ``show(light)`` and ``sound(tone)``.
        nonce: A number new at each boot.
        board: The board's name.
        start_us: The clock now.
    """

    def __init__(self, encoder, load, wire, signals, nonce, board, start_us=0):
        self._encoder = encoder
        self._load = load
        self._wire = wire
        self._signals = signals
        self._identity = identity_line(nonce, board)
        self._commands = Commands()
        self._player = Player()
        self._seq = 0
        self._last_us = start_us
        self._since_load_us = 0
        self._since_reset_us = _RESET_EVERY_US
        self._since_illegal_us = _SHOW_FAULT_US
        self._since_asked_us = _HOST_GONE_US
        self._wire.write(self._identity)

    def frame(self, t_us, skipped=0):
        """Take and send one sample; ``skipped`` periods before it were missed."""
        elapsed_us = (t_us - self._last_us) & 0xFFFFFFFF
        self._last_us = t_us
        self._seq = (self._seq + skipped) & 0xFFFF
        count, illegal = self._encoder.read()
        load, flags = self._read_load(elapsed_us)
        if illegal:
            flags |= ENCODER_ILLEGAL
            self._since_illegal_us = 0
        elif self._since_illegal_us < _SHOW_FAULT_US:
            self._since_illegal_us += elapsed_us
        self._wire.write(sample_line(self._seq, t_us, count, load, flags))
        self._seq = (self._seq + 1) & 0xFFFF
        self._obey(elapsed_us)
        self._signal(t_us, elapsed_us, flags)

    def _read_load(self, elapsed_us):
        load, flags, heard = self._load.read()
        self._since_load_us = 0 if load is not None else self._since_load_us + elapsed_us
        self._since_reset_us += elapsed_us
        if self._since_load_us > LOAD_TIMEOUT_US:
            self._since_load_us = LOAD_TIMEOUT_US + 1
            if not heard:
                flags |= LOAD_TIMEOUT
        lost = flags & LOAD_DESYNC or self._since_load_us > LOAD_TIMEOUT_US
        if lost and self._since_reset_us >= _RESET_EVERY_US:
            self._since_reset_us = 0
            self._load.reset()
        return load, flags

    def _obey(self, elapsed_us):
        if self._since_asked_us < _HOST_GONE_US:
            self._since_asked_us += elapsed_us
        received = self._wire.read()
        if not received:
            return
        for command in self._commands.feed(received):
            if command == "identify":
                self._since_asked_us = 0
                self._wire.write(self._identity)
            else:
                self._player.start(command)

    def _signal(self, t_us, elapsed_us, flags):
        playing = self._player.advance(elapsed_us)
        load_fault = bool(flags & LOAD_DESYNC) or self._since_load_us > LOAD_TIMEOUT_US
        encoder_fault = self._since_illegal_us < _SHOW_FAULT_US
        heard = self._since_asked_us < _HOST_GONE_US
        tone, light = playing or (0, light_for(t_us, heard, load_fault, encoder_fault))
        self._signals.sound(tone)
        self._signals.show(light)
