"""The pool grows when every thread is busy, never above its bound, and says when it is stuck."""

import threading

import pytest
from fake_clock import FakeClock

from server.http.thread_pool import GrowingPool


class Work:
    """Stands for a connection: busy until it is told to end."""

    def __init__(self, pool_of):
        self._pool_of = pool_of
        self.begun, self.end = threading.Event(), threading.Event()

    def communicate(self):
        self.begun.set()
        self.end.wait(10)
        self._pool_of.requests.done()
        return False

    def close(self):
        pass


class Server:
    stats = {"Enabled": False, "Worker Threads": {}}  # noqa: RUF012 - as cheroot has it
    requests: GrowingPool

    def __init__(self):
        self.clock = FakeClock()


@pytest.fixture
def server():
    server = Server()
    server.requests = GrowingPool(server, least=2, most=5, clock=server.clock)
    server.requests.start()
    given = []

    def give() -> Work:
        given.append(Work(server))
        server.requests.put(given[-1])
        return given[-1]

    server.give = give
    yield server
    for work in given:
        work.end.set()
    server.requests.stop(5)


def test_one_busy_after_the_other_makes_no_thread(server):
    for _ in range(20):
        work = server.give()
        assert work.begun.wait(5)
        work.end.set()
        while server.requests._in_hand:
            pass
    assert len(server.requests._threads) == 2


def test_none_waits_below_the_bound(server):
    works = [server.give() for _ in range(5)]
    assert all(work.begun.wait(5) for work in works)
    assert len(server.requests._threads) == 5


def test_beyond_the_bound_they_wait_for_a_free_thread(server):
    works = [server.give() for _ in range(6)]
    assert not works[5].begun.wait(0.1)
    assert len(server.requests._threads) == 5
    works[3].end.set()
    assert works[5].begun.wait(5)


def test_stuck_is_where_one_waits_long_and_none_comes_free(server):
    works = [server.give() for _ in range(5)]
    assert all(work.begun.wait(5) for work in works)
    server.clock.advance(21)
    assert not server.requests.stuck  # all busy, but nobody waits
    server.give()
    server.clock.advance(19)
    assert not server.requests.stuck
    server.clock.advance(2)
    assert server.requests.stuck
    works[0].end.set()
    while server.requests._in_hand > 5:
        pass
    assert not server.requests.stuck
