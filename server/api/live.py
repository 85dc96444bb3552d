"""The state, the live stream, and what is known of the station's health."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http import HTTPStatus

from flask import Response, request

from device.coaching_rules import exercise_objects, limits_object
from device.errors import Reason
from device.live.messages import Command
from device.objects.answers import ClockAnswer
from server.access.addresses import is_loopback, network_of
from server.access.identity import Identity, Role
from server.live.hand_over import HAND_OVER, HandOver
from server.live.redaction import state_for
from server.live.subscription import StreamView, Subscription
from server.objects import EVENTS, HealthAnswer, HealthzAnswer, PresentState, ShownState
from server.web.problems import Problem
from server.web.routing import Call, Reply, Route
from server.web.schemas import fields
from server.web.services import Services

_RECHECK_S = 2.0
"""A revoked tablet's stream ends after this much; a look at the list costs a query."""


def healthz(call: Call) -> Reply:
    """Say that the server runs, and whether the device does."""
    return Reply({"status": "ok", "device": "online" if call.services.link.online else "offline"})


def state(call: Call) -> Reply:
    """Give all that a page needs to draw itself."""
    return Reply(_shown(call.services.link.fresh_state(), call.client))


def stream(call: Call) -> Response:
    """Open the live stream."""
    services, address = call.services, network_of(request.remote_addr or "")
    counted = services.config.limits.loopback_counts or not is_loopback(address)
    if not services.slots.take(address, counted=counted):
        raise Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "All live streams are in use; close a page that shows the station, or wait.",
            {"Retry-After": "3"},
            Reason.STREAMS_TAKEN,
        )
    slot = ExitStack()
    slot.callback(services.slots.release, address)
    client = call.client
    view = StreamView(
        client=client,
        snapshot=lambda: _shown(services.link.state(), client),
        last_event_id=request.headers.get("Last-Event-ID", ""),
        allowed=_still_known(services, client),
    )
    beginning = _begin(Subscription(services.events, view), request.environ[HAND_OVER], slot)
    response = Response(beginning, mimetype="text/event-stream")
    response.headers["Cache-Control"] = "no-cache, no-transform"
    # Not in the generator: one that never started (HEAD, a client gone at once) would keep its
    # slot for good.
    response.call_on_close(slot.close)
    return response


def _begin(subscription: Subscription, hand_over: HandOver, slot: ExitStack) -> Iterator[bytes]:
    yield subscription.beginning()
    hand_over(subscription, slot.pop_all().close)  # it was written: the sender goes on


def health(call: Call) -> Reply:
    """Give the device's counters beside the server's own."""
    services = call.services
    device = services.link.call(Command.HEALTH, {}, None) if services.link.online else None
    return Reply(
        {
            "device_online": services.link.online,
            "device": device,
            "server": {
                "streams": services.slots.taken,
                "streams_max": services.config.limits.streams,
            },
        }
    )


def clock(call: Call) -> Reply:
    """Pass a tablet's clock on as a weak hint of the time; strangers together are one tablet."""
    known = call.client.client_id
    tablet = "stranger" if known is None else str(known)
    args = {**call.body, "tablet": tablet, "trusted": known is not None}
    return Reply(call.services.link.call(Command.CLOCK, args, call.key))


def _shown(state: PresentState, client: Identity) -> ShownState:
    """The state for a client, with what a page cannot know by itself."""
    return {
        **state_for(client, state),
        "role": client.role.word,
        "exercises": exercise_objects(),
        "limits": limits_object(),
    }


def _still_known(services: Services, client: Identity) -> Callable[[], bool]:
    """Ask the credential file now and then, so that a revoked tablet's stream ends."""
    if client.client_id is None:
        return lambda: True
    now = services.clock.monotonic
    client_id, checked_s = client.client_id, now()

    def allowed() -> bool:
        nonlocal checked_s
        if now() - checked_s < _RECHECK_S:
            return True
        checked_s = now()
        return services.credentials.exists(client_id)

    return allowed


_CLOCK = fields(
    {
        "client_ms": {"type": "number", "minimum": 0, "maximum": 1e14},
        "rtt_ms": {"type": "number", "minimum": 0, "maximum": 60_000},
    },
    required=("client_ms", "rtt_ms"),
)

ROUTES = (
    Route("GET", "/healthz", Role.VIEWER, "Whether the server runs", healthz, answer=HealthzAnswer),
    Route("GET", "/api/v1/state", Role.VIEWER, "Everything a page shows", state, answer=ShownState),
    Route(
        "GET",
        "/api/v1/stream",
        Role.VIEWER,
        "Server-sent events: a state, then what happens",
        stream,
        media="text/event-stream",
        events=EVENTS,
        errors=(HTTPStatus.SERVICE_UNAVAILABLE,),
    ),
    Route(
        "GET",
        "/api/v1/health",
        Role.VIEWER,
        "Counters, rates, disk, versions",
        health,
        answer=HealthAnswer,
        errors=(HTTPStatus.SERVICE_UNAVAILABLE,),
    ),
    Route(
        "POST",
        "/api/v1/clock",
        Role.VIEWER,
        "Offer a tablet's clock",
        clock,
        answer=ClockAnswer,
        body=_CLOCK,
    ),
)
