import itertools
import json
import os
import tracemalloc
from pathlib import Path

import pytest
from bridge_board import Board, own_crc
from figures import Figure
from hypothesis import given, settings
from hypothesis import strategies as st

from device.sensors.cue import Cue
from device.sensors.serial.link import (
    IDENTIFY,
    MAX_LINE_BYTES,
    BadLine,
    Decoder,
    Frame,
    Identity,
    checksum,
    encode_cue,
)

VECTORS = json.loads((Path(__file__).parents[3] / "vectors" / "link_v1.json").read_text())


def decode(data: bytes) -> list[Frame | Identity]:
    return Decoder().feed(data)


@pytest.mark.parametrize("vector", VECTORS["checksums"], ids=lambda v: v["text"])
def test_checksum(vector: dict) -> None:
    assert checksum(vector["text"].encode()).decode() == vector["crc"]


@pytest.mark.parametrize("vector", VECTORS["frames"], ids=lambda v: v["line"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["LF", "CRLF"])
def test_frame(vector: dict, end: str) -> None:
    fields = {key: value for key, value in vector.items() if key != "line"}
    assert decode((vector["line"] + end).encode()) == [Frame(**fields)]


@pytest.mark.parametrize("vector", VECTORS["identities"], ids=lambda v: v["line"])
def test_identity(vector: dict) -> None:
    fields = {key: value for key, value in vector.items() if key != "line"}
    assert decode((vector["line"] + "\n").encode()) == [Identity(**fields)]


@pytest.mark.parametrize("vector", VECTORS["bad_lines"], ids=lambda v: v["line"][:50])
def test_bad_line_is_counted_by_kind_and_the_next_frame_is_read(vector: dict) -> None:
    decoder = Decoder()
    good = Board().sample(7)
    assert len(decoder.feed(vector["line"].encode() + b"\n" + good)) == 1
    assert {kind: n for kind, n in decoder.bad_lines.items() if n} == {vector["kind"]: 1}


def test_commands() -> None:
    lines = [command["line"].encode() + b"\n" for command in VECTORS["commands"]]
    assert lines == [IDENTIFY, *(encode_cue(cue) for cue in Cue)]


def test_unknown_flags_never_pass_for_faults_of_the_host() -> None:
    (frame,) = decode(Board().sample(0, flags=0xFF))
    assert isinstance(frame, Frame)
    assert frame.flags == 0x0F


def test_chunks_of_every_size_give_the_same(figure: Figure) -> None:
    stream = b"\x00\xff\xfeboot\n" + Board().identity + b"".join(Board().run(range(100)))
    expected = decode(stream)
    assert len(expected) == 101
    sizes = range(1, len(stream) + 1)
    for size in sizes:
        decoder = Decoder()
        chunks = (stream[at : at + size] for at in range(0, len(stream), size))
        assert [item for chunk in chunks for item in decoder.feed(chunk)] == expected
    figure(
        12, f"{len(sizes):,} chunk sizes over {len(stream):,} bytes: the same 101 lines each time"
    )


@settings(deadline=None)
@given(
    st.lists(
        st.one_of(
            st.binary(max_size=40),
            st.binary(max_size=3 * MAX_LINE_BYTES).map(lambda data: data + b"\n"),
            st.integers(-(1 << 31), (1 << 31) - 1).map(lambda count: Board().sample(count)),
            st.just(Board().identity),
        ),
        max_size=30,
    ).map(b"".join),
    st.data(),
)
def test_chunking_changes_neither_output_nor_counts(stream: bytes, data: st.DataObject) -> None:
    whole = Decoder()
    expected = whole.feed(stream)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(stream)), max_size=20)))
    portions = [stream[a:b] for a, b in zip([0, *cuts], [*cuts, len(stream)], strict=True)]
    cut = Decoder()
    assert [item for portion in portions for item in cut.feed(portion)] == expected
    assert cut.bad_lines == whole.bad_lines
    assert cut.frames == whole.frames


@settings(deadline=None)
@given(st.binary(max_size=500))
def test_noise_is_never_a_frame(noise: bytes) -> None:
    decoder = Decoder()
    taken = decoder.feed(noise + b"\n" + Board().sample(3))
    assert len(taken) == 1, "the frame after the noise is read, and nothing else"


def test_every_one_and_two_flipped_bits_of_a_line_are_seen(figure: Figure) -> None:
    line = Board().sample(-1234)[:-1]
    bits = range(len(line) * 8)
    decoder = Decoder()
    cases = [*itertools.combinations(bits, 1), *itertools.combinations(bits, 2)]
    for flipped in cases:
        damaged = bytearray(line)
        for bit in flipped:
            damaged[bit // 8] ^= 1 << bit % 8
        assert decoder.feed(bytes(damaged) + b"\n") == []
    figure(15, f"{len(cases):,} lines with one or two flipped bits: 0 accepted")


@settings(deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(-(2**31), 2**31 - 1), st.data())
def test_up_to_two_flipped_bits_are_always_seen(t_us: int, count: int, data: st.DataObject) -> None:
    line = bytearray(Board(clock_us=t_us).sample(count)[:-1])
    flipped = data.draw(st.sets(st.integers(0, len(line) * 8 - 1), min_size=1, max_size=2))
    for bit in flipped:
        line[bit // 8] ^= 1 << bit % 8
    assert decode(bytes(line) + b"\n") == []


def test_flood_without_line_end_leaves_memory_flat(figure: Figure) -> None:
    decoder = Decoder()
    chunk = os.urandom(1 << 16).replace(b"\n", b"x")
    decoder.feed(chunk)
    tracemalloc.start()
    for _ in range(160):
        assert decoder.feed(chunk) == []
    grown, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    figure(
        13, f"10 MB without a line end: memory +{grown / 1024:.0f} KiB, {peak / 1024:.0f} at most"
    )
    assert grown < 1 << 16
    assert peak < 1 << 19
    assert decoder.bad_lines[BadLine.TOO_LONG] == 1
    assert len(decoder.feed(b"\n" + Board().sample(1))) == 1


@settings(deadline=None)
@given(st.binary(max_size=64))
def test_checksum_is_the_polynomial_of_the_definition(data: bytes) -> None:
    assert checksum(data) == b"%04X" % own_crc(data)
