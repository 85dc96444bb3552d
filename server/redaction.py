"""What a stranger on the network does not see: athletes' names and the notes of sets.

The live page is for anyone; who is training is not. An athlete's tablet sees its own athlete.
"""

from collections.abc import Mapping
from typing import Any, Final

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


def public_set(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return a ``SetObject`` without its athlete's name and its note."""
    shown = {**item, "plan": {**item["plan"], "athlete": None}}
    if "note" in shown:
        shown["note"] = None
    return shown
