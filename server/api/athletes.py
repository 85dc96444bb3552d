"""Athletes: the operator's tablet manages all, an athlete's tablet its own."""

from http import HTTPStatus

from device.errors import Reason
from device.live.messages import Command
from device.objects.answers import AthleteAnswer
from server.access.identity import Role
from server.api.visibility import check_athlete
from server.objects import AthletesAnswer
from server.web.problems import Problem
from server.web.routing import Call, Reply, Route
from server.web.schemas import BIGGEST_ID, COLOUR, NAME, UNIT, fields, some_of

_ATHLETE = f"/api/v1/athletes/<int(max={BIGGEST_ID}):athlete_id>"


def list_athletes(call: Call) -> Reply:
    """List the athletes that the client may see."""
    found = call.services.training_data.athletes()
    return Reply({"athletes": [a for a in found if call.client.may_see(a["athlete_id"])]})


def add_athlete(call: Call) -> Reply:
    """Add an athlete; the first one that an athlete's tablet adds is its own from then on."""
    client = call.client
    if client.role < Role.OPERATOR and client.athlete_id is not None:
        return _added_before(call)
    result = call.services.link.call(Command.ADD_ATHLETE, dict(call.body), call.key)
    if client.role < Role.OPERATOR and client.client_id is not None:
        call.services.credentials.bind(client.client_id, result["athlete"]["athlete_id"])
    return Reply(result, HTTPStatus.CREATED)


def _added_before(call: Call) -> Reply:
    """Answer again, where the tablet repeats the adding of the athlete that it has by now."""
    for athlete in call.services.training_data.athletes() if call.key is not None else ():
        own = athlete["athlete_id"] == call.client.athlete_id
        if own and athlete.items() >= call.body.items():
            return Reply({"athlete": athlete}, HTTPStatus.CREATED)
    raise Problem(
        HTTPStatus.FORBIDDEN,
        "This tablet already has an athlete; an operator's tablet can add others.",
        reason=Reason.HAS_ATHLETE,
    )


def change_athlete(call: Call) -> Reply:
    """Change name, unit or colour."""
    athlete_id = call.path["athlete_id"]
    check_athlete(call.client, athlete_id)
    args = {**call.body, "athlete_id": athlete_id}
    return Reply(call.services.link.call(Command.CHANGE_ATHLETE, args, call.key))


def erase_athlete(call: Call) -> Reply:
    """Remove a person from database, logs and recordings, and forget the person's tablets."""
    athlete_id = call.path["athlete_id"]
    services = call.services
    try:
        return Reply(
            services.link.call(Command.ERASE_ATHLETE, {"athlete_id": athlete_id}, call.key)
        )
    finally:
        # Also where the answer was late, or the athlete was erased by an earlier request.
        if all(
            athlete["athlete_id"] != athlete_id for athlete in services.training_data.athletes()
        ):
            services.credentials.forget_athlete(athlete_id)
            services.events.forget()


_FIELDS = {"name": NAME, "unit": UNIT, "colour": COLOUR}
_MISSING = (HTTPStatus.NOT_FOUND,)

ROUTES = (
    Route(
        "GET",
        "/api/v1/athletes",
        Role.ATHLETE,
        "List athletes",
        list_athletes,
        answer=AthletesAnswer,
    ),
    Route(
        "POST",
        "/api/v1/athletes",
        Role.ATHLETE,
        "Add an athlete",
        add_athlete,
        answer=AthleteAnswer,
        status=HTTPStatus.CREATED,
        body=fields(_FIELDS, required=("name",)),
    ),
    Route(
        "PATCH",
        _ATHLETE,
        Role.ATHLETE,
        "Change an athlete",
        change_athlete,
        answer=AthleteAnswer,
        body=some_of(_FIELDS),
        errors=_MISSING,
    ),
    Route(
        "DELETE",
        _ATHLETE,
        Role.OPERATOR,
        "Erase an athlete everywhere",
        erase_athlete,
        errors=_MISSING,
    ),
)
