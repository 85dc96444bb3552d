"""TLS without waiting: neither for a handshake nor for the rest of a request."""

import io
import socket
import ssl
from pathlib import Path

from cheroot import errors
from cheroot.ssl.builtin import BuiltinSSLAdapter

from device.errors import UserError
from server.http.connection import Connection
from server.http.request_head import LONGEST_HEAD, Arrival, judge, refuse


class TlsConnection(Connection):
    """One that speaks TLS: what has arrived of a request can only be seen by decrypting it.

    So a thread takes what is there, never waiting for more, and gives the connection back to the
    pending ones until more comes or its time is over: a visitor that drips holds no thread.
    """

    held = b""  # decrypted, and not answered yet
    _greeted = False

    def _answer(self) -> bool:
        arrival = self._receive()
        if arrival is Arrival.PARTIAL:
            return True
        self.begun_s = None
        if arrival is not Arrival.WHOLE:
            if arrival is not Arrival.GONE:
                refuse(self.socket, arrival.value)
            return False
        self.socket.settimeout(self.server.timeout)
        self.rfile = io.BytesIO(self.held)
        stays = super()._answer()
        self.held = self.rfile.read()
        return stays

    def _receive(self) -> Arrival:
        now_s, body_bytes = self.server.clock.monotonic(), self.server.max_request_body_size
        self.begun_s = self.begun_s or now_s
        if now_s - self.begun_s > self.server.timeout:
            return Arrival.GONE
        self.socket.setblocking(False)
        try:
            if not self._greeted:
                self.socket.do_handshake()
                self._greeted = True
            while (arrival := judge(self.held, body_bytes)) is Arrival.PARTIAL:
                if not (part := self.socket.recv(LONGEST_HEAD)):
                    return Arrival.GONE
                self.held += part
        except (ssl.SSLWantReadError, ssl.SSLWantWriteError):
            if self._greeted and not self.held:
                self.begun_s = None  # no request has begun: browsers connect before they need to
            return Arrival.PARTIAL
        except OSError:
            return Arrival.GONE
        return arrival


class _TlsAdapter(BuiltinSSLAdapter):
    """Wraps without the handshake: a silent visitor must not stop the accepting of others."""

    def wrap(self, sock: socket.socket) -> tuple[ssl.SSLSocket, dict[str, str]]:
        """Return the socket that speaks TLS, and what the application is told of it."""
        try:
            wrapped = self.context.wrap_socket(
                sock, server_side=True, do_handshake_on_connect=False
            )
        except OSError as error:
            raise errors.FatalSSLAlert(*error.args) from error
        return wrapped, {"wsgi.url_scheme": "https", "HTTPS": "on"}


def tls_adapter(cert: Path, key: Path | None) -> BuiltinSSLAdapter:
    """What makes accepted sockets speak TLS.

    Raises:
        UserError: The certificate does not fit.
    """
    try:
        adapter = _TlsAdapter(str(cert), str(key or cert))
    except (OSError, ssl.SSLError) as error:
        raise UserError(
            f"The certificate {cert} or its key cannot be used ({error}); "
            "give --cert a PEM chain and --key its private key."
        ) from error
    adapter.context.minimum_version = ssl.TLSVersion.TLSv1_2
    return adapter
