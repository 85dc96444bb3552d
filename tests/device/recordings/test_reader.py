import tracemalloc
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from device.errors import UserError
from device.recordings.format import format_header_line, format_reading, parse_header_line
from device.recordings.reader import RecordingReader
from device.sensors.reading import Fault, Reading

HEAD = b"# cablecoach-recording 1\n# counts_per_metre = 2000.0\nt_s,encoder_count,load_raw\n"
Make = Callable[[bytes], Path]


@pytest.fixture
def make(tmp_path: Path) -> Make:
    def write(content: bytes) -> Path:
        path = tmp_path / "set.csv"
        path.write_bytes(content)
        return path

    return write


def readings(path: Path) -> list[Reading]:
    with RecordingReader(path) as reader:
        return list(reader)


def test_the_example_of_the_design(make: Make) -> None:
    path = make(
        b"# cablecoach-recording 1\n# counts_per_metre = 2000.0\n# newtons_per_count = 0.0025\n"
        b'# load_zero = 83880.0\n# exercise = "row"\n# side = "left"\n'
        b"t_s,encoder_count,load_raw\n0.000000,0,83911\n0.005000,0,\n"
    )
    with RecordingReader(path) as reader:
        assert list(reader.header.items()) == [
            ("counts_per_metre", 2000.0),
            ("newtons_per_count", 0.0025),
            ("load_zero", 83880.0),
            ("exercise", "row"),
            ("side", "left"),
        ]
        assert list(reader) == [Reading(0, 0, 83911), Reading(5_000_000, 0, None)]
        assert reader.bytes_read == reader.size_bytes == path.stat().st_size


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (b"0.005000,-7,-1", (5_000_000, -7, -1)),
        (b"16777217.123456789,2147483647,", (16_777_217_123_456_789, 2**31 - 1, None)),
        (b"0.1,0,", (100_000_000, 0, None)),
        (b"0.30000000000000004,0,", (300_000_000, 0, None)),
        (b"5e-3,12.0,8e4", (5_000_000, 12, 80_000)),
        (b"-1.5,0,", (-1_500_000_000, 0, None)),
        (b" 1 , 2 , 3 ", (10**9, 2, 3)),
        (b".5,+3,", (500_000_000, 3, None)),
    ],
)
def test_stamps_are_exact_and_numbers_may_be_written_in_any_usual_way(
    make: Make, line: bytes, expected: tuple[int, int, int | None]
) -> None:
    assert readings(make(HEAD + line + b"\n")) == [Reading(*expected)]


def test_what_occurs_in_real_files(make: Make) -> None:
    path = make(
        b"\xef\xbb\xbf"
        + HEAD.replace(b"\n", b"\r\n")
        + b"1.000,0,\r\n1.000,1,\r\n\r\n# a remark\r\n9.000,2,5\r\n9.0049,3,\r\n"
    )
    assert [r.t_ns // 10**5 for r in readings(path)] == [10_000, 10_000, 90_000, 90_049]


@pytest.mark.parametrize("tail", [b"0.010000,5", b"0.0", b"0", b"0.010000,-", b"# fault 0.0"])
def test_a_last_line_that_was_cut_is_left_out(make: Make, tail: bytes) -> None:
    assert len(readings(make(HEAD + b"0.000000,1,7\n0.005000,2,7\n" + tail))) == 2


def test_a_last_line_without_line_end_keeps_its_position_but_not_its_load(make: Make) -> None:
    assert readings(make(HEAD + b"0.000000,1,839"))[-1] == Reading(0, 1, None)


@pytest.mark.parametrize("zeros", [1, 4096, 300_000])
def test_blocks_that_were_reserved_but_never_written_are_left_out(make: Make, zeros: int) -> None:
    assert len(readings(make(HEAD + b"0.000000,1,7\n0.00" + b"\0" * zeros))) == 1


def test_stamps_that_jitter_past_each_other_are_drawn_level(make: Make) -> None:
    found = readings(make(HEAD + b"0.010,1,\n0.008,2,\n0.012,3,\n"))
    assert [reading.t_ns for reading in found] == [10_000_000, 10_000_000, 12_000_000]
    assert [reading.encoder_count for reading in found] == [1, 2, 3]


@pytest.mark.parametrize(
    ("body", "number", "reason"),
    [
        (b"0.0,1,\n0.1,x,\n0.2,1,\n", 5, "encoder_count is 'x', which is not a number"),
        (b"0.0,1,\n0.1,1\n0.2,1,\n", 5, "2 columns where 3 are expected"),
        (b"0.0,1,2,3\n", 4, "4 columns"),
        (b"0.2,1,\n0.09,1,\n", 5, "t_s goes backwards"),
        (b"nan,1,\n", 4, "not finite"),
        (b"inf,1,\n", 4, "not finite"),
        (b"1e999999999,1,\n", 4, "from its origin"),
        (b"1,1e999999999,\n", 4, "outside"),
        (b"1,2147483648,\n", 4, "outside"),
        (b"1,1,-99999999999\n", 4, "outside"),
        (b"1,0.5,\n", 4, "not a whole number"),
        (b"1_0,1,\n", 4, "not a number"),
        ("１,1,\n".encode(), 4, "not text"),
        (b"\xff\xfe\n", 4, "not text"),
        (b"0.0,1,\n" + b"\0" * 70_000 + b"\n0.1,1,\n", 5, "longer than"),
        (b"0.0,1,\n" + b"1" * 200_000, 5, "longer than"),
        (b"# fault x\n0.0,1,\n", 4, "not “# fault"),
        (b"# fault 0.1 01\n0.0,1,\n", 5, "not that of the fault"),
    ],
)
def test_a_bad_line_is_named(make: Make, body: bytes, number: int, reason: str) -> None:
    path = make(HEAD + body)
    with pytest.raises(UserError, match=rf"set\.csv, line {number}: .*{reason}"):
        readings(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"t_s,encoder_count,load_raw\n0,0,\n", "line 1: not a recording"),
        (b"# cablecoach-rec", "line 1: not a recording"),
        (b"# cablecoach-recording 2\n", "version 2"),
        (b"\x7fELF\x02\x01" * 1000, "line 1"),
        (b"PK\x03\x04\n" * 10, "line 1"),
        (b"# cablecoach-recording 1\n# a = [1]\n", "line 2: the header value a is a list"),
        (b"# cablecoach-recording 1\n# a = 1\n# a = 2\n", "line 3: the header value a appears"),
        (b"# cablecoach-recording 1\n# counts 2000\n", "line 2: not a header line"),
        (b"# cablecoach-recording 1\n0.0,0,\n0.1,0,\n", "line 2: neither"),
        (b"# cablecoach-recording 1\n" + b"# a" * 100_000, "line 2: longer than"),
        (
            b"# cablecoach-recording 1\n" + b"".join(b"# k%d = 1\n" % k for k in range(2000)),
            "more than 1000 header lines",
        ),
    ],
)
def test_what_is_not_a_recording_is_said_in_one_sentence(
    make: Make, content: bytes, reason: str
) -> None:
    with pytest.raises(UserError, match=reason):
        readings(make(content))


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="No such file"):
        RecordingReader(tmp_path / "missing.csv")
    with pytest.raises(UserError, match="Is a directory"):
        RecordingReader(tmp_path)


def test_cut_within_the_header_there_are_no_readings(make: Make) -> None:
    for cut in range(len(b"# cablecoach-recording 1"), len(HEAD)):
        assert readings(make(HEAD[:cut])) == []


def test_faults_travel_beside_the_readings(make: Make) -> None:
    first = Reading(5_000_000, 1, -1, Fault.LOAD_SATURATED | Fault.OFFLINE)
    path = make(HEAD + format_reading(first).encode() + b"0.010000,1,\n")
    assert b"# fault 0.005000 81\n0.005000,1,-1\n" in path.read_bytes()
    assert readings(path) == [first, Reading(10_000_000, 1, None)]


SCALARS = (
    st.text(st.characters(exclude_categories=["Cs"]), max_size=50)
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.booleans()
    | st.just(datetime(2026, 11, 21, 2, 20, 3, 5, tzinfo=UTC))
)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=20), SCALARS)
def test_any_header_value_comes_back(key: str, value: object) -> None:
    line = format_header_line(key, value)
    assert "\n" not in line
    assert parse_header_line(line) == (key, value)


LINES = st.lists(
    st.sampled_from([b"0.005000,12,83911", b"0.1,1,", b"# fault 0.1 01", b"nan,1,", b"", b"\r"])
    | st.binary(max_size=40)
    | st.text("0123456789.,-+eE_naif \0", max_size=30).map(str.encode),
    max_size=20,
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(head=st.sampled_from([HEAD, b"", HEAD[:40]]), lines=LINES)
def test_no_file_whatever_does_anything_but_read_or_explain(
    make: Make, head: bytes, lines: list[bytes]
) -> None:
    path = make(head + b"\n".join(lines))
    found, error = read_or_explain(path)
    assert error.startswith(str(path)) or not error
    assert "\n" not in error
    assert len(error) < 300 + len(str(path))
    assert found == sorted(found, key=lambda reading: reading.t_ns)
    assert all(abs(reading.encoder_count) < 2**31 for reading in found)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(0, 255)), min_size=1, max_size=5))
def test_no_damage_does_anything_but_read_or_explain(
    make: Make, damage: list[tuple[int, int]]
) -> None:
    whole = bytearray(HEAD + b"".join(b"%d.%03d,%d,-%d\n" % (k, k, k, k) for k in range(20)))
    for place, byte in damage:
        whole[place % len(whole)] = byte
    found, error = read_or_explain(make(bytes(whole)))
    assert found == sorted(found, key=lambda reading: reading.t_ns)
    assert "\n" not in error


@pytest.mark.parametrize("filling", [b"\0", b"1", b"#", b"\n", b",", b"# a = 1\n", b"0,0,\n"])
def test_a_large_file_of_anything_takes_little_memory(make: Make, filling: bytes) -> None:
    size = 300_000 if b"\n" in filling else 5_000_000
    path = make(HEAD + filling * (size // len(filling)) + b"x\n")
    tracemalloc.start()
    try:
        with pytest.raises(UserError, match="line"), RecordingReader(path) as reader:
            for _ in reader:
                pass
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def read_or_explain(path: Path) -> tuple[list[Reading], str]:
    try:
        return readings(path), ""
    except UserError as error:
        return [], str(error)
