"""What a stranger on the network does not see: athletes' names and the notes of sets.

The live page is for anyone; who is training is not. An athlete's tablet sees its own athlete.
"""

from collections.abc import Mapping
from typing import Any, Final

from server.access.identity import Identity

_SETS_IN_STATE: Final = ("set", "last_set")


def public_message(topic: str, message: dict[str, Any]) -> dict[str, Any]:
    """Return the broadcast as anyone may see it; the same object where nothing is hidden."""
    if topic == "set":
        return {**message, "set": public_set(message["set"])}
    if topic == "heartbeat":
        return public_state(message)
    return message


def public_state(state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ``StateMessage`` without names and notes."""
    hidden = {key: public_set(state[key]) for key in _SETS_IN_STATE if state.get(key)}
    return {**state, **hidden, "plan": {**state["plan"], "athlete": None}}


def named_athletes(topic: str, message: Mapping[str, Any]) -> frozenset[int]:
    """The athletes of whom a broadcast tells."""
    plans = [message.get("plan")] if topic == "heartbeat" else []
    items = (message.get(key) for key in ("set", "last_set"))
    plans += [item.get("plan") for item in items if isinstance(item, Mapping)]
    keys = (plan.get("athlete_id") for plan in plans if isinstance(plan, Mapping))
    return frozenset(key for key in keys if isinstance(key, int))


def state_for(client: Identity, state: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ``StateMessage`` with what the client may see of it."""
    if client.may_see_all(named_athletes("heartbeat", state)):
        return dict(state)
    return public_state(state)


def public_set(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ``SetObject`` without its athlete's name and its note."""
    shown = {**item, "plan": {**item["plan"], "athlete": None}}
    if "note" in shown:
        shown["note"] = None
    return shown
