"""What a running station sends is what the wire contract declares, in both directions."""

from jsonschema import Draft202012Validator

from device.objects.health import HealthObject
from device.objects.stream import LiveMessage, PhaseMessage, RepMessage, SetMessage, StateMessage
from server.web.typed_schema import components, schema_of

SENT = {
    "live": LiveMessage,
    "phase": PhaseMessage,
    "rep": RepMessage,
    "set": SetMessage,
    "heartbeat": StateMessage,
}


def closed(kinds):
    """The schemas, refusing any key that is not declared."""
    schemas = components(kinds)
    return {name: schema | {"additionalProperties": False} for name, schema in schemas.items()}


def faults(kind, message):
    root = {**schema_of(kind), "components": {"schemas": closed([kind])}}
    return [error.message for error in Draft202012Validator(root).iter_errors(message)]


def test_all_that_is_sent_is_declared_and_all_that_is_declared_is_sent(product):
    product.device("--source", "simulated", "--speed", "8")
    listener = product.listen()
    saved = listener.rep("saved", 2)
    state = listener.heartbeat(lambda state: state["set"] and len(state["set"]["reps"]) >= 2)
    commands = product.commands()
    assert faults(HealthObject, commands.call("health")) == []
    assert faults(StateMessage, commands.call("state")) == []
    heard = {message.topic for message in listener.heard}
    assert heard >= set(SENT) - {"set"}
    for message in listener.heard:
        if message.topic in SENT:
            assert faults(SENT[message.topic], message.message) == [], message.topic
    ended = commands.call("end_set", {})
    assert faults(SetMessage, {**_envelope(state), "stage": "ended", "set": ended["set"]}) == []
    assert faults(RepMessage, saved.message | {"more": 1}) != []
    assert faults(RepMessage, {k: v for k, v in saved.message.items() if k != "rom_m"}) != []


def _envelope(message):
    return {name: message[name] for name in ("v", "run", "seq", "t_ns")}
