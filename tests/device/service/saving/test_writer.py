"""The writing thread: order, refusals of the disk, bounded memory."""

import threading
from dataclasses import dataclass, field

import pytest
from fake_clock import FakeClock
from processes import wait_until

from device.errors import ConflictError, UnsavedError
from device.process.fail_fast import fail_fast_threads
from device.process.heartbeat import Heartbeats
from device.service.saving.writer import Writer
from device.store.errors import DamagedError, DiskFullError


@dataclass
class Disk:
    """A store that keeps names in a list, while its disk allows."""

    rows: list[str] = field(default_factory=list)
    problem: UnsavedError | None = None
    opened: int = 0
    closed: int = 0

    def open(self):
        if self.problem is not None:
            raise self.problem
        self.opened += 1
        return self

    def close(self):
        self.closed += 1


@dataclass(frozen=True)
class Row:
    name: str
    reps: int = 1
    error: Exception | None = None

    def __call__(self, store):
        if self.error is not None:
            raise self.error
        if store.problem is not None:
            raise store.problem
        store.rows.append(self.name)


@pytest.fixture
def disk():
    return Disk()


@pytest.fixture
def reports():
    return []


@pytest.fixture
def writer(disk, reports, monkeypatch):
    monkeypatch.setattr("device.service.saving.writer._RETRY_S", 0.02)
    monkeypatch.setattr("device.service.saving.writer._TURN_S", 0.02)
    writer = Writer(
        open_store=disk.open,
        report=lambda problem, reps: reports.append((problem and str(problem), reps)),
        chores=(),
        beats=Heartbeats(["writer"]),
    )
    yield writer
    writer.stop()


def test_records_are_saved_in_their_order(writer, disk, reports):
    writer.start()
    for number in range(50):
        writer.save(Row(str(number)))
    wait_until(lambda: len(disk.rows) == 50, "saved")
    assert disk.rows == [str(number) for number in range(50)]
    wait_until(lambda: reports[-1] == (None, 0), "told")


def test_while_the_disk_refuses_records_wait_and_then_are_saved(writer, disk, reports):
    writer.start()
    disk.problem = DiskFullError("The disk is full.")
    for number in range(12):
        writer.save(Row(str(number)))
    wait_until(lambda: reports[-1] == ("The disk is full.", 12), "told")
    assert disk.rows == []
    disk.problem = None
    wait_until(lambda: reports[-1] == (None, 0), "told that it is mended")
    assert disk.rows == [str(number) for number in range(12)]


def test_a_disk_that_refuses_at_the_start_is_no_reason_not_to_start(writer, disk, reports):
    disk.problem = DiskFullError("The disk is full.")
    writer.start()
    writer.save(Row("first"))
    wait_until(lambda: ("The disk is full.", 1) in reports, "told")
    refused = writer.ask(lambda store: store.rows)
    with pytest.raises(UnsavedError, match="disk is full"):
        refused.result(5)
    disk.problem = None
    wait_until(lambda: disk.rows == ["first"], "saved")


def test_what_is_asked_is_refused_at_once_and_not_tried_again(writer, disk):
    writer.start()
    disk.problem = DiskFullError("The disk is full.")
    tried = []

    def job(store):
        tried.append(1)
        raise disk.problem

    with pytest.raises(DiskFullError):
        writer.ask(job).result(5)
    assert tried == [1]


def test_a_damaged_store_is_opened_anew(writer, disk):
    writer.start()
    disk.problem = DamagedError("damaged")
    writer.save(Row("kept"))
    wait_until(lambda: disk.closed == 1, "closed")
    disk.problem = None
    wait_until(lambda: disk.rows == ["kept"], "saved in the mended store")
    assert disk.opened == 2


def test_a_record_that_contradicts_the_store_is_given_up_and_counted(writer, disk, reports):
    writer.start()
    writer.save(Row("bad", error=ConflictError("Set 1 has ended.")))
    writer.save(Row("good"))
    wait_until(lambda: disk.rows == ["good"], "the next is saved")
    wait_until(lambda: reports[-1][1] == 1, "one is told as not saved")


def test_memory_is_bounded_and_what_was_dropped_is_told(writer, disk, reports, monkeypatch):
    monkeypatch.setattr("device.service.saving.writer._MOST_RECORDS", 5)
    writer.start()
    disk.problem = DiskFullError("The disk is full.")
    for number in range(9):
        writer.save(Row(str(number)))
    wait_until(lambda: reports[-1] == ("The disk is full.", 9), "told")
    disk.problem = None
    wait_until(lambda: len(disk.rows) == 5, "saved")
    wait_until(lambda: reports[-1] == (None, 4), "the lost ones stay told")


def test_a_failure_of_our_own_ends_the_process(writer):
    stop = threading.Event()

    def run():
        with fail_fast_threads(stop):
            writer.start()
            writer.save(Row("bug", error=ZeroDivisionError()))
            assert stop.wait(15)

    with pytest.raises(ZeroDivisionError):
        run()


def test_a_refused_disk_is_tried_again_a_second_later_and_chores_are_done_every_ten(disk):
    clock, done = FakeClock(), []
    writer = Writer(
        open_store=disk.open,
        report=lambda *what: None,
        chores=(lambda store: done.append("one"), lambda store: done.append("two")),
        beats=Heartbeats(["writer"], clock=clock),
        clock=clock,
    )
    writer._turn()
    assert done == ["one", "two"]
    disk.problem = DiskFullError("The disk is full.")
    writer.save(Row("rep"))
    writer._turn()
    disk.problem = None
    clock.advance(0.9)
    writer._turn()
    assert disk.rows == []
    clock.advance(0.2)
    writer._turn()
    assert disk.rows == ["rep"]
    clock.advance(8.8)
    writer._turn()
    assert done == ["one", "two"]
    clock.advance(0.2)
    writer._turn()
    assert done == ["one", "two"] * 2


def test_what_waits_is_saved_before_it_ends(writer, disk):
    writer.start()
    hold = threading.Event()
    writer.ask(lambda store: hold.wait(5))
    for number in range(20):
        writer.save(Row(str(number)))
    hold.set()
    assert writer.stop() == 0
    assert len(disk.rows) == 20
    assert disk.closed == 1


def test_what_could_not_be_saved_is_counted_at_the_end(writer, disk):
    writer.start()
    disk.problem = DiskFullError("The disk is full.")
    writer.save(Row("opening", reps=0))
    writer.save(Row("rep"))
    assert writer.stop() == 1


def test_one_that_never_began_ends_quietly(disk):
    writer = Writer(
        open_store=disk.open,
        report=lambda *what: None,
        chores=(),
        beats=Heartbeats(["writer"]),
    )
    writer.save(Row("rep"))
    assert writer.stop() == 1


def test_a_repair_at_the_start_may_take_long(disk, reports):
    beats = Heartbeats(["writer"], late_after_s=0.0)
    late = []
    opening = Writer(
        open_store=lambda: late.append(beats.late()) or disk,
        report=reports.append,
        chores=(),
        beats=beats,
    )
    assert opening._open()
    assert late == [[]]
