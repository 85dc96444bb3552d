"""The one thread that sends to all tablets: none makes it wait, none ends the others."""

import socket
import threading
import time
from contextlib import ExitStack
from types import SimpleNamespace

import pytest
from fake_clock import FakeClock

from server.access.identity import STRANGER
from server.live.event_buffer import EventBuffer, Frame, event
from server.live.sender import StreamSender
from server.live.subscription import StreamView, Subscription

STATE = {"run": "r", "seq": 0}


class Tablet:
    """The other end of a stream; ``conn`` stands for cheroot's connection."""

    def __init__(self, events, **view):
        ours, self.socket = socket.socketpair()
        ours.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        self.socket.settimeout(10)
        self._file = self.socket.makefile("rb")
        self.closed = threading.Event()
        self.conn = SimpleNamespace(socket=ours, close=self._close)
        given = {"snapshot": lambda: STATE, "last_event_id": "", "allowed": lambda: True} | view
        self.subscription = Subscription(events, StreamView(STRANGER, **given))

    def _close(self):
        self.conn.socket.close()
        self.closed.set()

    def read(self, length=-1):
        return self._file.read(length)

    def leave(self):
        self._file.close()
        self.socket.close()


@pytest.fixture
def events():
    return EventBuffer()


@pytest.fixture
def clock():
    return FakeClock()


@pytest.fixture
def sender(events, clock):
    made = StreamSender(events, stalled_s=8.0, clock=clock)
    made.start()
    yield made
    if not made._loop.stopping:
        made.stop()


@pytest.fixture
def come(events):
    with ExitStack() as stack:

        def come(**view):
            tablet = Tablet(events, **view)
            stack.callback(tablet.leave)
            return tablet

        yield come


@pytest.fixture
def watch(come, sender):
    def watch(*, chunked=False, **view):
        tablet = come(**view)
        sender.add(tablet.conn, tablet.subscription, chunked=chunked)
        return tablet

    return watch


def publish(events, topic, seq, size=20):
    data = event(topic, "r", seq, b"x" * size)
    events.publish(Frame(topic, "r", seq, data, data))
    return data


def test_every_tablet_gets_what_is_published(events, watch):
    tablets = [watch() for _ in range(5)]
    sent = publish(events, "rep", 1)
    assert [tablet.read(len(sent)) for tablet in tablets] == [sent] * 5


def test_what_came_before_the_handing_over_is_sent_at_once(events, sender, come):
    tablet = come()
    sent = publish(events, "rep", 1)
    sender.add(tablet.conn, tablet.subscription, chunked=False)
    assert tablet.read(len(sent)) == sent


def test_what_a_socket_does_not_take_at_once_follows_as_soon_as_it_does(events, watch):
    tablet = watch()
    sent = publish(events, "rep", 1, size=200_000)
    assert tablet.read(len(sent)) == sent


@pytest.mark.timing
def test_what_a_socket_does_not_take_at_once_waits_for_no_further_frame(events, watch):
    tablet = watch()
    sent = publish(events, "rep", 1, size=200_000)
    began = time.monotonic()
    assert tablet.read(len(sent)) == sent
    assert time.monotonic() - began < 0.4  # not with the next frame, nor the next look


def test_a_tablet_that_stalls_for_a_moment_goes_on_with_the_newest_picture(events, watch):
    tablet, other = watch(), watch()
    first = publish(events, "live", 0, size=200_000)
    assert other.read(len(first)) == first
    for seq in range(1, 20):
        sent = publish(events, "live", seq)
        assert other.read(len(sent)) == sent
    rep = publish(events, "rep", 20)
    assert tablet.read(len(first)) == first
    assert tablet.read(len(sent) + len(rep)) == sent + rep


def test_a_tablet_that_takes_nothing_for_long_is_cut_off_and_the_others_are_not(
    events, watch, clock
):
    stalled, other = watch(), watch()
    first = publish(events, "live", 0, size=200_000)
    other.read(len(first))
    clock.advance(7.4)
    assert not stalled.closed.wait(0.6)  # a look later
    clock.advance(0.7)
    assert stalled.closed.wait(10)
    assert not other.closed.is_set()


def test_a_tablet_that_leaves_is_noticed_by_the_next_frame(events, watch):
    tablet = watch()
    tablet.leave()
    publish(events, "live", 0)
    assert tablet.closed.wait(10)


def test_a_tablet_that_was_forgotten_is_cut_off_by_the_next_frame(events, watch):
    known = True
    tablet = watch(allowed=lambda: known)
    sent = publish(events, "live", 0)
    assert tablet.read(len(sent)) == sent
    time.sleep(0.1)  # the sender is done with that frame
    known = False
    publish(events, "live", 1)
    assert tablet.closed.wait(10)
    assert tablet.read() == b""


def test_trouble_with_one_tablet_ends_its_stream_alone(events, watch, caplog):
    def wrong():
        raise KeyError("plan")

    tablet, other = watch(allowed=wrong), watch()
    assert tablet.closed.wait(10)
    sent = publish(events, "live", 0)
    assert other.read(len(sent)) == sent
    assert "A live stream failed" in caplog.text


def test_a_silent_stream_says_its_state(events, watch, clock):
    tablet = watch()
    sent = publish(events, "rep", 1)
    assert tablet.read(len(sent)) == sent
    clock.advance(2.0)
    assert tablet.read(12) == b"event: state"


def test_the_end_is_the_last_chunk(events, sender, watch):
    tablet = watch(chunked=True)
    sent = publish(events, "rep", 1)
    chunk = b"%x\r\n%b\r\n" % (len(sent), sent)
    assert tablet.read(len(chunk)) == chunk
    sender.stop()
    assert tablet.read() == b"0\r\n\r\n"
    publish(events, "rep", 2)  # nobody is there, which is no error


def test_who_comes_when_all_ends_is_sent_away(sender, come):
    sender.stop()
    tablet = come()
    sender.add(tablet.conn, tablet.subscription, chunked=False)
    assert tablet.closed.is_set()
