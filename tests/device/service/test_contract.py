"""What a running station sends is what the wire contract declares, in both directions."""

from contract import faults

from device.objects.fields import fields_of
from device.objects.health import HealthObject
from device.objects.stream import (
    FaultMessage,
    LiveMessage,
    PhaseMessage,
    RepMessage,
    SetMessage,
    StateMessage,
)

SENT = {
    "live": LiveMessage,
    "phase": PhaseMessage,
    "rep": RepMessage,
    "set": SetMessage,
    "fault": FaultMessage,
    "heartbeat": StateMessage,
}


def test_all_that_is_sent_is_declared_and_all_that_is_declared_is_sent(product, trainee):
    product.device("--source", trainee.source)
    listener, commands = product.listen(), product.commands()
    listener.heartbeat()
    trainee.rest(2)
    trainee.rep()
    saved = listener.rep("saved", 1)
    trainee.move(0.1)
    trainee.move(-0.1)
    listener.until(lambda b: b.message.get("stage") == "rejected", "an excursion that is none")
    trainee.fault("OFFLINE")
    trainee.rest(1)
    listener.until(lambda b: b.topic == "fault" and not b.message["raised"], "the fault is over")
    assert faults(HealthObject, commands.call("health")) == []
    assert faults(StateMessage, commands.call("state")) == []
    commands.call("end_set", {})
    listener.until(lambda b: b.message.get("stage") == "ended", "the set ends")
    _assert_contract(listener.heard)
    assert faults(RepMessage, saved.message | {"more": 1}) != []
    assert faults(RepMessage, {k: v for k, v in saved.message.items() if k != "rom_m"}) != []


def _assert_contract(heard):
    sent = {topic: set() for topic in SENT}
    for broadcast in heard:
        if broadcast.topic in SENT:
            wrong = faults(SENT[broadcast.topic], broadcast.message)
            assert wrong == [], broadcast.topic
            sent[broadcast.topic] |= broadcast.message.keys()
    for topic, kind in SENT.items():  # also what is only there at times
        assert set(fields_of(kind)) - sent[topic] == set(), topic
