"""One raw recording a set, with what came before it; a bad disk costs nothing else."""

import pytest
from processes import wait_until

from device.recordings.archive import RecordingArchive
from device.recordings.reader import RecordingReader
from device.sensors.reading import Fault, Reading
from device.service.saving.recorder import SetRecorder

PERIOD_NS = 5_000_000
HEADER = {"counts_per_metre": 2000.0}


@pytest.fixture
def archive(tmp_path):
    return RecordingArchive(tmp_path / "recordings", 10_000_000)


@pytest.fixture
def recorder(archive):
    recorder = SetRecorder(archive)
    recorder.start()
    yield recorder
    recorder.stop()


def feed(recorder, seconds, since_s=0.0):
    for number in range(int(since_s * 200), int((since_s + seconds) * 200)):
        recorder.reading(Reading(number * PERIOD_NS, number, number))


def recorded(archive, name):
    with RecordingReader(archive.path_of(name)) as recording:
        return list(recording)


def test_a_recording_begins_three_seconds_before_its_set(recorder, archive):
    feed(recorder, 10)
    recorder.open("first", HEADER, set_started_ns=8_000_000_000)
    feed(recorder, 5, since_s=10)
    recorder.close()
    feed(recorder, 5, since_s=15)
    recorder.stop()
    found = recorded(archive, "first")
    assert [reading.t_ns for reading in found] == list(
        range(5_000_000_000, 15_000_000_000, PERIOD_NS)
    )
    assert found[0].encoder_count == 1000


def test_each_set_has_its_own(recorder, archive):
    for number, name in enumerate(("one", "two", "three")):
        recorder.open(name, HEADER, set_started_ns=number * 10**9)
        feed(recorder, 1, since_s=number)
        recorder.close()
    recorder.stop()
    assert recorded(archive, "three")[-1].t_ns == 3 * 10**9 - PERIOD_NS
    assert sorted(path.stem for path in archive.folder.glob("*.csv")) == ["one", "three", "two"]


def test_what_comes_before_is_bounded(recorder, archive):
    feed(recorder, 120)
    recorder.open("late", HEADER, set_started_ns=0)
    recorder.close()
    recorder.stop()
    assert len(recorded(archive, "late")) <= 12_000


def test_a_disk_that_refuses_is_told_and_harms_nobody(recorder, archive):
    archive.folder.write_text("a file stands where the folder should be")
    recorder.open("lost", HEADER, set_started_ns=0)
    feed(recorder, 1)
    recorder.close()
    assert "not kept" in wait_until(lambda: recorder.problem, "the problem is told")
    archive.folder.unlink()
    recorder.open("kept", HEADER, set_started_ns=0)
    feed(recorder, 1, since_s=1)
    recorder.close()
    wait_until(lambda: recorder.problem is None, "it recovers with the next set")


def test_what_a_slow_disk_could_not_take_is_marked_as_missing(recorder, archive, monkeypatch):
    monkeypatch.setattr("device.service.saving.recorder._MOST_QUEUED", 1)
    taken = []
    monkeypatch.setattr(recorder, "_jobs", Backlog(taken))
    recorder.open("slow", HEADER, set_started_ns=0)
    feed(recorder, 1)
    recorder._jobs.size = 0
    feed(recorder, 1, since_s=1)
    [*_, chunk, _] = taken
    assert chunk[0].faults & Fault.LOST_FRAMES
    assert not chunk[1].faults
    monkeypatch.undo()


class Backlog:
    """A queue that seems as full as its test wants."""

    def __init__(self, taken):
        self.taken = taken
        self.size = 10

    def put(self, job):
        self.taken.append(job)

    def qsize(self):
        return self.size


def test_one_that_never_began_ends_quietly(tmp_path):
    SetRecorder(RecordingArchive(tmp_path, 10**6)).stop()
