"""cheroot's connections and requests, as this server needs them."""

import contextlib
import json
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from cheroot.server import HTTPConnection, HTTPRequest
from cheroot.wsgi import Gateway_10

from server.live.hand_over import HAND_OVER
from server.live.subscription import Subscription
from server.web.problems import MEDIA_TYPE, problem_object
from server.web.security_headers import HEADERS


class Gateway(Gateway_10):
    """Gives the application the means to hand its connection over."""

    def get_environ(self) -> Any:
        """The WSGI environment."""
        given: Any = super().get_environ
        return {**given(), HAND_OVER: self.req.hand_over}


class Request(HTTPRequest):
    """A request whose refusals by cheroot itself look like all others."""

    def hand_over(self, subscription: Subscription, closed: Callable[[], None]) -> None:
        """Let the sender go on with the connection once what was written so far is out.

        ``closed`` is called when the connection ends.
        """
        self.conn.subscription, self.conn.closed = subscription, closed
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
    """A connection as a thread gets it: with a whole request.

    Attributes:
        subscription: What the sender goes on with after this request.
        chunked: Whether it must write chunks.
        begun_s: When the request began of which a thread has seen a part.
    """

    RequestHandlerClass = Request
    subscription: Subscription | None = None
    chunked = False
    begun_s: float | None = None

    @staticmethod
    def closed() -> None:
        """Called when the connection is closed."""

    def close(self) -> None:
        """Close the socket."""
        super().close()
        self.closed()

    @property
    def held(self) -> bytes:
        """What came together with the request before."""
        return bytes(self.rfile.peek()) if self.rfile.has_data() else b""

    def communicate(self) -> bool:
        """Answer one request; true where the connection stays open."""
        self.server.working.add(self)
        try:
            return self._answer()
        finally:
            self.server.working.discard(self)
            self.server.requests.done()
            self.server.queue.done(self)

    def _answer(self) -> bool:
        return bool(super().communicate())  # type: ignore[no-untyped-call]
