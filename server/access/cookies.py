"""The cookie that holds a paired tablet's token."""

from typing import Final

from flask import Response

COOKIE: Final = "cablecoach"
_KEPT_S: Final = 400 * 24 * 3600
"""As long as browsers allow (RFC 6265bis); when it ends is the server's decision."""


def set_token(response: Response, token: str, *, secure: bool) -> None:
    """Hand the token over: out of scripts' reach, and never sent from another site's page."""
    response.set_cookie(
        COOKIE, token, max_age=_KEPT_S, path="/", httponly=True, samesite="Strict", secure=secure
    )
