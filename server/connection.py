"""cheroot's connections and requests, as this server needs them."""

import contextlib
import json
import socket
import ssl
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, Final

from cheroot import errors
from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.ssl.builtin import BuiltinSSLAdapter
from cheroot.wsgi import Gateway_10

from server.gate import HEADERS
from server.problems import MEDIA_TYPE, problem_object
from server.stream import Reader

HandOver = Callable[[Reader, Callable[[], None]], None]
"""``Request.hand_over``."""
HAND_OVER: Final = "cablecoach.hand_over"
"""Its key in the WSGI environment."""


class Gateway(Gateway_10):
    """Gives the application the means to hand its connection over."""

    def get_environ(self) -> Any:
        """The WSGI environment."""
        given: Any = super().get_environ
        return {**given(), HAND_OVER: self.req.hand_over}


class Request(HTTPRequest):
    """A request whose refusals by cheroot itself look like all others."""

    def hand_over(self, reader: Reader, closed: Callable[[], None]) -> None:
        """Let the sender go on with the connection once what was written so far is out.

        ``closed`` is called when the connection ends.
        """
        self.conn.reader, self.conn.closed = reader, closed
        # The end of the body is not the end of the response, and that not the connection's.
        self.conn.chunked, self.chunked_write = self.chunked_write, False
        self.close_connection = False

    def simple_response(self, status: str | int, msg: str = "") -> None:
        """Refuse."""
        code = HTTPStatus(int(str(status)[:3]))
        body = json.dumps(problem_object(code, msg or code.phrase)).encode()
        headers = {
            **HEADERS,
            "Content-Type": MEDIA_TYPE,
            "Content-Length": str(len(body)),
            "Connection": "close",
        }
        self.close_connection = True
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        start = f"{self.server.protocol} {int(code)} {code.phrase}\r\n"
        with contextlib.suppress(ConnectionError):
            self.conn.wfile.write(f"{start}{head}\r\n".encode("latin-1") + body)


class Connection(HTTPConnection):
    """A connection whose TLS handshake happens in its own thread, not in the accepting one."""

    RequestHandlerClass = Request
    handshake_done = False
    reader: Reader | None = None
    chunked = False

    @staticmethod
    def closed() -> None:
        """Called when the connection is closed."""

    def close(self) -> None:
        """Close the socket."""
        super().close()
        self.closed()

    def communicate(self) -> bool:
        """Answer one request; true where the connection stays open."""
        try:
            return self._communicate()
        finally:
            self.server.requests.done()

    def _communicate(self) -> bool:
        if isinstance(self.socket, ssl.SSLSocket) and not self.handshake_done:
            try:
                self.socket.do_handshake()
            except (OSError, ssl.SSLError):
                return False
        self.handshake_done = True
        self.server.working.add(self)
        try:
            return bool(super().communicate())  # type: ignore[no-untyped-call]
        finally:
            self.server.working.discard(self)


class TlsAdapter(BuiltinSSLAdapter):
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
