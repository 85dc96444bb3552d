import threading
from pathlib import Path
from time import monotonic_ns

import pytest

from device.errors import UserError
from device.recordings.replay import ReplaySource
from device.recordings.writer import RecordingWriter
from device.sensors.reading import Fault, Reading


def recording(tmp_path: Path, stamps_s: list[float]) -> Path:
    path = tmp_path / "set.csv"
    with RecordingWriter(path, {"side": "right"}) as writer:
        for k, t_s in enumerate(stamps_s):
            writer.write(Reading(round(t_s * 1e9), k, None))
    return path


def test_as_fast_as_possible_with_the_stamps_of_the_file(tmp_path: Path) -> None:
    path = recording(tmp_path, [5.0, 3600.0])
    with ReplaySource(path, speed=None) as source:
        assert source.name == f"replay:{path}"
        assert source.header["side"] == "right"
        assert [r.t_ns for r in source] == [5 * 10**9, 3600 * 10**9]


def test_live_stamps_are_monotonic_time_at_the_pace_of_the_file(tmp_path: Path) -> None:
    path = recording(tmp_path, [7.0, 7.02, 7.02, 7.1])
    before = monotonic_ns()
    arrived = [(reading.t_ns, monotonic_ns()) for reading in ReplaySource(path)]
    assert before <= arrived[0][0]
    assert [t - arrived[0][0] for t, _ in arrived] == [0, 20_000_000, 20_000_000, 100_000_000]
    assert all(now >= stamp for stamp, now in arrived)


def test_speed_shortens_the_wait_and_not_the_stamps(tmp_path: Path) -> None:
    path = recording(tmp_path, [0.0, 100.0])  # 50 ms at that speed
    started = monotonic_ns()
    first, last = ReplaySource(path, speed=2000.0)
    assert last.t_ns - first.t_ns == 100 * 10**9
    assert monotonic_ns() - started >= 50_000_000


def test_a_gap_is_a_lost_sensor(tmp_path: Path) -> None:
    path = recording(tmp_path, [0.0, 8.0])
    first, *offline, last = ReplaySource(path, speed=10.0)
    assert last == (first.t_ns + 8 * 10**9, 1, None, 0)
    assert 1 <= len(offline) <= 3
    previous_ns = first.t_ns
    for reading in offline:
        assert reading[1:] == (first.encoder_count, None, Fault.OFFLINE)
        assert 2_400_000_000 <= reading.t_ns - previous_ns <= last.t_ns - previous_ns
        previous_ns = reading.t_ns


def test_close_ends_the_wait_at_once(tmp_path: Path) -> None:
    source = ReplaySource(recording(tmp_path, [0.0, 3600.0]))
    iterator = iter(source)
    assert next(iterator).encoder_count == 0
    rest: list[Reading] = []
    waiting = threading.Thread(target=lambda: rest.extend(iterator))
    waiting.start()
    source.close()
    source.close()
    waiting.join(5)
    assert not waiting.is_alive()
    assert rest == []


@pytest.mark.parametrize("speed", [0.0, -1.0, float("nan"), float("inf")])
def test_a_senseless_speed_is_refused(tmp_path: Path, speed: float) -> None:
    with pytest.raises(UserError, match="above 0"):
        ReplaySource(recording(tmp_path, [0.0]), speed=speed)
