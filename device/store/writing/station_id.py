"""Which station this is."""

import hashlib
import sqlite3
import uuid
from pathlib import Path
from typing import Final

from device.store.connection import immediate
from device.store.state import read_state, write_state

_SERIAL: Final = Path("/sys/firmware/devicetree/base/serial-number")
_NAME: Final = "installation"


def station_id(connection: sqlite3.Connection) -> str:
    """The identity of this installation on this machine, 16 hexadecimal digits.

    It comes from a number drawn when the store was made and from the board's serial number where
    it has one, so that two boards with copies of one memory card are two stations.
    """
    with immediate(connection):
        drawn = read_state(connection, _NAME)
        if drawn is None:
            drawn = uuid.uuid4().hex
            write_state(connection, _NAME, drawn)
    return hashlib.sha256(drawn.encode() + _board_serial()).hexdigest()[:16]


def _board_serial() -> bytes:
    try:
        return _SERIAL.read_bytes()
    except OSError:
        return b""
