"""The HTTP server: cheroot, tuned for many sleeping visitors on a small machine."""

import contextlib
import logging
import socket
import struct
import threading
from collections.abc import Callable
from typing import Any, Final

from cheroot.wsgi import Server
from flask import Flask

from device.clock.system import SYSTEM_CLOCK, Clock
from device.errors import UserError
from server.config import ServerConfig
from server.http.connection import Connection, Gateway
from server.http.fair_queue import FairQueue
from server.http.pending import PendingConnections
from server.http.thread_pool import GrowingPool
from server.http.tls import TlsConnection, tls_adapter
from server.live.event_buffer import EventBuffer
from server.live.sender import StreamSender

_log = logging.getLogger(__name__)

_THREADS_AT_LEAST: Final = 8
"""Kept ready, so that a page's first requests wait for no thread to start."""

LOOPS: Final = ("accepting", "pending connections", "threads", "streams")
"""What beats while the server answers, each at least twice a second."""
_SEND_BUFFER: Final = 16_384
"""A sleeping tablet is sent seconds of stale frames, not minutes, before the server notices."""
_UNACKNOWLEDGED_MS: Final = 8_000
"""A tablet out of Wi-Fi is given up after this time; the kernel's default is a quarter hour."""
_TCP_INFO_WAITING: Final = struct.Struct("@24xI")
"""Linux's ``struct tcp_info`` up to ``tcpi_unacked``."""
_GRACE_S: Final = 0.4
"""How long requests in progress may take once the server stops; then they are cut."""


class _Server(Server):
    """cheroot with a waiting room before its thread pool and a sender behind it.

    It logs to our log.
    """

    ConnectionClass = Connection
    pending: PendingConnections
    queue: FairQueue
    clock: Clock
    sender: StreamSender

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gateway = Gateway
        self.working: set[Any] = set()

    def cut_connections(self) -> None:
        """End every request in progress."""
        for conn in tuple(self.working):
            with contextlib.suppress(OSError):
                conn.socket.shutdown(socket.SHUT_RDWR)

    def process_conn(self, conn: Any) -> None:
        self.pending.wait_for(conn)

    def put_conn(self, conn: Any) -> None:
        if not self.ready:
            conn.close()
        elif conn.subscription is not None:
            self.sender.add(conn, conn.subscription, chunked=conn.chunked)
        else:
            self.pending.wait_for(conn)

    def error_log(self, msg: str = "", level: int = logging.INFO, traceback: bool = False) -> None:
        # A visitor that leaves in the middle is no event: tablets do so all day.
        left = msg.startswith(("socket.error", "Got a connection error"))
        _log.log(logging.DEBUG if left else level, "%s", msg, exc_info=traceback)


class WebServer:
    """Serves the application until it is stopped. Binds its port when it is made.

    Raises:
        UserError: The port is taken, or the certificate does not fit.
    """

    def __init__(
        self,
        app: Flask,
        config: ServerConfig,
        *,
        events: EventBuffer,
        beat: Callable[[str], None] = lambda loop: None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        limits = config.limits
        self._beat = beat
        self._server = _bare_server(app, config)
        self._server.clock = clock
        self._server.requests = GrowingPool(
            self._server, least=_THREADS_AT_LEAST, most=limits.threads, clock=clock
        )
        self._server.queue = FairQueue(limits, self._server.requests.put)
        self._server.pending = PendingConnections(
            limits,
            self._server.queue.admit,
            encrypted=config.cert is not None,
            beat=self._tell_what_turns,
            clock=clock,
        )
        self._server.sender = StreamSender(
            events, stalled_s=limits.request_s, beat=lambda: beat("streams"), clock=clock
        )
        _bind(self._server, config)
        self._thread = threading.Thread(target=self._server.serve, name="http", daemon=True)

    @property
    def port(self) -> int:
        """The TCP port in use."""
        return int(self._server.bind_addr[1])

    @property
    def waiting(self) -> int:
        """Connections that have not sent a whole request."""
        return self._server.pending.waiting

    def _tell_what_turns(self) -> None:
        """In the thread of the pending connections: it sees what comes before and after it."""
        self._beat("pending connections")
        if not _not_accepted(self._server.socket):
            self._beat("accepting")
        if not self._server.requests.stuck:
            self._beat("threads")

    def start(self) -> None:
        """Begin to answer, in threads of its own."""
        self._server.pending.start()
        self._server.sender.start()
        self._thread.start()

    def stop(self) -> None:
        """End the streams and stop answering."""
        self._server.sender.stop()
        self._server.pending.stop()
        self._server.queue.stop()
        # cheroot would wait for a thread whose client does not read, for as long as that takes.
        cut = threading.Timer(_GRACE_S, self._server.cut_connections)
        cut.start()
        self._server.stop()
        cut.cancel()
        cut.join()
        self._thread.join(timeout=5.0)


def _bare_server(app: Flask, config: ServerConfig) -> _Server:
    """A server with the limits of the configuration, and with TLS where there is a certificate."""
    limits = config.limits
    server = _Server(
        (config.host, config.port),
        app,
        request_queue_size=128,
        timeout=max(1, round(limits.request_s)),
        shutdown_timeout=1,
    )
    server.server_name = "cablecoach"
    server.max_request_header_size = 16_384
    server.max_request_body_size = limits.body_bytes
    server.expiration_interval = 0.1
    if config.cert:
        server.ssl_adapter = tls_adapter(config.cert, config.key)
        server.ConnectionClass = TlsConnection
    return server


def _bind(server: _Server, config: ServerConfig) -> None:
    """Open the port.

    Raises:
        UserError: It is taken.
    """
    try:
        server.prepare()
    except OSError as error:
        raise UserError(
            f"Port {config.port} on {config.host} cannot be opened ({error.strerror or error});"
            " choose another one with --port."
        ) from error
    _tune(server.socket)


def _tune(listener: socket.socket) -> None:
    """Set what every accepted connection inherits from the listener (Linux, tcp(7))."""
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, _UNACKNOWLEDGED_MS)


def _not_accepted(listener: socket.socket) -> int:
    """How many connections wait to be accepted; of a listener Linux tells it as unacknowledged."""
    info = listener.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO_WAITING.size)
    return int(_TCP_INFO_WAITING.unpack(info)[0])
