"""One serial port, opened for ourselves alone; its every failure is a ``PortError``."""

import errno
import select
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import Final

import serial

from device.sensors.serial.situation import Situation, say

_WRITE_TIMEOUT_S: Final = 0.05
_READ_EVERY_S: Final = 0.014
_MAX_READ_BYTES: Final = 1 << 12

_SITUATIONS: Final = {
    errno.ENOENT: Situation.ABSENT,
    errno.ENXIO: Situation.ABSENT,
    errno.ENODEV: Situation.ABSENT,
    errno.EACCES: Situation.PERMISSION,
    errno.EPERM: Situation.PERMISSION,
    errno.EBUSY: Situation.BUSY,
    errno.EAGAIN: Situation.BUSY,
    errno.ENOTTY: Situation.NOT_SERIAL,
    errno.EINVAL: Situation.NOT_SERIAL,
    errno.EISDIR: Situation.NOT_SERIAL,
    errno.ENOTDIR: Situation.ABSENT,
}


class PortError(Exception):
    """The port cannot be used (any more).

    Attributes:
        situation: What is the matter; ``str()`` of the error says it in a sentence.
    """

    def __init__(self, situation: Situation, path: str, detail: str = "") -> None:
        super().__init__(say(situation, path, detail))
        self.situation = situation


@contextmanager
def _failures(path: str, otherwise: Situation) -> Iterator[None]:
    """The one place that knows how pyserial fails.

    On a port that vanishes, ``read`` raises SerialException, ``in_waiting`` a plain OSError and
    the buffer resets termios.error, which is no OSError; a port closed meanwhile by another
    thread gives TypeError.
    """
    try:
        yield
    except (serial.SerialException, OSError, termios.error, TypeError, ValueError) as error:
        raise PortError(_situation(error, otherwise), path) from error


def _situation(error: BaseException, otherwise: Situation) -> Situation:
    code = getattr(error, "errno", None)
    if code is None and isinstance(error, termios.error) and error.args:
        code = error.args[0]
    if otherwise is Situation.LOST or not isinstance(code, int):
        return otherwise
    return _SITUATIONS.get(code, otherwise)


class Port:
    """An open serial port.

    ``read`` belongs to one thread; ``write`` and ``close`` may be called from any.

    Args:
        path: Its name, or a link to it.
        baud: Bits per second; a board with USB of its own takes any.

    Raises:
        PortError: It cannot be opened, or not exclusively.
    """

    def __init__(self, path: str, baud: int) -> None:
        self.path = path
        self.baud = baud
        self._writing = Lock()
        self._next_s = 0.0
        with _failures(path, Situation.NOT_SERIAL):
            self._serial = serial.Serial(
                path, baud, timeout=0, write_timeout=_WRITE_TIMEOUT_S, exclusive=True
            )
            self._arrival = select.poll()
            self._arrival.register(self._serial.fileno(), select.POLLIN)

    def read(self, timeout_s: float) -> bytes:
        """What has arrived, after waiting for the first byte; empty when the time is over.

        Waking up costs more than all that is done with a frame. So two reads are at least 14 ms
        apart, which is nearly three frames, and no bytes are asked for that are not there.

        Raises:
            PortError: The port is gone.
        """
        with _failures(self.path, Situation.LOST):
            if (early_s := self._next_s - time.monotonic()) > 0:
                time.sleep(early_s)
            if not self._arrival.poll(timeout_s * 1000):
                return b""
            self._next_s = time.monotonic() + _READ_EVERY_S
            return bytes(self._serial.read(_MAX_READ_BYTES))

    def write(self, data: bytes) -> None:
        """Send a short line, within 50 ms.

        Raises:
            PortError: The port is gone, or the board does not take it.
        """
        with self._writing, _failures(self.path, Situation.LOST):
            self._serial.write(data)

    def close(self) -> None:
        """Give the port back; unsent bytes are dropped, because the driver may wait for them."""
        with self._writing:
            with suppress(PortError), _failures(self.path, Situation.LOST):
                self._serial.reset_output_buffer()
            with suppress(PortError), _failures(self.path, Situation.LOST):
                self._serial.close()
