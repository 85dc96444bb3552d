"""The page itself and its files; and the document of the API."""

from typing import Any

from flask import Response, render_template, request

from server.access.identity import Role
from server.api.page_files import languages, page_file
from server.web.openapi import document
from server.web.routing import Call, Reply, Route


def index(call: Call) -> Response:
    """Give the page: one template, whose screens are chosen by ``#hash``."""
    page = render_template("index.html", languages=languages())
    response = Response(page, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-cache"
    return response


def static(call: Call) -> Response:
    """Give a file of the page."""
    return page_file(request, call.path["filename"])


def description(routes: tuple[Route, ...]) -> Route:
    """The route that gives the OpenAPI document of the others and of itself."""

    def openapi(call: Call) -> Reply:
        return Reply(document((*routes, described)))

    described = Route(
        "GET", "/api/v1/openapi.json", Role.VIEWER, "This document", openapi, answer=dict[str, Any]
    )
    return described


ROUTES = (
    Route("GET", "/", Role.VIEWER, "The page", index, media="text/html", documented=False),
    Route(
        "GET",
        "/static/<path:filename>",
        Role.VIEWER,
        "Files of the page",
        static,
        media="*/*",
        name="static",
        documented=False,
    ),
)
