"""Judges what has arrived of a request, before cheroot reads it.

cheroot is lenient where this must not be: it takes the last of two lengths, joins folded lines,
and reads ``+5`` and ``1_6`` as numbers. Whoever knows that could have a thread wait for a body
that was not seen before the thread was given. So a head that can be read in two ways is refused;
no browser and no HTTP library sends one.
"""

import contextlib
import re
import socket
from enum import Enum
from typing import Final

LONGEST_HEAD: Final = 16_384
_TOO_LONG: Final = LONGEST_HEAD + 256
"""cheroot reads in pieces of 256 bytes: of so much it sees the excess without waiting."""
_FIELD: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*", re.DOTALL)
_LENGTH: Final = re.compile(rb"[0-9]{1,15}")


class Arrival(Enum):
    """How a request stands."""

    PARTIAL = "more must come"
    WHOLE = "a thread would not have to wait"
    GONE = "nobody is there any more"
    UNCLEAR = "400 Bad Request"
    UNMEASURED = "411 Length Required"


def judge(seen: bytes, body_bytes: int) -> Arrival:
    """Say whether a thread would have to wait for the rest of this request.

    It would not where the head is too long, or says that too much is to come: that is refused
    without being read.
    """
    seen = seen.removeprefix(b"\r\n")  # cheroot, too, forgives one empty line before a request
    end = seen.find(b"\r\n\r\n")
    if end < 0:
        return Arrival.WHOLE if len(seen) >= _TOO_LONG else Arrival.PARTIAL
    length = _length_of(seen[:end])
    if isinstance(length, Arrival):
        return length
    complete = length > body_bytes or len(seen) >= end + 4 + length
    return Arrival.WHOLE if complete else Arrival.PARTIAL


def _length_of(head: bytes) -> int | Arrival:
    """Length of the body, or why there is none that can be relied on."""
    lengths: list[bytes] = []
    for line in head.split(b"\r\n")[1:]:
        field = _FIELD.fullmatch(line)
        if field is None:  # folded, or with a space before the colon
            return Arrival.UNCLEAR
        name = field[1].lower()
        if name == b"transfer-encoding":
            return Arrival.UNMEASURED
        if name == b"content-length":
            lengths.append(field[2])
    if len(lengths) > 1 or not all(map(_LENGTH.fullmatch, lengths)):
        return Arrival.UNCLEAR
    return int(lengths[0]) if lengths else 0


def refuse(sock: socket.socket, status: str) -> None:
    """Answer with a status alone, as far as the socket takes it without waiting."""
    answer = f"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    sock.setblocking(False)
    with contextlib.suppress(OSError):  # it is being closed anyway
        sock.send(answer.encode("ascii"))
