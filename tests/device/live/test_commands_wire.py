"""Commands across a real socket: answers, refusals, keys, time-outs."""

import json
import threading
from concurrent.futures import Future

import pytest
import zmq

from device.errors import UserError
from device.live.client import CommandClient, CommandError
from device.live.idempotency import RecentRequests
from device.live.messages import Command, ErrorCode


def done(result) -> Future:
    future: Future = Future()
    future.set_result(result)
    return future


def test_a_command_is_answered_with_its_result(addresses, serve):
    serve(lambda command, args, key: done({"was": command, "args": args}))
    with CommandClient(addresses) as client:
        assert client.call(Command.CHOOSE, {"side": "left"}) == {
            "was": "choose",
            "args": {"side": "left"},
        }


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (UserError("Say what."), ErrorCode.INVALID),
        (CommandError(ErrorCode.CONFLICT, "Another set is open."), ErrorCode.CONFLICT),
    ],
)
def test_a_refusal_arrives_with_code_and_sentence(addresses, serve, raised, code):
    def handle(command, args, key):
        raise raised

    serve(handle)
    with CommandClient(addresses) as client, pytest.raises(CommandError, match=str(raised)) as got:
        client.call(Command.END_SET)
    assert got.value.code is code


def test_a_refusal_brings_its_reason_and_values(addresses, serve):
    def handle(command, args, key):
        raise CommandError(ErrorCode.CONFLICT, "The wheel slips.", "slip", {"closure_mm": 12.5})

    serve(handle)
    with CommandClient(addresses) as client, pytest.raises(CommandError) as got:
        client.call(Command.CALIBRATE)
    assert (got.value.reason, got.value.values) == ("slip", {"closure_mm": 12.5})


def test_a_failure_inside_is_unavailable_and_tells_no_internals(addresses, serve):
    failed: Future = Future()
    failed.set_exception(RuntimeError("secret path"))
    serve(lambda command, args, key: failed)
    with CommandClient(addresses) as client, pytest.raises(CommandError) as got:
        client.call(Command.TARE)
    assert got.value.code is ErrorCode.UNAVAILABLE
    assert "secret" not in str(got.value)


def test_without_a_device_the_caller_is_told_in_time(addresses):
    with CommandClient(addresses) as client, pytest.raises(CommandError) as got:
        client.call(Command.STATE, timeout_s=0.1)
    assert got.value.code is ErrorCode.UNAVAILABLE
    assert "not running" in str(got.value)


def test_a_request_made_while_nobody_listens_never_acts_later(addresses, serve):
    handled = []
    with CommandClient(addresses) as client:
        with pytest.raises(CommandError):
            client.call(Command.TARE, timeout_s=0.1)
        serve(lambda command, args, key: handled.append(command) or done({}))
        client.call(Command.STATE)
    assert handled == [Command.STATE]


def test_a_slow_command_holds_up_no_other(addresses, serve):
    slow: Future = Future()
    serve(lambda command, args, key: slow if command is Command.TARE else done({}))
    with CommandClient(addresses) as client:
        waiting = threading.Thread(target=lambda: client.call(Command.TARE))
        waiting.start()
        assert client.call(Command.STATE) == {}
        slow.set_result({"load_zero": 1.0})
        waiting.join(5)
        assert not waiting.is_alive()


def test_the_same_key_is_one_effect_and_one_answer(addresses, serve):
    effects = []

    def handle(command, args, key):
        effects.append(args)
        return done({"n": len(effects)})

    serve(handle)
    with CommandClient(addresses) as client:
        first = client.call(Command.START_SET, {"side": "left"}, key="k1")
        assert client.call(Command.START_SET, {"side": "left"}, key="k1") == first
        with pytest.raises(CommandError, match="another request"):
            client.call(Command.START_SET, {"side": "right"}, key="k1")
        assert client.call(Command.START_SET, {"side": "left"}, key="k2") == {"n": 2}
    assert len(effects) == 2


def test_a_key_in_flight_shares_the_one_effect():
    recent, slow, effects = RecentRequests(), Future(), []
    first = recent.once("k", "tare", {}, lambda: effects.append(1) or slow)
    assert recent.once("k", "tare", {}, lambda: effects.append(2) or Future()) is first
    assert effects == [1]


def test_keys_are_remembered_in_bounded_memory():
    recent = RecentRequests()
    for number in range(2000):
        recent.once(str(number), "tare", {}, lambda: done({}))
    assert len(recent._answers) <= 1000


def test_unavailable_is_not_remembered(addresses, serve):
    answers = iter([CommandError(ErrorCode.UNAVAILABLE, "disk full"), None])

    def handle(command, args, key):
        future: Future = Future()
        error = next(answers)
        future.set_exception(error) if error else future.set_result({"ok": 1})
        return future

    serve(handle)
    with CommandClient(addresses) as client:
        with pytest.raises(CommandError):
            client.call(Command.ADD_ATHLETE, key="k")
        assert client.call(Command.ADD_ATHLETE, key="k") == {"ok": 1}


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"\xff\xfe",
        b"[]",
        b"{}",
        b'{"v":2,"id":"a","command":"state","args":{}}',
        b'{"v":1,"id":1,"command":"state","args":{}}',
        b'{"v":1,"id":"a","command":"explode","args":{}}',
        b'{"v":1,"id":"a","command":"state","args":[]}',
        b'{"v":1,"id":"a","command":"state","args":{},"key":""}',
        b'{"v":1,"id":"a","command":"state","args":{},"key":"' + b"k" * 65 + b'"}',
        b"[" * 30_000,
    ],
)
def test_what_is_no_request_is_refused_and_harms_nothing(addresses, serve, payload):
    serve(lambda command, args, key: done({}))
    with zmq.Context() as context, context.socket(zmq.DEALER) as socket:
        socket.setsockopt(zmq.LINGER, 0)
        socket.connect(addresses.commands)
        socket.send(payload)
        assert socket.poll(5000)
        answer = json.loads(socket.recv())
    assert answer["ok"] is False
    assert answer["error"]["code"] == "invalid"
    with CommandClient(addresses) as client:
        assert client.call(Command.STATE) == {}
