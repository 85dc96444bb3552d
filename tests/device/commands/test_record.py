"""``cablecoach record``: of a source of its own, and of a station while it runs."""

import itertools
import signal

import pytest
from processes import wait_until

from device.recordings.reader import RecordingReader
from device.sensors.reading import Fault


def readings(path):
    with RecordingReader(path) as recording:
        return recording.header, list(recording)


def test_a_source_is_recorded_for_the_given_time(product, tmp_path):
    file = tmp_path / "own.csv"
    done = product.start(
        "record", str(file), "--source", "simulated", "--speed", "20", "--seconds", "5"
    )
    _, err = done.communicate()
    assert done.returncode == 0, err
    header, found = readings(file)
    assert header["weight_kg"] > 0
    assert 1000 <= len(found) <= 1010
    assert f"{len(found)} readings" in err


def test_a_running_station_is_tapped_without_a_gap_and_goes_on(product, tmp_path):
    file = tmp_path / "tapped.csv"
    product.device("--source", "simulated", "--speed", "5")
    listener = product.listen()
    listener.heartbeat()
    recorder = product.start("record", str(file))
    wait_until(file.exists, "the recording begins")
    listener.rep("saved", 1)
    recorder.send_signal(signal.SIGINT)
    _, err = recorder.communicate()
    assert recorder.returncode == 0, err
    header, found = readings(file)
    assert header["counts_per_metre"] != 0
    steps = {after.t_ns - before.t_ns for before, after in itertools.pairwise(found)}
    assert max(steps) < 6_000_000  # 200 readings per second, none missing
    assert not any(reading.faults & Fault.LOST_FRAMES for reading in found)
    listener.rep("confirmed")
    assert listener.subscriber.lost == 0


def test_where_the_station_ends_the_file_is_whole(product, tmp_path):
    file = tmp_path / "tapped.csv"
    device = product.device("--source", "simulated", "--speed", "5")
    product.listen().heartbeat()
    recorder = product.start("record", str(file))
    wait_until(file.exists, "the recording begins")
    wait_until(lambda: file.stat().st_size >= 10_000, "some readings are kept")
    device.kill()
    _, err = recorder.communicate()
    assert recorder.returncode == 2
    _, found = readings(file)
    assert f"{len(found)} are in {file}" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("taken.csv",), "already exists"),
        (("nowhere/at/all.csv",), "cannot be created"),
    ],
)
def test_what_cannot_be_written_is_one_sentence(product, tmp_path, arguments, words):
    (tmp_path / "taken.csv").write_text("precious")
    file = tmp_path / arguments[0]
    done = product.start("record", str(file), "--source", "simulated", "--speed", "20")
    _, err = done.communicate()
    assert done.returncode == 2
    assert words in err.splitlines()[-1]
    assert (tmp_path / "taken.csv").read_text() == "precious"


def test_a_sensor_that_sends_nothing_is_told(product, tmp_path):
    absent = ("--source", "serial", "--port-path", str(tmp_path / "no-board"))
    done = product.start("record", str(tmp_path / "file.csv"), *absent, "--seconds", "1")
    _, err = done.communicate()
    assert done.returncode == 2
    assert "The sensor sent nothing" in err
    assert "cablecoach doctor" in err
