"""The one thread that sends to all tablets: none makes it wait, none ends the others."""

import socket
import threading
import time
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from server.access.identity import STRANGER
from server.live.event_buffer import EventBuffer, Frame, event
from server.live.sender import StreamSender
from server.live.subscription import StreamView, Subscription

STATE = {"run": "r", "seq": 0}


class Tablet:
    """The other end of a stream; ``conn`` stands for cheroot's connection."""

    def __init__(self, hub, **view):
        ours, self.socket = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.socket.settimeout(10)
        self._file = self.socket.makefile("rb")
        self.closed = threading.Event()
        self.conn = SimpleNamespace(socket=ours, close=self._close)
        given = {"snapshot": lambda: STATE, "last_event_id": "", "allowed": lambda: True} | view
        self.reader = Subscription(hub, StreamView(STRANGER, **given))

    def _close(self):
        self.conn.socket.close()
        self.closed.set()

    def read(self, length=-1):
        return self._file.read(length)

    def leave(self):
        self._file.close()
        self.socket.close()


@pytest.fixture
def hub():
    return EventBuffer()


@pytest.fixture
def sender(hub):
    made = StreamSender(hub, stalled_s=1.0)
    made.start()
    yield made
    if not made._stopping.is_set():
        made.stop()


@pytest.fixture
def come(hub):
    with ExitStack() as stack:

        def come(**view):
            tablet = Tablet(hub, **view)
            stack.callback(tablet.leave)
            return tablet

        yield come


@pytest.fixture
def watch(come, sender):
    def watch(*, chunked=False, **view):
        tablet = come(**view)
        sender.add(tablet.conn, tablet.reader, chunked=chunked)
        return tablet

    return watch


def publish(hub, topic, seq, size=20):
    data = event(topic, "r", seq, b"x" * size)
    hub.publish(Frame(topic, "r", seq, data, data))
    return data


def test_every_tablet_gets_what_is_published(hub, watch):
    tablets = [watch() for _ in range(5)]
    sent = publish(hub, "rep", 1)
    assert [tablet.read(len(sent)) for tablet in tablets] == [sent] * 5


def test_what_came_before_the_handing_over_is_sent_at_once(hub, sender, come):
    tablet = come()
    sent = publish(hub, "rep", 1)
    sender.add(tablet.conn, tablet.reader, chunked=False)
    assert tablet.read(len(sent)) == sent


def test_what_a_socket_does_not_take_at_once_follows_as_soon_as_it_does(hub, watch):
    tablet = watch()
    sent = publish(hub, "rep", 1, size=200_000)
    began = time.monotonic()
    assert tablet.read(len(sent)) == sent
    assert time.monotonic() - began < 0.4  # not with the next frame, nor the next look


def test_a_tablet_that_stalls_for_a_moment_goes_on_with_the_newest_picture(hub, watch):
    tablet, other = watch(), watch()
    first = publish(hub, "live", 0, size=200_000)
    assert other.read(len(first)) == first
    for seq in range(1, 20):
        sent = publish(hub, "live", seq)
        assert other.read(len(sent)) == sent
    rep = publish(hub, "rep", 20)
    assert tablet.read(len(first)) == first
    assert tablet.read(len(sent) + len(rep)) == sent + rep


def test_a_tablet_that_takes_nothing_for_long_is_cut_off_and_the_others_are_not(hub, watch):
    stalled, other = watch(), watch()
    first = publish(hub, "live", 0, size=200_000)
    other.read(len(first))
    assert stalled.closed.wait(10)
    assert not other.closed.is_set()


def test_a_tablet_that_leaves_is_noticed_by_the_next_frame(hub, watch):
    tablet = watch()
    tablet.leave()
    publish(hub, "live", 0)
    assert tablet.closed.wait(10)


def test_a_tablet_that_was_forgotten_is_cut_off_by_the_next_frame(hub, watch):
    known = True
    tablet = watch(allowed=lambda: known)
    sent = publish(hub, "live", 0)
    assert tablet.read(len(sent)) == sent
    time.sleep(0.1)  # the sender is done with that frame
    known = False
    publish(hub, "live", 1)
    assert tablet.closed.wait(10)
    assert tablet.read() == b""


def test_trouble_with_one_tablet_ends_its_stream_alone(hub, watch, caplog):
    def wrong():
        raise KeyError("plan")

    tablet, other = watch(allowed=wrong), watch()
    assert tablet.closed.wait(10)
    sent = publish(hub, "live", 0)
    assert other.read(len(sent)) == sent
    assert "A live stream failed" in caplog.text


def test_a_silent_stream_says_its_state(monkeypatch, hub, watch):
    monkeypatch.setattr("server.live.sender._HEARTBEAT_S", 0.1)
    assert watch().read(12) == b"event: state"


def test_the_end_is_the_last_chunk(hub, sender, watch):
    tablet = watch(chunked=True)
    sent = publish(hub, "rep", 1)
    chunk = b"%x\r\n%b\r\n" % (len(sent), sent)
    assert tablet.read(len(chunk)) == chunk
    sender.stop()
    assert tablet.read() == b"0\r\n\r\n"
    publish(hub, "rep", 2)  # nobody is there, which is no error


def test_who_comes_when_all_ends_is_sent_away(sender, come):
    sender.stop()
    tablet = come()
    sender.add(tablet.conn, tablet.reader, chunked=False)
    assert tablet.closed.is_set()
