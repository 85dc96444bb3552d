"""The Flask application: the route table behind the request guard."""

import logging
from functools import partial
from typing import Any

from flask import Flask, Response, request
from werkzeug.exceptions import NotFound

from server.api.table import ROUTES
from server.web.problems import problem_of
from server.web.request_guard import RequestGuard
from server.web.routing import Route, dispatch
from server.web.security_headers import add_headers
from server.web.services import Services

_log = logging.getLogger(__name__)


def create_app(services: Services, routes: tuple[Route, ...] = ROUTES) -> Flask:
    """Make the application. It starts no thread and opens nothing: ``services`` did."""
    app = Flask("server", static_folder=None)
    # Werkzeug's own bound, for whatever reads a body past the guard.
    app.config["MAX_CONTENT_LENGTH"] = services.config.limits.body_bytes
    app.config["MAX_FORM_MEMORY_SIZE"] = services.config.limits.body_bytes
    app.url_map.strict_slashes = True
    app.url_map.merge_slashes = False
    app.url_map.redirect_defaults = False
    guard = RequestGuard(services)
    table = {route.endpoint: route for route in routes}

    for route in routes:
        app.add_url_rule(
            route.path,
            endpoint=route.endpoint,
            view_func=partial(_answer, services, guard, table[route.endpoint]),
            methods=[route.method],
            provide_automatic_options=False,
        )

    @app.before_request
    def check() -> None:
        guard.check_request(request)
        if request.routing_exception is not None:
            raise request.routing_exception
        if request.endpoint not in table:
            raise NotFound

    @app.errorhandler(Exception)
    def explain(error: Exception) -> Response:
        return problem_of(error).response()

    app.after_request(add_headers)
    return app


def _answer(services: Services, guard: RequestGuard, route: Route, **path: Any) -> Response:
    client = guard.admit(request, route)
    return dispatch(route, services, client, path)
