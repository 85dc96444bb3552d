"""The one door that every request passes: host, length, rate, role, origin.

Whatever the route table does not name is closed. Nothing is ever allowed because of an address
alone, except the demonstration on this very machine (see ``_is_demonstration``), and no header
that a proxy or a stranger could set ever adds a right.
"""

from http import HTTPStatus
from typing import Final

from flask import Request

from device.errors import Reason
from server.access.addresses import is_loopback, network_of
from server.access.cookies import COOKIE
from server.access.hosts import HostList, same_origin
from server.access.identity import STRANGER, Identity, Role
from server.access.rate_limit import RateLimit
from server.web.problems import Problem
from server.web.routing import Route
from server.web.services import Services

_FORWARDED: Final = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-Ip", "Via")
_LONGEST_QUERY: Final = 2048
"""Bytes; no query of the page comes near."""


class RequestGuard:
    """Lets a request in, or raises the problem that answers it."""

    def __init__(self, services: Services) -> None:
        limits = services.config.limits
        self._services = services
        self._hosts = HostList(services.config.allowed_hosts)
        self._rate = RateLimit(
            per_s=limits.requests_per_s, burst=limits.burst, clock=services.clock
        )
        self._body_bytes = limits.body_bytes

    def check_request(self, request: Request) -> None:
        """Refuse what is wrong from any client.

        Raises:
            Problem: 421, 411, 413, 414 or 429.
        """
        wait_s = self._rate.take(network_of(request.remote_addr or ""))
        if wait_s:
            seconds = max(1, round(wait_s))
            raise Problem(
                HTTPStatus.TOO_MANY_REQUESTS,
                f"Too many requests from this address; wait {seconds} s.",
                {"Retry-After": str(seconds)},
                Reason.TOO_MANY_REQUESTS,
                {"wait_s": seconds},
            )
        if not self._hosts.allows(request.headers.get("Host", "")):
            raise Problem(
                HTTPStatus.MISDIRECTED_REQUEST,
                "This name is not one of the station's; open the address it printed, "
                "or start the server with --allow-host NAME.",
            )
        if request.headers.get("Transfer-Encoding"):
            raise Problem(HTTPStatus.LENGTH_REQUIRED, "Send a Content-Length instead of chunks.")
        if (request.content_length or 0) > self._body_bytes:
            raise Problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"The body is longer than {self._body_bytes} bytes; nothing here needs that much.",
            )
        if len(request.query_string) > _LONGEST_QUERY:
            raise Problem(HTTPStatus.REQUEST_URI_TOO_LONG, "The address is too long.")

    def admit(self, request: Request, route: Route) -> Identity:
        """Return the client, if it may use the route.

        Raises:
            Problem: 401 or 403.
        """
        client = self.identify(request)
        if client.role < route.role:
            raise _refusal(client, route.role)
        if route.writes:
            self._check_origin(request, client)
        return client

    def identify(self, request: Request) -> Identity:
        """Return the client.

        Raises:
            Problem: 401, where a token was sent that is none of ours.
        """
        header = request.headers.get("Authorization")
        if header is not None:
            scheme, _, token = header.partition(" ")
            found = self._find(token.strip()) if scheme.lower() == "bearer" else None
            if found is None:
                raise _unauthorized(
                    "That token is not known; make one with `cablecoach token add`."
                )
            return Identity(found.role, found.client_id, found.athlete_id, by_token=True)
        cookie = self._find(request.cookies.get(COOKIE, ""))
        if cookie is not None:
            return cookie
        return Identity(Role.OPERATOR) if self._is_demonstration(request) else STRANGER

    def _find(self, token: str) -> Identity | None:
        client = self._services.credentials.find(token)
        return Identity(client.role, client.client_id, client.athlete_id) if client else None

    def _is_demonstration(self, request: Request) -> bool:
        """Whether a newcomer tries the product on one machine, with the simulated source.

        Once an operator was paired the station is somebody's, and this ends.
        """
        if not is_loopback(request.remote_addr or ""):
            return False
        if any(header in request.headers for header in _FORWARDED):
            return False  # a proxy on this machine: the visitor may be anywhere
        return self._services.link.simulated and not self._services.credentials.has_operator()

    def _check_origin(self, request: Request, client: Identity) -> None:
        """Refuse a write that another site's page caused (cross-site request forgery).

        Browsers send Origin with every write, on plain HTTP too, where Sec-Fetch-Site is absent.
        Without it, the request must bear what no foreign page can add without asking first.
        """
        origin = request.headers.get("Origin")
        if origin is not None:
            allowed = same_origin(
                origin, request.headers.get("Host", ""), self._services.config.scheme
            )
        else:
            allowed = client.by_token or request.is_json or "X-CableCoach" in request.headers
        if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
            allowed = False
        if not allowed:
            raise Problem(
                HTTPStatus.FORBIDDEN,
                "This may come from another site's page; a script sends "
                "Content-Type: application/json, an Authorization header or X-CableCoach: 1.",
            )


def _unauthorized(detail: str, reason: Reason | None = None) -> Problem:
    realm = {"WWW-Authenticate": 'Bearer realm="cablecoach"'}
    return Problem(HTTPStatus.UNAUTHORIZED, detail, realm, reason)


def _refusal(client: Identity, needed: Role) -> Problem:
    if client.role is Role.VIEWER:
        return _unauthorized(
            "Only a paired tablet may do this; run `cablecoach pair` on the station "
            "and enter its code.",
            Reason.NOT_PAIRED,
        )
    return Problem(
        HTTPStatus.FORBIDDEN,
        f"Only an {needed.word} can do this; pair the tablet again with "
        f"`cablecoach pair --role {needed.word}`.",
        reason=Reason.OPERATOR_ONLY,
    )
