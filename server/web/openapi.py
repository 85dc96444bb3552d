"""The OpenAPI 3.1 document, made from the route table and from nothing else."""

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any, Final

from device import __version__
from server.access.identity import Role
from server.objects import ProblemObject
from server.web.problems import MEDIA_TYPE
from server.web.routing import Route
from server.web.schemas import IDENTITY
from server.web.typed_schema import JsonSchema, components, schema_of
from server.web.validation import fits

_VARIABLE: Final = re.compile(r"<(?:[a-z]+(?:\([^)]*\))?:)?(?P<name>\w+)>")
_ALWAYS: Final = (
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNAUTHORIZED,
    HTTPStatus.METHOD_NOT_ALLOWED,
    HTTPStatus.MISDIRECTED_REQUEST,
    HTTPStatus.TOO_MANY_REQUESTS,
    HTTPStatus.SERVICE_UNAVAILABLE,
)
_OF_WRITES: Final = (
    HTTPStatus.FORBIDDEN,
    HTTPStatus.CONFLICT,
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    HTTPStatus.LENGTH_REQUIRED,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
)
_SECURITY: Final = {
    "cookie": {"type": "apiKey", "in": "cookie", "name": "cablecoach"},
    "token": {"type": "http", "scheme": "bearer"},
}


def document(routes: Iterable[Route]) -> dict[str, Any]:
    """Describe the routes as OpenAPI 3.1."""
    paths: dict[str, dict[str, Any]] = {}
    told: list[Any] = [ProblemObject]
    for route in routes:
        if route.documented:
            told += [route.answer if _is_json(route) else str, *route.events.values()]
            address = _VARIABLE.sub(r"{\g<name>}", route.path)
            paths.setdefault(address, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "CableCoach",
            "version": __version__,
            "description": "Live feedback for cable rows and punches. Every error is a problem "
            "(RFC 9457) whose `detail` says what to do.",
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "paths": paths,
        "components": {"schemas": components(told), "securitySchemes": _SECURITY},
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": _operation_id(route),
        "summary": route.summary,
        "description": f"Least role: {route.role.word}.",
        "parameters": _parameters(route),
        "responses": _responses(route),
    }
    if route.role is not Role.VIEWER:
        operation["security"] = [{name: []} for name in _SECURITY]
    if route.body is not None:
        content = {"application/json": {"schema": route.body}}
        operation["requestBody"] = {"required": not fits({}, route.body), "content": content}
    return operation


def _operation_id(route: Route) -> str:
    words = re.findall(r"\w+", _VARIABLE.sub(r"by_\g<name>", route.path))
    return "_".join([route.method.lower(), *(w for w in words if w not in {"api", "v1"})])


def _parameters(route: Route) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, "schema": {**IDENTITY, "minimum": 0}}
        for name in _VARIABLE.findall(route.path)
    ]
    found += [
        {"name": name, "in": "query", "required": False, "schema": schema}
        for name, schema in route.query.items()
    ]
    if route.writes:
        key = {"type": "string", "minLength": 1, "maxLength": 64, "pattern": "^[!-~]+$"}
        found.append({"name": "Idempotency-Key", "in": "header", "required": False, "schema": key})
    return found


def _is_json(route: Route) -> bool:
    return route.media == "application/json"


def _content(route: Route) -> JsonSchema:
    """The answer; of a stream each event's ``data``, which OpenAPI 3.1 has no word for."""
    if _is_json(route):
        return {"schema": schema_of(route.answer)}
    if not route.events:
        return {"schema": {"type": "string"}}
    return {
        "schema": {
            "type": "string",
            "description": "Server-sent events; `data` is the JSON of the object that `x-events` "
            "names for the event, `id` is `run:seq`.",
        },
        "x-events": {name: schema_of(kind) for name, kind in route.events.items()},
    }


def _responses(route: Route) -> dict[str, Any]:
    answers: dict[str, Any] = {
        str(int(route.status)): {
            "description": route.status.phrase,
            "content": {route.media: _content(route)},
        }
    }
    problems = {*_ALWAYS, *route.errors}
    if route.writes:
        problems |= set(_OF_WRITES)
    if route.role is not Role.VIEWER:
        problems.add(HTTPStatus.FORBIDDEN)
    if "<" in route.path:
        problems.add(HTTPStatus.NOT_FOUND)
    problem = {MEDIA_TYPE: {"schema": schema_of(ProblemObject)}}
    for status in sorted(problems):
        answers[str(int(status))] = {"description": status.phrase, "content": problem}
    return answers
