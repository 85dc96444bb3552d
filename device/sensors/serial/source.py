"""The source that reads a bridge board, for as long as it takes to be plugged in again."""

import logging
import time
from collections.abc import Callable, Iterator, Mapping
from threading import Event, Lock
from typing import Final

from device.closing import Closing
from device.errors import UserError
from device.sensors.cue import Cue
from device.sensors.reading import Fault, Reading
from device.sensors.serial.finding import Lister, list_usb_ports
from device.sensors.serial.link import BadLine, encode_cue
from device.sensors.serial.port import PortError
from device.sensors.serial.search import Search
from device.sensors.serial.session import Session
from device.sensors.serial.situation import Situation, say
from device.sensors.serial.tracker import Tracker

_log = logging.getLogger(__name__)

DEFAULT_BAUD: Final = 115_200

_QUIET_NS: Final = 250_000_000
"""No reading for so long is worth a reading of its own; so are 200 ms after that."""
_OFFLINE_EVERY_NS: Final = 200_000_000
_READ_TIMEOUT_S: Final = 0.05
_LINK_FAULTS: Final = (
    Fault.LOAD_SATURATED,
    Fault.LOAD_DESYNC,
    Fault.ENCODER_ILLEGAL,
    Fault.LOAD_TIMEOUT,
)


class SerialSource(Closing):
    """Readings of a bridge board on USB, through every unplugging; a ``Source``.

    One thread iterates; the other methods may be called from any.

    Args:
        port_path: The board's port, for example ``/dev/serial/by-id/…``; ``None`` tries the
            ports on USB until one of them answers as a bridge board.
        baud: Bits per second, for boards with a serial converter.
        lister: Gives the ports on USB.
        clock_ns: The host's monotonic clock.

    Raises:
        UserError: The baud rate is no rate.
    """

    def __init__(
        self,
        port_path: str | None = None,
        baud: int = DEFAULT_BAUD,
        *,
        lister: Lister = list_usb_ports,
        clock_ns: Callable[[], int] = time.monotonic_ns,
    ) -> None:
        if baud <= 0:
            raise UserError(f"The baud rate must be a positive number, for example {DEFAULT_BAUD}.")
        self.name = "serial" if port_path is None else f"serial:{port_path}"
        self._clock_ns = clock_ns
        self._search = Search(port_path, baud, lister)
        self._tracker = Tracker()
        self._session: Session | None = None
        self._closed = Event()
        self._stepping = Lock()
        self._offline_at_ns = self._clock_ns()
        self._logged: Situation | None = None
        self._counts = dict.fromkeys(("connections", "disconnections", "bytes", "cues_lost"), 0)
        self._bad_lines = {kind.value: 0 for kind in BadLine}
        self._faults = {str(fault.name).lower(): 0 for fault in _LINK_FAULTS}

    @property
    def situation(self) -> Situation:
        """How things stand with the board."""
        if self._closed.is_set():
            return Situation.CLOSED
        session = self._session
        return self._search.situation if session is None else session.situation(self._clock_ns())

    @property
    def status(self) -> str:
        """The same in one sentence that says what to do."""
        if self._closed.is_set():
            return say(Situation.CLOSED, "")
        session = self._session
        return self._search.sentence if session is None else session.sentence(self._clock_ns())

    def counters(self) -> Mapping[str, int]:
        """What has been met since the start, by name: readings, losses, bad lines, flags."""
        session = self._session
        present = {} if session is None else session.decoder.bad_lines
        bad = {kind: count + present.get(kind, 0) for kind, count in self._bad_lines.items()}
        return {**self._tracker.counters, **self._counts, **bad, **self._faults}

    def play_cue(self, cue: Cue) -> None:
        """Have the board sound a cue; nothing while there is no board."""
        session = self._session
        if session is not None and session.accepted:
            try:
                session.port.write(encode_cue(cue))
                return
            except PortError:
                pass  # the reading thread meets the same failure, says it and mends it
        self._counts["cues_lost"] += 1

    def __iter__(self) -> Iterator[Reading]:
        while not self._closed.is_set():
            with self._stepping:
                readings = self._step()
            yield from readings

    def close(self) -> None:
        """Release the port; iterating ends within a tenth of a second."""
        self._closed.set()
        with self._stepping:
            self._drop_session()

    def _step(self) -> list[Reading]:
        """What the next few milliseconds bring; at the least, now and then, that nothing came."""
        if self._closed.is_set():
            return []
        readings = self._connect() if self._session is None else self._read(self._session)
        now_ns = self._clock_ns()
        if readings:
            self._offline_at_ns = now_ns + _QUIET_NS
        elif now_ns >= self._offline_at_ns:
            self._offline_at_ns = now_ns + _OFFLINE_EVERY_NS
            readings = [self._tracker.offline(now_ns)]
        self._log_change()
        return readings

    def _log_change(self) -> None:
        situation = self.situation
        if situation is not self._logged:
            self._logged = situation
            _log.info(self.status)

    def _connect(self) -> list[Reading]:
        self._session = self._search.attempt(self._clock_ns())
        if self._session is None:
            self._closed.wait(_READ_TIMEOUT_S)
        return []

    def _read(self, session: Session) -> list[Reading]:
        was_accepted = session.accepted
        try:
            chunk = session.receive(_READ_TIMEOUT_S)
            now_ns = self._clock_ns()
            items = session.digest(chunk, now_ns)
        except PortError as error:
            self._search.failed(error, session.port.path, self._clock_ns())
            self._drop_session()
            return []
        self._counts["bytes"] += len(chunk)
        if session.accepted and not was_accepted:
            self._counts["connections"] += 1
            self._search.found(session)
        readings = self._tracker.take(items, now_ns)
        for reading in readings:
            if reading.faults:
                self._count_faults(reading.faults)
        return readings

    def _count_faults(self, faults: int) -> None:
        for fault in _LINK_FAULTS:
            if faults & fault:
                self._faults[str(fault.name).lower()] += 1

    def _drop_session(self) -> None:
        session, self._session = self._session, None
        if session is None:
            return
        self._counts["disconnections"] += session.accepted
        for kind, count in session.decoder.bad_lines.items():
            self._bad_lines[kind] += count
        session.close()
