"""What the sending thread cannot send is missing, and is seen to be."""

import threading

import pytest
from processes import wait_until

from device.live.client import LiveSubscriber
from device.live.endpoints import endpoints
from device.process.heartbeat import Heartbeats
from device.service import broadcaster
from device.service.broadcaster import Broadcaster


@pytest.fixture
def addresses(tmp_path, short_folder, monkeypatch):
    monkeypatch.setenv("CABLECOACH_RUNTIME_DIR", str(short_folder))
    return endpoints(tmp_path)


def test_what_was_dropped_is_missed_in_the_numbers(addresses, monkeypatch):
    monkeypatch.setattr(broadcaster, "_MOST_QUEUED", 10)
    go_on, waits = threading.Event(), threading.Event()
    go_on.set()

    def state():
        waits.set()
        go_on.wait(10)
        return {}

    sender = Broadcaster(addresses=addresses, run="run", beats=Heartbeats(["broadcaster"]))
    sender.start(state)
    with LiveSubscriber(addresses) as subscriber:
        wait_until(lambda: subscriber.receive(0.1), "the first heartbeat")
        go_on.clear()
        waits.clear()
        assert waits.wait(10)  # the thread hangs
        for number in range(13):
            sender.tell_now("rep", {"number": number})
            sender.tell_now("raw", {})
        go_on.set()
        lost = 0
        heard = []

        def hear():
            nonlocal lost
            broadcast = subscriber.receive(0.1)
            if broadcast is not None:
                lost += broadcast.lost
                heard.append(broadcast.message.get("number"))
            return 99 in heard

        wait_until(lambda: hear() or 4 in heard, "what was queued")
        assert lost == 0
        sender.tell_now("rep", {"number": 99})
        wait_until(hear, "the next one")
    sender.stop()
    assert [number for number in heard if number is not None] == [0, 1, 2, 3, 4, 99]
    assert lost == 8
