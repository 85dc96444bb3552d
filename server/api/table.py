"""Every address of the server. What is not in this table does not exist."""

from typing import Final

from server.api import athletes, clients, exports, live, page, sets, station
from server.web.routing import Route

_ROUTES: Final[tuple[Route, ...]] = (
    *page.ROUTES,
    *live.ROUTES,
    *sets.ROUTES,
    *athletes.ROUTES,
    *station.ROUTES,
    *clients.ROUTES,
    *exports.ROUTES,
)

ROUTES: Final = (*_ROUTES, page.description(_ROUTES))
