"""Link version 1, the bridge board's lines: what bytes become frames, and back.

::

    I,<version>,<boot_nonce hex8>,<firmware>,<board>*<crc>          board: who I am
    S,<seq>,<t_us>,<count>,<load_raw or empty>,<flags hex2>*<crc>   board: a sample, 200 per second
    ?                                                               host: who are you?
    B,<cue>*<crc>                                                   host: sound this cue

``crc`` is CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF, check value 0x29B1) of the bytes
before ``*`` in four upper-case hex digits. Lines end with LF; a CR before it is tolerated.
"""

import re
from binascii import crc_hqx
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple

from device.sensors.cue import Cue

LINK_VERSION: Final = 1
MAX_LINE_BYTES: Final = 120
"""Twice the longest line of version 1; what is longer is noise and is not kept."""

IDENTIFY: Final = b"?\n"

SEQ_MODULUS: Final = 1 << 16
CLOCK_MODULUS_US: Final = 1 << 32

_COUNT_LIMIT = 1 << 31
_LOAD_LIMIT = 1 << 23
_FLAGS_OF_VERSION_1 = 0x0F

_SAMPLE = re.compile(
    rb"(S,([0-9]{1,5}),([0-9]{1,10}),(-?[0-9]{1,10}),(-?[0-9]{1,7})?,([0-9A-F]{2}))\*([0-9A-F]{4})"
)
_IDENTITY = re.compile(
    rb"(I,([0-9]{1,3}),([0-9A-Fa-f]{8}),([\x21-\x2b\x2d-\x7e]{1,32}),([\x20-\x2b\x2d-\x7e]{1,40}))"
    rb"\*([0-9A-F]{4})"
)
_CHECKED = re.compile(rb"(.*)\*([0-9A-F]{4})", re.DOTALL)


class Frame(NamedTuple):
    """One sample as the board sent it.

    Attributes:
        seq: Counts frames modulo 65536, the unsent ones too.
        t_us: The board's microsecond clock modulo 2³².
        encoder_count: Signed 32-bit quadrature count.
        load_raw: A new conversion, signed 24 bits, or ``None``.
        flags: The low four bits of ``device.sensors.reading.Fault``.
    """

    seq: int
    t_us: int
    encoder_count: int
    load_raw: int | None
    flags: int


class Identity(NamedTuple):
    """What the board says of itself; another ``boot_nonce`` means that it has restarted."""

    link_version: int
    boot_nonce: str
    firmware: str
    board: str


class BadLine(StrEnum):
    """Why a line was not taken."""

    CHECKSUM = "bad_checksum"
    FIELDS = "bad_fields"
    NOISE = "not_a_frame"
    TOO_LONG = "too_long"


def checksum(body: bytes) -> bytes:
    """Four hex digits of CRC-16/CCITT-FALSE."""
    return b"%04X" % crc_hqx(body, 0xFFFF)


def encode(body: bytes) -> bytes:
    """A whole line: the body with its checksum and line end."""
    return b"%b*%b\n" % (body, checksum(body))


def encode_cue(cue: Cue) -> bytes:
    """The command that makes the board sound a cue."""
    return encode(b"B," + cue.value.encode())


def parse_line(line: bytes) -> Frame | Identity | BadLine:
    """What one line says, given without its line end."""
    match = _SAMPLE.fullmatch(line)
    if match is None:
        return _parse_other(line)
    body, seq, t_us, count, load, flags, crc = match.groups()
    if checksum(body) != crc:
        return BadLine.CHECKSUM
    frame = Frame(
        int(seq),
        int(t_us),
        int(count),
        None if load is None else int(load),
        int(flags, 16) & _FLAGS_OF_VERSION_1,
    )
    return frame if _in_range(frame) else BadLine.FIELDS


def _in_range(frame: Frame) -> bool:
    load = frame.load_raw
    return (
        frame.seq < SEQ_MODULUS
        and frame.t_us < CLOCK_MODULUS_US
        and -_COUNT_LIMIT <= frame.encoder_count < _COUNT_LIMIT
        and (load is None or -_LOAD_LIMIT <= load < _LOAD_LIMIT)
    )


def _parse_other(line: bytes) -> Identity | BadLine:
    match = _IDENTITY.fullmatch(line)
    if match is not None:
        body, version, nonce, firmware, board, crc = match.groups()
        if checksum(body) != crc:
            return BadLine.CHECKSUM
        return Identity(int(version), nonce.decode().upper(), firmware.decode(), board.decode())
    checked = _CHECKED.fullmatch(line)
    if checked is None:
        return BadLine.NOISE
    return BadLine.FIELDS if checksum(checked[1]) == checked[2] else BadLine.CHECKSUM


class Decoder:
    """Takes bytes as they arrive, in any portions, and gives what they say, in order.

    Keeps at most ``MAX_LINE_BYTES`` between calls, whatever arrives. How the bytes are portioned
    changes neither the output nor the counts.

    Attributes:
        frames: How many samples were good.
    """

    def __init__(self) -> None:
        self.frames = 0
        self._bad = dict.fromkeys(BadLine, 0)
        self._rest = b""
        self._skipping = False

    @property
    def bad_lines(self) -> Mapping[str, int]:
        """How many lines were not taken, by the value of ``BadLine``."""
        return {kind.value: count for kind, count in self._bad.items()}

    def feed(self, chunk: bytes) -> list[Frame | Identity]:
        """Everything that this portion completes."""
        lines = (self._rest + chunk).split(b"\n")
        rest = lines.pop()
        if self._skipping and lines:
            del lines[0]
            self._skipping = False
        taken: list[Frame | Identity] = []
        for line in lines:
            if len(line) > MAX_LINE_BYTES:
                self._bad[BadLine.TOO_LONG] += 1
            elif text := line.removesuffix(b"\r"):
                self._take(text, taken)
        self._keep(rest)
        return taken

    def _take(self, line: bytes, taken: list[Frame | Identity]) -> None:
        parsed = parse_line(line)
        if isinstance(parsed, BadLine):
            self._bad[parsed] += 1
            return
        if isinstance(parsed, Frame):
            self.frames += 1
        taken.append(parsed)

    def _keep(self, rest: bytes) -> None:
        if not self._skipping and len(rest) > MAX_LINE_BYTES:
            self._bad[BadLine.TOO_LONG] += 1
            self._skipping = True
        self._rest = b"" if self._skipping else rest
