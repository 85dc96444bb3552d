"""One declaration a route: address, role, what it takes, what it gives.

From the same ``Route`` come the dispatch, the role check, the validation and the OpenAPI
document. There is no other way to add an address, so none can exist without a role.
"""

import hashlib
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any, Final

from flask import Response, request

from device.objects.answers import EmptyAnswer
from server.access.identity import Identity, Role
from server.web.problems import Problem
from server.web.services import Services
from server.web.typed_schema import JsonSchema
from server.web.validation import bad, check, fits, parse_json, query_values

READS: Final = frozenset({"GET", "HEAD"})
_KEY: Final = re.compile(r"[\x21-\x7e]{1,64}\Z")


@dataclass(frozen=True, slots=True)
class Call:
    """One request, checked.

    Attributes:
        services: What the handlers work with.
        client: Who asks.
        path: Values of the address's variables.
        query: Given query parameters.
        body: The JSON body; empty where the route takes none.
        key: Idempotency key for the device, unique to this client and address.
    """

    services: Services
    client: Identity
    path: Mapping[str, Any]
    query: Mapping[str, Any]
    body: Mapping[str, Any]
    key: str | None


@dataclass(frozen=True, slots=True)
class Reply:
    """A JSON answer."""

    body: Mapping[str, Any]
    status: HTTPStatus = HTTPStatus.OK
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self) -> Response:
        """Write it."""
        text = json.dumps(self.body, separators=(",", ":"), allow_nan=False, ensure_ascii=False)
        answer = Response(text, self.status, self.headers, content_type="application/json")
        answer.headers["Cache-Control"] = "no-store"
        return answer


Handler = Callable[[Call], Reply | Response]


@dataclass(frozen=True, slots=True)
class Route:
    """One address and method.

    Attributes:
        method: HTTP method; ``GET`` includes ``HEAD``.
        path: The address in Flask's notation.
        role: The least role that may use it.
        summary: What it does, for the document.
        handler: Does it.
        answer: Type of the JSON answer, an object of the wire contract.
        status: Status of success.
        body: Schema of the JSON body; ``None`` where there is none.
        query: Schemas of the query parameters.
        media: Media type of the answer.
        events: Of a stream, the objects by the names of their events.
        errors: Statuses of further problems, beside those that any route may answer with.
        name: The route's name in Flask's map, where a template refers to it.
        documented: Whether the OpenAPI document lists it.
    """

    method: str
    path: str
    role: Role
    summary: str
    handler: Handler
    answer: Any = EmptyAnswer
    status: HTTPStatus = HTTPStatus.OK
    body: JsonSchema | None = None
    query: Mapping[str, JsonSchema] = field(default_factory=dict)
    media: str = "application/json"
    events: Mapping[str, type] = field(default_factory=dict)
    errors: tuple[HTTPStatus, ...] = ()
    name: str = ""
    documented: bool = True

    @property
    def endpoint(self) -> str:
        """The route's name in Flask's map."""
        return self.name or f"{self.method} {self.path}"

    @property
    def writes(self) -> bool:
        """Whether it may change something."""
        return self.method not in READS


def dispatch(
    route: Route, services: Services, client: Identity, path: Mapping[str, Any]
) -> Response:
    """Check the request against its declaration and run the handler.

    Raises:
        Problem: The request does not fit.
    """
    call = Call(
        services=services,
        client=client,
        path=path,
        query=query_values(request.args.to_dict(flat=False), route.query)
        if route.documented
        else {},
        body=_body(route),
        key=_key(route, client),
    )
    reply = route.handler(call)
    return reply.response() if isinstance(reply, Reply) else reply


def _body(route: Route) -> dict[str, Any]:
    raw = request.get_data(cache=False)
    if route.body is None:
        if raw and route.writes and parse_json(raw) not in ({}, None):
            raise bad("This address takes no body; leave it empty.")
        return {}
    if not raw and fits({}, route.body):
        return {}
    if not request.is_json:
        raise Problem(
            HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
            "Send the body as JSON, with the header Content-Type: application/json.",
        )
    value = parse_json(raw)
    check(value, route.body)
    return dict(value)


def _key(route: Route, client: Identity) -> str | None:
    given = request.headers.get("Idempotency-Key")
    if given is None or not route.writes:
        return None
    if not _KEY.match(given):
        raise bad("An Idempotency-Key has 1 to 64 visible ASCII characters.")
    # Another client's key, or the same one at another address, must not fetch this answer.
    scope = f"{client.client_id}\n{request.method}\n{request.path}\n{given}"
    return hashlib.sha256(scope.encode()).hexdigest()
