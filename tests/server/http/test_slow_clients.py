"""Visitors who are slow on purpose cost no thread."""

import socket
import threading
import time

import pytest
from processes import LONGEST_S

from server.config import Limits
from server.http.request_head import Arrival, judge

HELD_S = 3 * LONGEST_S
"""A thread that a slow client held would be held for longer than any test waits."""


def test_start_answers_beside_200_silent_and_100_dripping_connections(
    make_station, visitors, figure
):
    """The figure is recorded, not asserted: how fast is the benchmark's business."""
    limits = Limits(threads=8, requests_per_s=1e6, burst=10**6, connections_per_address=400)
    station = make_station(limits=limits)
    for _ in range(200):
        visitors(station.visit())
    dripping = [visitors(station.visit()) for _ in range(100)]
    for drip in dripping:
        drip.sendall(b"POST /api/v1/sets HTTP/1.1\r\nHost: loc")
    client = station.client("operator")
    took = []
    for drip in dripping[:10]:
        drip.sendall(b"a")
        before = time.monotonic()
        assert client.post("/api/v1/sets", json={}).status_code == 201
        took.append(time.monotonic() - before)
    figure(27, f"300 slow visitors: start button answered after {max(took) * 1000:.0f} ms at most")


def test_a_request_that_never_ends_is_cut_and_told_why(make_station, visitors):
    station = make_station(limits=Limits(threads=8, request_s=0.5, idle_s=1.0))
    slow, silent = visitors(station.visit()), visitors(station.visit())
    slow.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
    assert b"408" in slow.makefile("rb").read()
    assert silent.makefile("rb").read() == b""


def test_a_body_that_does_not_come_holds_no_thread(make_station, visitors):
    station = make_station(limits=Limits(threads=8, request_s=HELD_S, idle_s=HELD_S))
    for _ in range(30):
        slow = visitors(station.visit())
        slow.sendall(
            b"POST /api/v1/sets HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
    assert station.client().get("/healthz").ok


@pytest.mark.parametrize("length", [16_384, 16_385, 16_639])
def test_a_head_just_too_long_holds_no_thread(make_station, visitors, length):
    station = make_station(limits=Limits(threads=8, request_s=HELD_S, idle_s=HELD_S))
    for _ in range(12):
        visitors(station.visit()).sendall(b"GET / HTTP/1.1\r\nX: ".ljust(length, b"x"))
    time.sleep(0.5)
    other = visitors(station.visit())
    other.settimeout(LONGEST_S)
    other.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert other.recv(4096).startswith(b"HTTP/1.1 200")


def test_too_many_connections_of_one_address_push_out_its_own_oldest(make_station, visitors):
    station = make_station(
        limits=Limits(threads=8, connections_per_address=5, loopback_counts=True)
    )
    oldest, *rest = [visitors(station.visit()) for _ in range(7)]
    assert oldest.makefile("rb").read() == b""
    assert station.client().get("/healthz").ok
    rest[-1].sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
    assert b"200 OK" in rest[-1].makefile("rb").read()


def test_a_request_in_many_pieces_and_two_in_one_piece_are_answered(station, visitors):
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    pieces = visitors(station.visit())
    for byte in request:
        pieces.sendall(bytes([byte]))
    assert pieces.recv(4096).startswith(b"HTTP/1.1 200")
    pieces.sendall(request + request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    assert pieces.makefile("rb").read().count(b"HTTP/1.1 200") == 2


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ("Content-Length: 0\r\nContent-Length: 16000", b"400"),
        ("Content-Length : 16000", b"400"),
        ("X-Long: a\r\n folded", b"400"),
        ("Content-Length: 0\r\n 16000", b"400"),
        ("\x0bContent-Length: 16000", b"400"),
        ("Content-Length: +16000", b"400"),
        ("Content-Length: 1_6", b"400"),
        ("Content-Length: 0, 16000", b"400"),
        ("Content-Length:", b"400"),
        (f"Content-Length: {'9' * 5000}", b"400"),
        ("no field at all", b"400"),
        ("Transfer-Encoding: chunked", b"411"),
        ("transfer-encoding: identity\r\nContent-Length: 2", b"411"),
    ],
)
def test_a_head_that_can_be_read_in_two_ways_costs_no_thread(
    make_station, visitors, fields, status
):
    station = make_station(limits=Limits(threads=8, request_s=HELD_S, idle_s=HELD_S))
    sly = [visitors(station.visit()) for _ in range(12)]
    for visitor in sly:
        visitor.sendall(f"POST /api/v1/sets HTTP/1.1\r\nHost: l\r\n{fields}\r\n\r\n{{".encode())
    for visitor in sly:
        visitor.settimeout(LONGEST_S)
        assert visitor.makefile("rb").read().startswith(b"HTTP/1.1 " + status)
    assert station.client().get("/healthz").ok


def test_a_half_request_sent_together_with_a_whole_one_holds_no_thread(make_station, visitors):
    station = make_station(limits=Limits(threads=8, request_s=HELD_S, idle_s=HELD_S))
    request = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
    pieces = [visitors(station.visit()) for _ in range(12)]
    for visitor in pieces:
        visitor.settimeout(LONGEST_S)
        visitor.sendall(request + request[:10])
        assert visitor.recv(4096).startswith(b"HTTP/1.1 200")
    assert station.client().get("/healthz").ok
    for visitor in pieces:
        visitor.sendall(request[10:].replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert b"HTTP/1.1 200" in visitor.makefile("rb").read()


@pytest.mark.parametrize(
    ("seen", "arrival"),
    [
        (b"", Arrival.PARTIAL),
        (b"GET / HTTP/1.1\r\n", Arrival.PARTIAL),
        (b"GET / HTTP/1.1\r\n\r\n", Arrival.WHOLE),
        (b"\r\nGET / HTTP/1.1\r\n\r\n", Arrival.WHOLE),
        (b"GET / HTTP/1.1\r\nX-Empty:\r\n\r\n", Arrival.WHOLE),
        (b"POST / HTTP/1.1\r\ncontent-length: 2\r\n\r\n", Arrival.PARTIAL),
        (b"POST / HTTP/1.1\r\nContent-Length:2 \r\n\r\n{}", Arrival.WHOLE),
        # Refused unread.
        (b"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", Arrival.WHOLE),
        # curl asks so before it sends a body; it sends it a second later without an answer, too.
        (b"POST / HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n", Arrival.PARTIAL),
        (b"x" * 20_000, Arrival.WHOLE),  # refused as too long
    ],
)
def test_what_a_whole_request_is(seen, arrival):
    assert judge(seen, body_bytes=1000) is arrival


def read_slowly(station, visitors, source):
    """Ask for far more than the socket's buffers hold, and read nothing."""
    visitor = socket.socket()
    visitor.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
    visitor.bind((source, 0))
    visitor.connect(("127.0.0.1", station.process.port))
    visitor.sendall(b"GET /api/v1/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n")
    return visitors(visitor)


def test_who_reads_slowly_holds_a_share_of_the_threads_and_others_are_answered(
    make_station, visitors
):
    limits = Limits(threads=8, threads_per_address=6, loopback_counts=True, request_s=HELD_S)
    station = make_station(limits=limits)
    for _ in range(12):
        read_slowly(station, visitors, "127.0.0.2")
    time.sleep(0.5)
    other = visitors(station.visit())
    other.settimeout(LONGEST_S)
    other.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert other.recv(4096).startswith(b"HTTP/1.1 200")


def test_tablets_behind_one_address_wait_for_each_other_and_are_all_answered(
    make_station, visitors
):
    limits = Limits(threads=8, threads_per_address=2, loopback_counts=True)
    station = make_station(limits=limits)
    tablets = [visitors(station.visit()) for _ in range(30)]
    for tablet in tablets:
        tablet.sendall(b"GET /api/v1/state HTTP/1.1\r\nHost: localhost\r\n\r\n")
    for tablet in tablets:
        assert tablet.recv(4096).startswith(b"HTTP/1.1 200")


def test_threads_are_bounded(make_station, visitors):
    station = make_station(limits=Limits(threads=8, connections_per_address=400))
    before = threading.active_count()
    for _ in range(150):
        visitors(station.visit())
    assert station.client().get("/healthz").ok
    assert threading.active_count() == before
