"""What an athlete's tablet may touch: its own athlete's sets, and guests'."""

from http import HTTPStatus

from device.errors import Reason
from device.objects.sets import SetObject
from server.access.identity import Identity
from server.live.redaction import public_set
from server.web.problems import Problem
from server.web.services import Services


def no_such_set() -> Problem:
    """The answer for a set that is not there, and for one that is not the client's to see."""
    return Problem(
        HTTPStatus.NOT_FOUND,
        "There is no such set; GET /api/v1/sets lists them.",
        reason=Reason.NO_SUCH_SET,
    )


def find_set(
    services: Services, client: Identity, set_id: int, *, deleted_too: bool = False
) -> SetObject:
    """Return a set that the client may see.

    Raises:
        Problem: 404.
    """
    found = services.training_data.find_set(set_id) or _on_its_way(services, set_id)
    if found is None or not client.may_see(found["plan"]["athlete_id"]):
        raise no_such_set()
    if found["deleted"] and not deleted_too:
        raise Problem(
            HTTPStatus.NOT_FOUND,
            f"Set {set_id} was deleted; POST /api/v1/sets/{set_id}/restore brings it back.",
            reason=Reason.SET_DELETED,
        )
    return found


def check_athlete(client: Identity, athlete_id: int | None) -> None:
    """Refuse to act for somebody else's athlete.

    Raises:
        Problem: 403.
    """
    if not client.may_see(athlete_id):
        raise Problem(
            HTTPStatus.FORBIDDEN,
            "This tablet belongs to another athlete; an operator's tablet can act for anyone.",
            reason=Reason.OTHER_ATHLETE,
        )


def shown_set(client: Identity, item: SetObject) -> SetObject:
    """Return a set with what the client may see of it."""
    return item if client.may_see(item["plan"]["athlete_id"]) else public_set(item)


def _on_its_way(services: Services, set_id: int) -> SetObject | None:
    """A set that the device has opened, and answered, but not yet written."""
    state = services.link.fresh_state()
    found = (item for item in (state["set"], state["last_set"]) if item)
    return next((item for item in found if item["set_id"] == set_id), None)
