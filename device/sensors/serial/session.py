"""One opened port, from first byte to last: which device is there, and does it still work?"""

from contextlib import suppress
from typing import Final

from device.sensors.serial.link import (
    IDENTIFY,
    LINK_VERSION,
    Decoder,
    Frame,
    Identity,
)
from device.sensors.serial.port import Port, PortError
from device.sensors.serial.situation import Situation, say

_S: Final = 1_000_000_000
_ASK_EVERY_NS: Final = _S * 3 // 10
_GREET_EVERY_NS: Final = 2 * _S
"""A board in use is asked as well: its light tells whether anybody reads it, and its answer would
tell of a restart that went unnoticed."""
_DIAGNOSE_NS: Final = _S
_GIVE_UP_NS: Final = _S * 5 // 2
_ENOUGH_FRAMES: Final = 20
_SAMPLE_BYTES: Final = 512
_MICROPYTHON: Final = (b"MicroPython", b">>> ", b"Traceback (most recent call last)")


class Session:
    """Talks to the device on a port; yields frames once that has proved to be a board.

    Args:
        port: An open port; the session closes it.
        now_ns: The host's monotonic time.

    Attributes:
        port: The port.
        decoder: Counts what was good and bad on it.
        identity: What the board said of itself, or ``None`` so far.
    """

    def __init__(self, port: Port, now_ns: int) -> None:
        self.port = port
        self.decoder = Decoder()
        self.identity: Identity | None = None
        self._accepted = False
        self._opened_ns = now_ns
        self._heard_ns = now_ns
        self._asked_ns = now_ns - _ASK_EVERY_NS
        self._bytes = 0
        self._noise = b""

    @property
    def accepted(self) -> bool:
        """Whether this is a bridge board, as far as known."""
        return self._accepted

    def situation(self, now_ns: int) -> Situation:
        """How things stand."""
        if self._accepted:
            return Situation.STREAMING
        if now_ns - self._opened_ns < _DIAGNOSE_NS:
            return Situation.CONNECTING
        return self._diagnosis()

    def sentence(self, now_ns: int) -> str:
        """The situation in words."""
        situation = self.situation(now_ns)
        return say(situation, self.port.path, self._detail(situation))

    def receive(self, timeout_s: float) -> bytes:
        """The bytes that arrive within the time.

        Raises:
            PortError: The port is gone.
        """
        return self.port.read(timeout_s)

    def digest(self, chunk: bytes, now_ns: int) -> list[Frame | Identity]:
        """What the bytes say; nothing before it is known that a board says it.

        Raises:
            PortError: This is no board that can be used, or it has fallen silent.
        """
        items = self.decoder.feed(chunk) if chunk else []
        if items:
            self._heard_ns = now_ns
            for item in items:
                if isinstance(item, Identity):
                    self._meet(item)
        if not self._accepted:
            self._wait_for_identity(chunk, now_ns)
            return items if self._accepted else []
        silent = now_ns - self._heard_ns > _DIAGNOSE_NS
        self._ask(now_ns, _ASK_EVERY_NS if silent else _GREET_EVERY_NS)
        if now_ns - self._heard_ns > _GIVE_UP_NS:
            raise PortError(Situation.SILENT, self.port.path)
        return items

    def close(self) -> None:
        """Close the port."""
        self.port.close()

    def _meet(self, identity: Identity) -> None:
        if identity.link_version != LINK_VERSION:
            older = identity.link_version < LINK_VERSION
            raise PortError(
                Situation.FIRMWARE_TOO_OLD if older else Situation.FIRMWARE_TOO_NEW,
                self.port.path,
                f"{identity.firmware}, link version {identity.link_version}",
            )
        self.identity = identity
        self._accepted = True

    def _wait_for_identity(self, chunk: bytes, now_ns: int) -> None:
        self._bytes += len(chunk)
        self._noise = (self._noise + chunk)[-_SAMPLE_BYTES:]
        self._ask(now_ns)
        waited_ns = now_ns - self._opened_ns
        if waited_ns < _DIAGNOSE_NS:
            return
        if self.decoder.frames >= _ENOUGH_FRAMES:
            self._accepted = True  # it is a board, but it does not hear us
        elif waited_ns > _GIVE_UP_NS or not self._bytes:
            situation = self._diagnosis()
            raise PortError(situation, self.port.path, self._detail(situation))

    def _ask(self, now_ns: int, every_ns: int = _ASK_EVERY_NS) -> None:
        if now_ns - self._asked_ns >= every_ns:
            self._asked_ns = now_ns
            with suppress(PortError):  # a board may be deaf and yet speak; reading finds it gone
                self.port.write(IDENTIFY)

    def _diagnosis(self) -> Situation:
        if not self._bytes:
            return Situation.SILENT
        if any(mark in self._noise for mark in _MICROPYTHON):
            return Situation.NO_FIRMWARE
        text = sum(32 <= byte < 127 or byte in b"\t\r\n" for byte in self._noise)
        mostly_text = text * 10 >= len(self._noise) * 9
        return Situation.WRONG_DEVICE if mostly_text else Situation.WRONG_BAUD

    def _detail(self, situation: Situation) -> str:
        if situation is not Situation.STREAMING:
            return str(self.port.baud)
        if self.identity is None:
            return "it does not answer, so its cues cannot sound"
        return f"{self.identity.board}, firmware {self.identity.firmware}"
