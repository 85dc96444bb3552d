"""An exception in any thread ends the block, with its reason in the log."""

import threading

import pytest

from device.process.fail_fast import fail_fast_threads


def run(target):
    thread = threading.Thread(target=target, name="some-loop")
    thread.start()
    thread.join(10)


def fail():
    raise ZeroDivisionError("on purpose")


def test_the_first_failure_stops_and_is_raised_in_the_end(caplog):
    stop = threading.Event()
    before = threading.excepthook

    def work():
        with fail_fast_threads(stop):
            run(fail)
            assert stop.wait(10)
            run(lambda: [].pop())

    with pytest.raises(ZeroDivisionError):
        work()
    assert "The thread some-loop failed, so all ends." in caplog.text
    assert threading.excepthook is before


def test_threads_that_end_well_or_mean_to_end_change_nothing():
    stop = threading.Event()
    with fail_fast_threads(stop):
        run(lambda: None)
        run(lambda: exit(0))
    assert not stop.is_set()
