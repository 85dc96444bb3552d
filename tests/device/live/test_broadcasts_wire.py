"""Broadcasts across a real socket: order, gaps, restarts, silence."""

import json
import time

import pytest
import zmq
from fake_clock import FakeClock
from processes import LONGEST_S

from device.live.client import LiveSubscriber
from device.live.publisher import Publisher, encode


@pytest.fixture
def publisher(addresses):
    publisher = Publisher(addresses, "run-a")
    yield publisher
    publisher.close()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def subscriber(addresses, clock):
    with LiveSubscriber(addresses, clock=clock) as subscriber:
        yield subscriber


def join(publisher, subscriber):
    """Send until the subscriber hears (who joins late misses what was before)."""
    deadline = time.monotonic() + LONGEST_S
    while time.monotonic() < deadline:
        publisher.send("heartbeat", 0, {})
        if (heard := subscriber.receive(0.02)) is not None:
            while (more := subscriber.receive(0.02)) is not None:
                heard = more
            return heard
    raise AssertionError("nothing heard")


def test_a_broadcast_arrives_as_it_was_sent(publisher, subscriber):
    before = join(publisher, subscriber)
    publisher.send("rep", 123, {"stage": "top", "rom_m": 0.5})
    got = subscriber.receive(LONGEST_S)
    assert got is not None
    assert got.topic == "rep"
    assert got.message == json.loads(got.payload)
    assert got.message == {
        "v": 1,
        "run": "run-a",
        "seq": before.message["seq"] + 1,
        "t_ns": 123,
        "stage": "top",
        "rom_m": 0.5,
    }
    assert (got.lost, got.restarted) == (0, False)


def test_missing_broadcasts_are_counted(publisher, subscriber):
    join(publisher, subscriber)
    for _ in range(3):
        publisher.envelope(0)  # numbers used up and never sent: as if dropped on the way
    publisher.send("live", 0, {})
    got = subscriber.receive(LONGEST_S)
    assert got is not None
    assert got.lost == 3
    assert subscriber.lost == 3


def test_another_run_is_a_restart_and_no_loss(addresses, publisher, subscriber):
    join(publisher, subscriber)
    publisher.close()
    second = Publisher(addresses, "run-b")
    try:
        second_heard = None
        deadline = time.monotonic() + LONGEST_S
        while second_heard is None and time.monotonic() < deadline:
            second.send("heartbeat", 0, {})
            second_heard = subscriber.receive(0.05)
        assert second_heard is not None
        assert second_heard.message["run"] == "run-b"
        assert second_heard.restarted
        assert second_heard.lost == 0
    finally:
        second.close()


def test_offline_before_the_first_and_a_second_after_the_last(publisher, subscriber, clock):
    assert not subscriber.online
    join(publisher, subscriber)
    assert subscriber.online
    clock.advance(0.9)
    assert subscriber.online
    clock.advance(0.2)
    assert not subscriber.online


def test_silence_gives_ticks(subscriber):
    ticks = subscriber.stream(0.01)
    assert next(ticks) is None
    assert next(ticks) is None


@pytest.mark.parametrize(
    "frames",
    [
        [b"live"],
        [b"live", b"{"],
        [b"live", b"[]"],
        [b"live", b'{"v":2,"run":"x","seq":1}'],
        [b"live", b'{"v":1,"run":"x","seq":"1"}'],
    ],
)
def test_what_is_no_broadcast_is_passed_over(addresses, frames):
    with zmq.Context() as context, context.socket(zmq.PUB) as raw:
        raw.setsockopt(zmq.LINGER, 0)
        raw.bind(addresses.broadcasts)
        with LiveSubscriber(addresses) as subscriber:
            good = [b"live", encode({"v": 1, "run": "x", "seq": 9, "t_ns": 0})]
            got, deadline = None, time.monotonic() + LONGEST_S
            while got is None and time.monotonic() < deadline:
                raw.send_multipart(frames)
                raw.send_multipart(good)
                got = subscriber.receive(0.05)
            assert got is not None
            assert got.message["seq"] == 9


def test_figures_that_are_no_numbers_become_null():
    assert encode({"a": float("nan"), "b": [float("inf"), {"c": 1.5}]}) == (
        b'{"a":null,"b":[null,{"c":1.5}]}'
    )
