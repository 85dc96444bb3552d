"""The one shape of every error: problem details (RFC 9457)."""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from flask import Response
from werkzeug.exceptions import HTTPException

from device.errors import UserError
from device.live.client import CommandError
from device.live.messages import ErrorCode
from device.store.errors import NotFoundError, UnsavedError
from server.pairing import NoCodeError, PairingLockedError, WrongCodeError

_log = logging.getLogger(__name__)

MEDIA_TYPE: Final = "application/problem+json"

_OF_COMMAND: Final = {
    ErrorCode.INVALID: HTTPStatus.BAD_REQUEST,
    ErrorCode.CONFLICT: HTTPStatus.CONFLICT,
    ErrorCode.NOT_FOUND: HTTPStatus.NOT_FOUND,
    ErrorCode.UNAVAILABLE: HTTPStatus.SERVICE_UNAVAILABLE,
}

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
        more: Further members of the object.
    """

    def __init__(
        self,
        status: HTTPStatus,
        detail: str,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = dict(headers or {})
        self.more = dict(more or {})

    def response(self) -> Response:
        """Write it as ``application/problem+json``."""
        problem = problem_object(self.status, self.detail) | self.more
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
    if isinstance(error, CommandError):
        status = _OF_COMMAND[error.code]
        retry = {"Retry-After": "1"} if status is HTTPStatus.SERVICE_UNAVAILABLE else {}
        return Problem(status, str(error), retry, error.finer)
    if isinstance(error, PairingLockedError):
        return too_many(str(error), error.retry_s)
    if isinstance(error, WrongCodeError | NoCodeError):
        return Problem(HTTPStatus.FORBIDDEN, str(error))
    if isinstance(error, NotFoundError):
        return Problem(HTTPStatus.NOT_FOUND, str(error))
    if isinstance(error, UnsavedError):
        return Problem(HTTPStatus.SERVICE_UNAVAILABLE, str(error), {"Retry-After": "1"})
    if isinstance(error, UserError):
        return Problem(HTTPStatus.BAD_REQUEST, str(error))
    if isinstance(error, HTTPException):
        return _of_werkzeug(error)
    _log.error("A request failed unexpectedly.", exc_info=error)
    return Problem(
        HTTPStatus.INTERNAL_SERVER_ERROR,
        "The server made a mistake, which is in its journal; the measurement goes on.",
    )


def too_many(detail: str, retry_s: int) -> Problem:
    """The answer to a client that asks too often."""
    return Problem(HTTPStatus.TOO_MANY_REQUESTS, detail, {"Retry-After": str(retry_s)})


def _of_werkzeug(error: HTTPException) -> Problem:
    status = HTTPStatus(error.code or HTTPStatus.INTERNAL_SERVER_ERROR)
    kept = {k: v for k, v in error.get_headers() if k in {"Allow", "Retry-After"}}
    detail = _SENTENCES.get(status) or error.description or status.phrase
    return Problem(status, detail, kept)
