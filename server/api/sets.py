"""Sets and repetitions: read from the store, changed by the device."""

from datetime import date
from http import HTTPStatus
from typing import Any

from device.errors import Reason
from device.live.messages import Command
from device.objects.answers import SamplesObject, SetAnswer
from device.objects.coaching import ComparisonObject, TrendsObject
from device.objects.sets import SetObject
from device.reps.exercises import Exercise, Side
from device.store.checks import LONGEST_NOTE
from server.access.identity import Role
from server.api.visibility import check_athlete, find_set, no_such_set, shown_set
from server.objects import SetPage
from server.training_data import Filter
from server.web.problems import Problem
from server.web.routing import Call, Handler, Reply, Route
from server.web.schemas import (
    BIGGEST_ID,
    DATE,
    IDENTITY,
    PLAN_FIELDS,
    fields,
    nullable,
    some_of,
    words,
)

_PAGE = 50
"""Sets in one answer where the client asks for no number."""

_TREND = 100
"""Sets of a trend where the client asks for no number: a year of one exercise and side."""

_COMPARED = 60
"""Latest sets among which the ones to compare with are looked for."""

_SET = f"/api/v1/sets/<int(max={BIGGEST_ID}):set_id>"
_REP = f"/api/v1/reps/<int(max={BIGGEST_ID}):rep_id>"


def list_sets(call: Call) -> Reply:
    """List the sets that the client may see, newest first."""
    found, following = call.services.training_data.sets(
        wanted(call), call.query.get("limit", _PAGE), call.query.get("before")
    )
    return Reply({"sets": found, "next": following})


def wanted(call: Call) -> Filter:
    """Translate the query string; an athlete's client sees its own and guests' sets alone.

    Raises:
        Problem: 403, where it asks for somebody else's.
    """
    athletes: frozenset[int | None] | None = None
    if call.client.role < Role.OPERATOR:
        athletes = frozenset({None, call.client.athlete_id})
    if "athlete" in call.query:
        check_athlete(call.client, call.query["athlete"])
        athletes = frozenset({call.query["athlete"]})
    return Filter(
        athletes=athletes,
        exercise=call.query.get("exercise"),
        side=call.query.get("side"),
        first_day=_day(call, "from"),
        last_day=_day(call, "to"),
    )


def _day(call: Call, name: str) -> date | None:
    return date.fromisoformat(call.query[name]) if name in call.query else None


def get_set(call: Call) -> Reply:
    """Show one set."""
    return Reply(find_set(call.services, call.client, call.path["set_id"]))


def trends(call: Call) -> Reply:
    """Give one row a set of one exercise, and how uneven the sides were, for the history plots."""
    shown = call.services.training_data.trends(wanted(call), call.query.get("limit", _TREND))
    return Reply(dict(shown))


def compare(call: Call) -> Reply:
    """Put a set beside the one before it and the nearest of the other side."""
    found = find_set(call.services, call.client, call.path["set_id"])
    return Reply(dict(call.services.training_data.comparison(found, _COMPARED)))


def get_samples(call: Call) -> Reply:
    """Give the curves of one set."""
    set_id = call.path["set_id"]
    find_set(call.services, call.client, set_id)
    samples = call.services.training_data.samples(set_id)
    if samples is None:
        raise Problem(
            HTTPStatus.NOT_FOUND,
            "The recording of this set is gone: the oldest ones are deleted to make room.",
            reason=Reason.SAMPLES_GONE,
        )
    return Reply(samples)


def for_athlete(call: Call) -> dict[str, Any]:
    """Return the device's arguments for the plan of the body and an athlete the client may act for.

    Nothing is filled in from the present state: the device knows a retry by its key and its
    arguments, and in the meantime the state moves on and the server may have been restarted.

    Raises:
        Problem: 403.
    """
    if "athlete_id" in call.body:
        check_athlete(call.client, call.body["athlete_id"])
    args = dict(call.body)
    if "athlete_id" not in args and call.client.role < Role.OPERATOR:
        args["own_athlete_id"] = call.client.athlete_id
    return args


def start_set(call: Call) -> Reply:
    """Open a set."""
    result = call.services.link.call(Command.START_SET, for_athlete(call), call.key)
    opened = shown_set(call.client, result["set"])
    where = {"Location": f"/api/v1/sets/{opened['set_id']}"}
    return Reply({**result, "set": opened}, HTTPStatus.CREATED, where)


def end_set(call: Call) -> Reply:
    """End the open set; the one named, where the body names one."""
    result = call.services.link.call(Command.END_SET, dict(call.body), call.key)
    return Reply({**result, "set": shown_set(call.client, result["set"])})


def change_set(call: Call) -> Reply:
    """Correct what was chosen for a set."""
    set_id = call.path["set_id"]
    find_set(call.services, call.client, set_id)
    if "athlete_id" in call.body:
        check_athlete(call.client, call.body["athlete_id"])
    args = {**call.body, "set_id": set_id}
    return Reply(call.services.link.call(Command.CHANGE_SET, args, call.key))


def _on_set(command: Command) -> Handler:
    def handle(call: Call) -> Reply:
        set_id = call.path["set_id"]
        find_set(call.services, call.client, set_id, deleted_too=True)
        return Reply(call.services.link.call(command, {"set_id": set_id}, call.key))

    return handle


def _on_rep(command: Command) -> Handler:
    def handle(call: Call) -> Reply:
        rep_id = call.path["rep_id"]
        of = call.services.training_data.find_set_of_rep(rep_id)
        if of is None or not call.client.may_see(of["plan"]["athlete_id"]):
            raise no_such_set()
        return Reply(call.services.link.call(command, {"rep_id": rep_id}, call.key))

    return handle


FILTERS = {
    "athlete": IDENTITY,
    "exercise": words(Exercise),
    "side": words(Side),
    "from": DATE,
    "to": DATE,
}
_PAGING = {"limit": {"type": "integer", "minimum": 1, "maximum": 200}, "before": IDENTITY}
_NOTE = {
    "type": ["string", "null"],
    "maxLength": LONGEST_NOTE,
    "pattern": r"^[^\u0000-\u0008\u000b-\u001f\u007f]*$",
    "description": f"text of at most {LONGEST_NOTE} characters",
}
_START = fields({**PLAN_FIELDS, "expected_set": nullable(IDENTITY)})
_END = fields({"set_id": IDENTITY})
_CHANGE = some_of({**PLAN_FIELDS, "note": _NOTE})
_MISSING = (HTTPStatus.NOT_FOUND,)

ROUTES = (
    Route(
        "GET",
        "/api/v1/sets",
        Role.ATHLETE,
        "List sets, newest first",
        list_sets,
        answer=SetPage,
        query={**FILTERS, **_PAGING},
    ),
    Route(
        "POST",
        "/api/v1/sets",
        Role.ATHLETE,
        "Start a set",
        start_set,
        answer=SetAnswer,
        status=HTTPStatus.CREATED,
        body=_START,
        errors=_MISSING,
    ),
    Route(
        "POST",
        "/api/v1/sets/current/end",
        Role.ATHLETE,
        "End the open set",
        end_set,
        answer=SetAnswer,
        body=_END,
        errors=_MISSING,
    ),
    Route("GET", _SET, Role.ATHLETE, "Show a set", get_set, answer=SetObject, errors=_MISSING),
    Route(
        "GET",
        f"{_SET}/samples",
        Role.ATHLETE,
        "Give the curves of a set",
        get_samples,
        answer=SamplesObject,
        errors=_MISSING,
    ),
    Route(
        "GET",
        f"{_SET}/comparison",
        Role.ATHLETE,
        "Put a set beside the one before it and the other side",
        compare,
        answer=ComparisonObject,
        errors=_MISSING,
    ),
    Route(
        "GET",
        "/api/v1/trends",
        Role.ATHLETE,
        "The sets of one exercise in figures, for the history plots",
        trends,
        answer=TrendsObject,
        query={**FILTERS, "limit": _PAGING["limit"]},
    ),
    Route(
        "PATCH",
        _SET,
        Role.ATHLETE,
        "Correct a set",
        change_set,
        answer=SetAnswer,
        body=_CHANGE,
        errors=_MISSING,
    ),
    Route(
        "DELETE",
        _SET,
        Role.ATHLETE,
        "Delete a set",
        _on_set(Command.DELETE_SET),
        answer=SetAnswer,
        errors=_MISSING,
    ),
    Route(
        "POST",
        f"{_SET}/restore",
        Role.ATHLETE,
        "Bring a deleted set back",
        _on_set(Command.RESTORE_SET),
        answer=SetAnswer,
        errors=_MISSING,
    ),
    Route(
        "DELETE",
        _REP,
        Role.ATHLETE,
        "Delete a repetition",
        _on_rep(Command.DELETE_REP),
        answer=SetAnswer,
        errors=_MISSING,
    ),
    Route(
        "POST",
        f"{_REP}/restore",
        Role.ATHLETE,
        "Bring a deleted repetition back",
        _on_rep(Command.RESTORE_REP),
        answer=SetAnswer,
        errors=_MISSING,
    ),
)
