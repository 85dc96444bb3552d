"""The server process: puts the rooms together, runs until it is told to stop, cleans up."""

import logging
import sqlite3
import threading
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from device.clock.system import SYSTEM_CLOCK, Clock
from device.live.client import CommandClient, LiveSubscriber, endpoints
from device.live.endpoints import Endpoints
from device.process.heartbeat import Heartbeats, watchdog_loop
from device.process.sd_notify import notify
from server.access.control_socket import ControlSocket
from server.access.credentials import CredentialStore
from server.access.identity import Role
from server.access.invitation import addresses_of, invitation, reachable
from server.access.pairing import CODE_LIVES_S, Grant, Pairing, PairingLockedError
from server.app import create_app
from server.config import ServerConfig
from server.http.server import LOOPS, WebServer
from server.live.device_link import DeviceLink
from server.live.event_buffer import EventBuffer
from server.live.subscription import StreamSlots
from server.training_data import TrainingData
from server.web.services import Services

_log = logging.getLogger(__name__)

_SAVE_EVERY_S: Final = 600.0
"""When each tablet was last seen is worth one write in ten minutes, not one per request."""

_LOOPS: Final = ("device link", *LOOPS)
_LATE_AFTER_S: Final = 3.0
"""A loop that has not turned for so long is told to the watchdog as stuck."""


class ServerProcess:
    """Everything of the server; bound to its port when it is made, answering after ``start``.

    Args:
        config: The options.
        folder: The server's private folder.
        training_data: Read access to the training store.
        announce: Shows text on the console.
        clock: For all that waits, retries and expires.

    Raises:
        UserError: The port is taken, or a file cannot be used.
    """

    def __init__(
        self,
        config: ServerConfig,
        folder: Path,
        *,
        training_data: TrainingData,
        announce: Callable[[str], None],
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        limits = config.limits
        self._beats = Heartbeats(_LOOPS, _LATE_AFTER_S, clock=clock)
        self._clock = clock
        self._announce = announce
        self._stopped = False
        self._events = EventBuffer()
        self._credentials = CredentialStore(folder, clock=clock)
        self._pairing = Pairing(clock=clock)
        self._link = self._make_link(endpoints(config.data_dir))
        self._services = Services(
            config=config,
            events=self._events,
            link=self._link,
            slots=StreamSlots(limits.streams, limits.streams_per_address),
            credentials=self._credentials,
            pairing=self._pairing,
            training_data=training_data,
            clock=clock,
        )
        self._web = WebServer(
            create_app(self._services),
            config,
            events=self._events,
            beat=self._beats.beat,
            clock=clock,
        )
        self.port = self._web.port
        self.addresses = addresses_of(config, self.port)
        self.address = self.addresses[-1]
        self._control = ControlSocket(folder, self._answer)
        self._reachable = reachable(config)

    def _make_link(self, addresses: Endpoints) -> DeviceLink:
        """The connection to the device, which also hears of the button on the box."""
        link = DeviceLink(
            events=self._events,
            subscribe=lambda: LiveSubscriber(addresses, clock=self._clock),
            commander=CommandClient(addresses),
            beat=lambda: self._beats.beat("device link"),
            clock=self._clock,
        )
        link.on("button", self._button)
        return link

    @property
    def services(self) -> Services:
        """The rooms behind the routes."""
        return self._services

    def start(self) -> None:
        """Begin to listen, to the device and to tablets."""
        self._link.start()
        self._web.start()
        self._control.start()
        if self._reachable and not self._credentials.has_operator():
            self._invite(Grant())
        notify("READY=1")

    def run(self, stop: threading.Event) -> None:
        """Work until ``stop`` is set; tell the service manager that all is well, while it is."""
        saver = threading.Thread(target=self._save_now_and_then, args=(stop,), daemon=True)
        saver.start()
        watchdog_loop(
            self._beats, stop, lambda: f"shows the page at {self.address}", clock=self._clock
        )
        saver.join(timeout=5.0)

    def stop(self) -> None:
        """End the streams, then everything else; takes well under a second. May be called twice."""
        if self._stopped:
            return
        self._stopped = True
        notify("STOPPING=1")
        with ExitStack() as steps:  # from the last to the first; one that fails stops no other
            steps.callback(self._credentials.close)
            steps.callback(self._link.stop)
            steps.callback(self._web.stop)
            steps.callback(self._control.stop)

    def _save_now_and_then(self, stop: threading.Event) -> None:
        while not self._clock.wait(stop, _SAVE_EVERY_S):
            try:
                self._credentials.save_use()
            except sqlite3.Error:  # a full disk, say: it counts on in memory
                _log.exception("The use of paired tablets could not be saved; it is tried again.")

    def _invite(self, grant: Grant) -> None:
        code = self._pairing.open(grant)
        self._announce(invitation(self.address, code, grant.role.word if grant.role else None))

    def _button(self, _: Mapping[str, Any]) -> None:
        """Somebody pressed the button on the box."""
        try:
            self._invite(Grant())
        except PairingLockedError as error:
            self._announce(str(error))

    def _answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Answer ``cablecoach pair``."""
        word, athlete_id = request.get("role"), request.get("athlete_id")
        role = Role.parse(word) if word else None
        if role is Role.VIEWER or not isinstance(athlete_id, int | None):
            raise ValueError(word)
        code = self._pairing.open(Grant(role, athlete_id))
        return {"code": code, "role": word, "page": self.address, "expires_s": CODE_LIVES_S}
