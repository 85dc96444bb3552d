"""Looks for the board: which port to open when, and how long to wait after a failure."""

from pathlib import Path
from typing import Final

from device.sensors.serial.finding import (
    Candidate,
    Lister,
    UsbIdentity,
    identity_of,
    ranked,
)
from device.sensors.serial.port import Port, PortError
from device.sensors.serial.session import Session
from device.sensors.serial.situation import Situation, say

_S: Final = 1_000_000_000
_FIRST_PAUSE_NS: Final = _S // 5
_LONGEST_PAUSE_NS: Final = 2 * _S
"""Short enough that a board is back within three seconds of being plugged in."""

_STRANGER_PAUSE_NS: Final = 30 * _S
"""A port that proved to be something else is left alone for so long, unless it was unplugged."""

# Bits per second to try, one at each attempt, where nothing that arrives makes sense: the next most
# usual rates of boards with a serial converter. A Pico's own USB ignores the rate.
_OTHER_BAUDS: Final = (1_000_000, 460_800, 230_400, 921_600)

_STRANGE: Final = frozenset({Situation.WRONG_DEVICE, Situation.SILENT, Situation.WRONG_BAUD})


class Search:
    """Finds and opens the board's port, again after each loss.

    Args:
        port_path: The port to use, or ``None`` to try those on USB until one is the board.
        baud: Bits per second to try first.
        lister: Gives the ports on USB.
    """

    def __init__(self, port_path: str | None, baud: int, lister: Lister) -> None:
        self._port_path = port_path
        self._bauds = (baud, *(other for other in _OTHER_BAUDS if other != baud))
        self._rates_tried: dict[str, int] = {}
        self._lister = lister
        self._known: UsbIdentity | None = None
        self._strangers: dict[Candidate, int] = {}
        self._tried: list[Candidate] = []
        self._pause_ns = 0
        self._next_ns = 0
        self.sentence = say(Situation.ABSENT, port_path or "any USB port")
        self.situation = Situation.ABSENT

    def found(self, session: Session) -> None:
        """The session's port is the board's: look for this one first from now on."""
        self._known = identity_of(session.port.path, self._lister())
        right = session.port.baud
        self._bauds = (right, *(other for other in self._bauds if other != right))
        self._rates_tried.clear()
        self._strangers.clear()
        self._tried.clear()
        self._pause_ns = 0

    def failed(self, error: PortError, path: str, now_ns: int) -> None:
        """A port could not be opened, was lost, or is not the board's; wait a little."""
        self.situation, self.sentence = error.situation, str(error)
        if self._judge(error.situation, path):
            self._strangers.update({one: now_ns for one in self._tried if one.path == path})
        self._wait(now_ns)

    def attempt(self, now_ns: int) -> Session | None:
        """Open the likeliest port, if it is time to; ``None`` if there is none to open now."""
        if now_ns < self._next_ns:
            return None
        path = self._choose(now_ns)
        if path is None:
            if not self._strangers:
                self.situation = Situation.ABSENT
                self.sentence = say(Situation.ABSENT, self._port_path or "any USB port")
            self._wait(now_ns)
            return None
        baud = self._bauds[self._rates_tried.get(path, 0)]
        try:
            return Session(Port(path, baud), now_ns)
        except PortError as error:
            self.failed(error, path, now_ns)
            return None

    def _judge(self, situation: Situation, path: str) -> bool:
        """Go on to the port's next rate, if it may be that; return whether it is no board's.

        A port at which one rate looked wrong is none once every rate has been tried.
        """
        if situation not in _STRANGE:
            return False
        tried = self._rates_tried.get(path, 0)
        if situation is not Situation.WRONG_BAUD and not tried:
            return True
        self._rates_tried[path] = (tried + 1) % len(self._bauds)
        return self._rates_tried[path] == 0

    def _wait(self, now_ns: int) -> None:
        self._pause_ns = min(max(2 * self._pause_ns, _FIRST_PAUSE_NS), _LONGEST_PAUSE_NS)
        self._next_ns = now_ns + self._pause_ns

    def _choose(self, now_ns: int) -> str | None:
        if self._port_path is not None:
            return self._named(self._port_path)
        candidates = ranked(self._lister(), self._known)
        self._forget_strangers(candidates, now_ns)
        left = [one for one in candidates if one not in self._strangers]
        fresh = [one for one in left if one not in self._tried] or left
        if not fresh:
            return None
        if fresh is left:
            self._tried.clear()
        self._tried.append(fresh[0])
        return fresh[0].path

    def _named(self, path: str) -> str:
        """The chosen path; while it is missing, where the board it led to is plugged in now."""
        if self._known is None or Path(path).exists():
            return path
        return next((one.path for one in self._lister() if one.usb == self._known), path)

    def _forget_strangers(self, present: list[Candidate], now_ns: int) -> None:
        paths = {one.path for one in present}
        self._rates_tried = {
            path: tried for path, tried in self._rates_tried.items() if path in paths
        }
        self._strangers = {
            one: since
            for one, since in self._strangers.items()
            if one in present and now_ns - since < _STRANGER_PAUSE_NS
        }
