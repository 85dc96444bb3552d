"""The thread of every loop: it beats, it ends when told, and what it waits for is told."""

import threading

import pytest

from device.process.fail_fast import fail_fast_threads
from device.process.loop import Loop


def test_it_beats_at_every_turn_and_ends_when_told():
    beats, turned = [], threading.Semaphore(0)

    def work():
        for _ in loop.turns():
            turned.release()
            woken.wait(10)

    woken = threading.Event()
    loop = Loop("some-loop", work, beat=lambda: beats.append(1), wake=woken.set)
    loop.start()
    assert turned.acquire(timeout=10)
    assert beats == [1]
    assert not loop.stopping
    loop.stop(timeout_s=10)
    assert loop.stopping
    assert not loop._thread.is_alive()


def test_who_starts_it_may_wait_until_it_is_ready():
    go, steps = threading.Event(), []

    def work():
        go.wait(10)
        steps.append("open")
        loop.ready()

    loop = Loop("some-loop", work)
    threading.Timer(0.01, go.set).start()
    loop.start_and_wait()
    assert steps == ["open"]
    loop.stop()


def test_one_that_fails_before_it_is_ready_holds_up_nobody_and_ends_the_process(caplog):
    def work():
        raise ZeroDivisionError("on purpose")

    stop = threading.Event()

    def run():
        with fail_fast_threads(stop):
            loop = Loop("some-loop", work)
            loop.start_and_wait()
            loop.stop(timeout_s=10)
            assert stop.is_set()

    with pytest.raises(ZeroDivisionError):
        run()
    assert "The thread some-loop failed, so all ends." in caplog.text


def test_one_that_never_began_can_be_stopped():
    Loop("some-loop", lambda: None).stop()
