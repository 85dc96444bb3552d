"""The share of an address: what is over it waits, and what is over that is refused."""

import socket
from types import SimpleNamespace

import pytest

from server.config import Limits
from server.http.fair_queue import FairQueue

LIMITS = Limits(threads_per_address=2, connections_per_address=3)


@pytest.fixture
def visit():
    opened = []

    def visit(address):
        ours, theirs = socket.socketpair()
        opened.extend((ours, theirs))
        theirs.settimeout(1.0)
        return SimpleNamespace(remote_addr=address, socket=ours, close=ours.close, other=theirs)

    yield visit
    for each in opened:
        each.close()


def test_each_address_has_its_share_and_waits_in_order(visit):
    begun = []
    queue = FairQueue(LIMITS, begun.append)
    many = [visit("192.168.0.5") for _ in range(5)]
    one = visit("192.168.0.6")
    for conn in [*many, one]:
        queue.admit(conn)
    assert begun == [*many[:2], one]
    for done in many:
        queue.done(done)
    queue.done(one)
    assert begun == [*many[:2], one, *many[2:]]
    assert not queue._in_hand
    assert not queue._waiting


def test_who_waits_with_too_many_is_refused(visit):
    begun = []
    queue = FairQueue(LIMITS, begun.append)
    *_, last = many = [visit("192.168.0.5") for _ in range(6)]
    for conn in many:
        queue.admit(conn)
    assert last.other.makefile("rb").read().startswith(b"HTTP/1.1 503 ")
    queue.stop()
    assert [conn.socket.fileno() < 0 for conn in many] == [False] * 2 + [True] * 4


def test_this_machine_is_no_stranger(visit):
    begun = []
    queue = FairQueue(LIMITS, begun.append)
    for _ in range(9):
        queue.admit(visit("127.0.0.1"))
    assert len(begun) == 9
