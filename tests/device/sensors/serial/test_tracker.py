import itertools

import pytest
from bridge_board import Board
from figures import Figure
from hypothesis import given, settings
from hypothesis import strategies as st

from device.sensors.reading import Fault, Reading
from device.sensors.serial.link import Decoder, Frame, Identity
from device.sensors.serial.tracker import Tracker

MS = 1_000_000
START_NS = 5_000_000_000_000


def parsed(lines: list[bytes]) -> list[Frame | Identity]:
    return Decoder().feed(b"".join(lines))


class Host:
    """Hands a tracker what a board says, at the times it would arrive."""

    def __init__(self) -> None:
        self.tracker = Tracker()
        self.now_ns = START_NS
        self.readings: list[Reading] = []

    def hear(self, lines: list[bytes], every_ns: int = 5 * MS) -> list[Reading]:
        heard = []
        for line in lines:
            self.now_ns += every_ns
            heard += self.tracker.take(parsed([line]), self.now_ns)
        self.readings += heard
        return heard

    def hear_at_once(self, lines: list[bytes]) -> list[Reading]:
        heard = self.tracker.take(parsed(lines), self.now_ns)
        self.readings += heard
        return heard

    def check_time(self) -> None:
        stamps = [reading.t_ns for reading in self.readings]
        assert all(a < b for a, b in itertools.pairwise(stamps))


@pytest.fixture
def host() -> Host:
    return Host()


def test_clean_frames_become_readings_without_faults(host: Host) -> None:
    readings = host.hear([Board().identity, *Board().run(range(500))])
    assert [reading.encoder_count for reading in readings] == list(range(500))
    assert not any(reading.faults for reading in readings)
    assert readings[-1].t_ns - readings[0].t_ns == 499 * 5 * MS


def test_flags_of_the_link_are_faults_of_the_reading(host: Host) -> None:
    board = Board()
    frames = []
    for flags in range(16):
        board.clock_us += 5000
        frames.append(board.sample(0, 8388607, flags))
    assert [reading.faults for reading in host.hear(frames)] == list(range(16))


def test_gap_is_counted_and_flagged_once(host: Host) -> None:
    frames = Board().run(range(300))
    readings = host.hear(frames[:100]) + host.hear(frames[130:])
    assert [r.encoder_count for r in readings if r.faults] == [130]
    assert readings[100].faults == Fault.LOST_FRAMES
    assert host.tracker.counters["lost_frames"] == 30


def test_duplicates_and_swapped_frames_never_count_twice(host: Host) -> None:
    frames = Board().run(range(50))
    frames[20:22] = [frames[21], frames[20]]
    doubled = [frame for frame in frames for _ in range(2)]
    readings = host.hear(doubled, every_ns=5 * MS // 2)
    counts = [reading.encoder_count for reading in readings]
    assert counts == sorted(set(counts))
    assert counts == [*range(20), *range(21, 50)]
    host.check_time()


def test_wrap_of_clock_and_sequence_is_no_event(host: Host, figure: Figure) -> None:
    """Row 18 of docs/reliability.md."""
    board = Board(clock_us=2**32 - 5_000_000, seq=65_500)
    readings = host.hear(board.run(range(2000)))
    assert not any(reading.faults for reading in readings)
    steps = {b.t_ns - a.t_ns for a, b in itertools.pairwise(readings)}
    assert steps == {5 * MS}
    figure(18, f"{len(readings):,} readings over the wrap: 0 faults, all 5 ms apart")


def test_late_burst_keeps_velocity_within_one_percent(host: Host, figure: Figure) -> None:
    """Row 19 of docs/reliability.md: half a second of frames arrives at once."""
    board = Board()
    host.hear(board.run(range(400)))
    late = board.run(range(400, 500))
    for _ in range(2):
        host.now_ns += 250 * MS
        host.readings.append(host.tracker.offline(host.now_ns))
    host.hear_at_once(late)
    host.hear(board.run(range(500, 900)))
    host.check_time()
    live = [reading for reading in host.readings if not reading.faults & Fault.OFFLINE]
    assert len(live) == 900
    velocities = [
        (b.encoder_count - a.encoder_count) * 5 * MS / (b.t_ns - a.t_ns)
        for a, b in itertools.pairwise(live)
    ]
    worst = max(abs(velocity - 1) for velocity in velocities)
    figure(19, f"a burst after half a second: velocity off by at most {worst:.2%}")
    assert worst < 0.01


@pytest.mark.parametrize("uptime_us", [300_000, 700 * 10**6, 3595 * 10**6, 2**32 - 3 * 10**6])
@pytest.mark.parametrize("says_who_it_is", [True, False], ids=["identity", "mute"])
def test_reset_is_a_restart_never_a_move(host: Host, uptime_us: int, says_who_it_is: bool) -> None:
    """Row 17 of docs/reliability.md: clock back, or seemingly far ahead after the wrap."""
    before = Board(1, clock_us=uptime_us, seq=uptime_us // 5000 % 65536)
    host.hear([before.identity, *before.run(range(6000, 6100))])
    host.now_ns += 100 * MS
    after = Board(2)
    says = [after.identity] if says_who_it_is else []
    readings = host.hear([*says, *after.run([0] * 100)])
    assert readings[0].faults & Fault.RESTARTED
    assert not any(reading.faults for reading in readings[1:])
    assert host.tracker.counters["restarts"] == 1
    host.check_time()
    assert abs(readings[-1].t_ns - host.now_ns) < 10 * MS


def test_count_that_leaps_is_a_restart_of_the_count(host: Host) -> None:
    board = Board()
    host.hear(board.run(range(40_000, 40_100)))
    readings = host.hear(board.run(range(50)))
    assert readings[0].faults == Fault.RESTARTED
    assert not any(reading.faults for reading in readings[1:])


def test_fastest_cable_is_no_leap(host: Host) -> None:
    readings = host.hear(Board().run(range(0, 48_000 * 2, 240)))
    assert not any(reading.faults for reading in readings)


def test_same_boot_after_an_hour_away_keeps_its_count(host: Host) -> None:
    board = Board(clock_us=2**32 - 10**6)
    host.hear([board.identity, *board.run(range(100))])
    away_us = 3600 * 10**6
    board.clock_us += away_us
    board.seq = (board.seq + away_us // 5000) % 65536
    host.now_ns += away_us * 1000
    readings = host.hear([board.identity, *board.run(range(100, 200))])
    assert readings[0].faults == Fault.LOST_FRAMES
    assert host.tracker.counters["restarts"] == 0
    host.check_time()


def test_offline_readings_repeat_the_count_and_go_on_in_time(host: Host) -> None:
    host.hear(Board().run(range(50)))
    for _ in range(10):
        host.now_ns += 200 * MS
        host.readings.append(host.tracker.offline(host.now_ns))
    assert {reading.encoder_count for reading in host.readings[50:]} == {49}
    assert {reading.faults for reading in host.readings[50:]} == {Fault.OFFLINE}
    assert host.readings[-1].t_ns == host.now_ns - 1000 * MS
    host.check_time()


def test_late_frames_of_a_silent_port_are_given_up_after_a_second(host: Host) -> None:
    board = Board()
    host.hear(board.run(range(100)))
    held_back = board.run(range(100, 500))
    host.now_ns += 2000 * MS
    host.readings.append(host.tracker.offline(host.now_ns))
    readings = host.hear_at_once(held_back)
    assert 0 < host.tracker.counters["late_frames"] <= 200
    assert readings[0].faults == Fault.LOST_FRAMES
    assert host.tracker.counters["late_frames"] + len(readings) == 400
    host.check_time()


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["run", "drop", "double", "reset", "pause", "burst"]),
            st.integers(1, 40),
        ),
        max_size=30,
    )
)
def test_whatever_happens_times_rise_and_counts_are_the_boards(
    story: list[tuple[str, int]],
) -> None:
    host, board, nonce = Host(), Board(0), 0
    sent: set[int] = set()
    serial_number = itertools.count()
    for what, length in [*story, ("run", 5)]:
        counts = list(itertools.islice(serial_number, length))
        frames = board.run(counts)
        if what == "reset":
            nonce += 1
            board = Board(nonce)
            host.hear([board.identity])
        elif what == "drop":
            host.now_ns += length * 5 * MS
        elif what == "pause":
            host.now_ns += length * 5 * MS
            host.readings.append(host.tracker.offline(host.now_ns))
        elif what == "burst":
            host.now_ns += length * 5 * MS
            host.hear_at_once(frames)
            sent |= set(counts)
        else:
            host.hear(frames if what == "run" else [f for f in frames for _ in range(2)])
            sent |= set(counts)
    host.check_time()
    live = [r.encoder_count for r in host.readings if not r.faults & Fault.OFFLINE]
    assert len(live) == len(set(live))
    assert set(live) <= sent
