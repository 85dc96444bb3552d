"""What a stranger on the network does not see: athletes' names and the notes of sets.

The live page is for anyone; who is training is not. An athlete's tablet sees its own athlete.
"""

from collections.abc import Mapping
from typing import Any, cast

from device.objects.sets import SetObject
from server.access.identity import Identity
from server.objects import PresentState


def public_message(topic: str, message: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the broadcast as anyone may see it; the same object where nothing is hidden."""
    if topic == "set":
        return {**message, "set": public_set(message["set"])}
    if topic == "heartbeat":
        return public_state(cast(PresentState, message))
    return message


def public_state(state: PresentState) -> PresentState:
    """Return the state without names and notes."""
    current, last = state["set"], state["last_set"]
    return {
        **state,
        "set": current and public_set(current),
        "last_set": last and public_set(last),
        "plan": {**state["plan"], "athlete": None},
    }


def named_athletes(topic: str, message: Mapping[str, Any]) -> frozenset[int]:
    """The athletes of whom a broadcast tells."""
    plans = [message.get("plan")] if topic == "heartbeat" else []
    items = (message.get(key) for key in ("set", "last_set"))
    plans += [item.get("plan") for item in items if isinstance(item, Mapping)]
    keys = (plan.get("athlete_id") for plan in plans if isinstance(plan, Mapping))
    return frozenset(key for key in keys if isinstance(key, int))


def state_for(client: Identity, state: PresentState) -> PresentState:
    """Return the state with what the client may see of it."""
    if client.may_see_all(named_athletes("heartbeat", state)):
        return state
    return public_state(state)


def public_set(item: SetObject) -> SetObject:
    """Return a set without its athlete's name and its note."""
    return {**item, "plan": {**item["plan"], "athlete": None}, "note": None}
