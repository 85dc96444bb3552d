"""Pairing: a code in, a cookie out; and the list of paired clients."""

from dataclasses import asdict
from http import HTTPStatus

from flask import Response, request

from device.errors import Reason
from server.access.cookies import set_token
from server.access.credentials import LONGEST_NAME, Client
from server.access.identity import Role
from server.access.invitation import drawn_code, page_for_others, pairing_address
from server.access.pairing import CODE_LIVES_S, Grant
from server.objects import ClientsAnswer, CodeAnswer, PairedAnswer
from server.web.problems import Problem
from server.web.routing import Call, Reply, Route
from server.web.schemas import BIGGEST_ID, IDENTITY, fields, nullable, text
from server.web.services import Services

_CLIENT = f"/api/v1/pairing/clients/<int(max={BIGGEST_ID}):client_id>"


def pair(call: Call) -> Response:
    """Exchange the station's code for a token, kept in a cookie that no script can read."""
    services = call.services
    grant = services.pairing.redeem(call.body["code"].replace(" ", ""))
    name = call.body.get("name", "Tablet")
    role = next_role(services) if grant.role is None else grant.role
    token = services.credentials.add(name, "tablet", role, grant.athlete_id)
    response = Reply(
        {"role": role.word, "athlete_id": grant.athlete_id}, HTTPStatus.CREATED
    ).response()
    set_token(response, token, secure=services.config.scheme == "https")
    return response


def next_role(services: Services) -> Role:
    """What a station's next tablet may do: the first one is the operator's, later ones athletes'.

    In the demonstration the newcomer's own browser is the operator already.
    """
    managed = services.credentials.has_operator() or services.link.simulated
    return Role.ATHLETE if managed else Role.OPERATOR


def open_code(call: Call) -> Reply:
    """Open a code for another tablet, to be read from this one's screen."""
    role = Role.parse(call.body.get("role", "athlete"))
    code = call.services.pairing.open(Grant(role, call.body.get("athlete_id")))
    page = page_for_others(call.services.config, request.host)
    address = None if page is None else pairing_address(page, code)
    shown = {"address": address, "qr": address and drawn_code(address)}
    return Reply({"code": code, "expires_s": CODE_LIVES_S, **shown}, HTTPStatus.CREATED)


def list_clients(call: Call) -> Reply:
    """List paired tablets and scripts."""
    return Reply({"clients": [_object(c) for c in call.services.credentials.clients()]})


def revoke(call: Call) -> Reply:
    """Forget a tablet or a script; its stream ends within seconds."""
    if not call.services.credentials.revoke(call.path["client_id"]):
        raise Problem(
            HTTPStatus.NOT_FOUND,
            "There is no such tablet; GET /api/v1/pairing/clients lists them.",
            reason=Reason.NO_SUCH_TABLET,
        )
    return Reply({})


def _object(client: Client) -> dict[str, object]:
    return {**asdict(client), "role": client.role.word}


_PAIR = fields(
    {
        "code": {
            "type": "string",
            "pattern": "^[0-9]{3} ?[0-9]{3}$",
            "description": "the six digits that the station shows",
        },
        "name": text(LONGEST_NAME),
    },
    required=("code",),
)
_OPEN = fields(
    {
        "role": {"type": "string", "enum": ["athlete", "operator"]},
        "athlete_id": nullable(IDENTITY),
    }
)

ROUTES = (
    Route(
        "POST",
        "/api/v1/pairing",
        Role.VIEWER,
        "Pair with the station's code",
        pair,
        answer=PairedAnswer,
        status=HTTPStatus.CREATED,
        body=_PAIR,
        errors=(HTTPStatus.FORBIDDEN,),
    ),
    Route(
        "POST",
        "/api/v1/pairing/codes",
        Role.OPERATOR,
        "Open a code for another tablet",
        open_code,
        answer=CodeAnswer,
        status=HTTPStatus.CREATED,
        body=_OPEN,
    ),
    Route(
        "GET",
        "/api/v1/pairing/clients",
        Role.OPERATOR,
        "List paired tablets and scripts",
        list_clients,
        answer=ClientsAnswer,
    ),
    Route(
        "DELETE",
        _CLIENT,
        Role.OPERATOR,
        "Forget a tablet or a script",
        revoke,
        errors=(HTTPStatus.NOT_FOUND,),
    ),
)
