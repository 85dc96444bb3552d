"""The one shape of every error: problem details (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, Final

from flask import Response
from werkzeug.exceptions import HTTPException

from device.errors import NotFoundError, Reason, UnsavedError, UserError
from device.live.client import CommandError
from device.live.messages import ErrorCode
from server.access.pairing import NoCodeError, PairingLockedError, WrongCodeError

_log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"

_OF_COMMAND: Final = {
    ErrorCode.INVALID: HTTPStatus.BAD_REQUEST,
    ErrorCode.CONFLICT: HTTPStatus.CONFLICT,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}

_OF_ERROR: Final = (
    (PairingLockedError, HTTPStatus.TOO_MANY_REQUESTS),
    (WrongCodeError, HTTPStatus.FORBIDDEN),
    (NoCodeError, HTTPStatus.FORBIDDEN),
    (NotFoundError, HTTPStatus.NOT_FOUND),
    (UnsavedError, HTTPStatus.SERVICE_UNAVAILABLE),
)

_SENTENCES: Final = {
    HTTPStatus.NOT_FOUND: "There is nothing at this address; /api/v1/openapi.json lists what is.",
    HTTPStatus.METHOD_NOT_ALLOWED: "This address does not take that method; see the Allow header.",
    HTTPStatus.REQUEST_ENTITY_TOO_LARGE: "The request is too long; nothing here needs that much.",
}


class Problem(Exception):  # noqa: N818
    """An answer that is an error; the name is RFC 9457's.

    Attributes:
        status: The HTTP status.
        detail: One sentence that says what to do.
        headers: Further headers of the answer.
        finer: ``reason`` and ``values``, where a page tells it in its own language.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        headers: Mapping[str, str] | None = None,
        reason: str | None = None,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.finer = {"reason": reason, "values": dict(values or {})} if reason else {}

    def response(self) -> Response:
        """Write it as ``application/problem+json``."""
        problem = problem_object(self.status, self.detail) | self.finer
        text = json.dumps(problem, ensure_ascii=False)
        return Response(text, self.status, self.headers, content_type=MEDIA_TYPE)


def problem_object(status: HTTPStatus, detail: str) -> dict[str, object]:
    """The JSON object of a problem."""
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": int(status),
        "detail": detail,
    }


def problem_of(error: Exception) -> Problem:
    """Translate whatever a request raised; a stranger never sees an internal text."""
    if isinstance(error, Problem):
        return error
    if isinstance(error, UserError):
        return Problem(_status_of(error), str(error), _retry(error), error.reason, error.values)
    if isinstance(error, HTTPException):
        return _of_werkzeug(error)
    _log.error("A request failed unexpectedly.", exc_info=error)
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "Something went wrong on the server; its journal says what. Measuring continues.",
        reason=Reason.SERVER_FAILED,
    )


def _status_of(error: UserError) -> HTTPStatus:
    if isinstance(error, CommandError):
        return _OF_COMMAND[error.code]
    found = (status for kind, status in _OF_ERROR if isinstance(error, kind))
    return next(found, HTTPStatus.BAD_REQUEST)


def _retry(error: UserError) -> dict[str, str]:
    if isinstance(error, PairingLockedError):
        return {"Retry-After": str(error.retry_s)}
    unavailable = _status_of(error) is HTTPStatus.SERVICE_UNAVAILABLE
    return {"Retry-After": "1"} if unavailable else {}


def _of_werkzeug(error: HTTPException) -> Problem:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    kept = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After"}}
    detail = _SENTENCES.get(status) or error.description or status.phrase
    return Problem(status, detail, kept)
