"""A new socket that got the number of a closed one hears nothing of what befell the old."""

import select
import socket
from contextlib import ExitStack, closing

import pytest

from server.live.descriptor_watch import GONE, DescriptorWatch

READS = select.EPOLLIN | select.EPOLLET


@pytest.fixture
def watch():
    with closing(DescriptorWatch()) as made:
        yield made


@pytest.fixture
def pair():
    with ExitStack() as stack:

        def pair():
            ours, theirs = socket.socketpair()
            stack.enter_context(ours)
            stack.enter_context(theirs)
            return ours, theirs

        yield pair


def add(watch, ours, name):
    watch.add(ours.fileno(), name, READS)


def test_each_entry_comes_with_its_events(watch, pair):
    (one, other), (two, _) = pair(), pair()
    add(watch, one, "one")
    add(watch, two, "two")
    other.send(b"x")
    assert list(watch.wait(1.0)) == [("one", select.EPOLLIN)]
    other.close()
    [(entry, events)] = watch.wait(1.0)
    assert entry == "one"
    assert events & GONE
    watch.remove(one.fileno())
    assert list(watch.wait(0)) == []


def test_the_bell_ends_a_wait(watch):
    watch.ring()
    assert [entry for entry, _ in watch.wait(10.0)] == [None]
    assert list(watch.wait(0)) == []


def test_a_number_that_was_used_again_is_not_taken_for_the_one_before(watch, pair):
    """Both have left; dealing with the first, a new one comes that gets the second's number."""
    pairs = [pair(), pair()]
    for number, (ours, _) in enumerate(pairs):
        add(watch, ours, number)
    for _, theirs in pairs:
        theirs.close()
    batch = watch.wait(1.0)
    first, events = next(batch)
    assert events & GONE
    second, _ = pairs[1 - first]
    used = second.fileno()
    watch.remove(used)  # as another thread evicts it
    second.close()
    ours, theirs = pair()
    if ours.fileno() != used:  # the lowest free number is the one just closed
        assert theirs.fileno() == used
        ours, theirs = theirs, ours
    add(watch, ours, "new")
    assert list(batch) == []  # the old one's end is not told as the new one's
    theirs.send(b"x")
    assert list(watch.wait(1.0)) == [("new", select.EPOLLIN)]


def test_what_happened_to_a_new_one_during_the_wait_comes_with_the_next(watch, pair):
    (one, its), (new, other) = pair(), pair()
    add(watch, one, "one")
    its.send(b"x")
    batch = watch.wait(1.0)
    assert next(batch)[0] == "one"
    other.send(b"x")
    add(watch, new, "new")
    assert list(batch) == []
    assert list(watch.wait(1.0)) == [("new", select.EPOLLIN)]
