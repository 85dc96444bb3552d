"""The live stream against the real server and a device of which only the wire is faked."""

import json
import socket
import threading
import time
from http import HTTPStatus

import pytest

from server.config import Limits
from server.live.subscription import parse_event_id


def test_a_stream_begins_with_a_retry_and_a_state(station, listen):
    events = iter(listen(station))
    assert next(events) == {"retry": "500"}
    state = next(events)
    assert state["event"] == "state"
    data = json.loads(state["data"])
    assert data["device_online"] is True
    assert data["role"] == "viewer"


def test_deltas_follow_with_their_topic_as_event_and_run_and_number_as_id(station, listen):
    events = listen(station)
    events.until("heartbeat")
    number = station.device.publish("phase", phase="hold", since_ns=1, hold_reached=False)
    event = events.until("phase")
    assert event["id"] == f"run-1:{number}"
    assert json.loads(event["data"])["phase"] == "hold"


def test_discrete_events_all_arrive_in_order(station, listen):
    events = listen(station)
    events.until("heartbeat")
    sent = [station.device.publish("rep", stage="top", number=n, rom_m=0.5) for n in range(200)]
    seen = []
    for event in events:
        if event["event"] == "rep":
            seen.append(int(event["id"].split(":")[1]))
        if len(seen) == len(sent):
            break
    assert seen == sent


def test_a_reconnect_resumes_the_discrete_events_that_were_missed(station, listen, figure, in_time):
    first = listen(station)
    first.until("heartbeat")
    station.device.publish("rep", stage="top", number=1, rom_m=0.5)
    seen = first.until("rep")
    watcher = listen(station)
    watcher.until("state")
    first.close()
    station.device.publish("live", phase="rest")
    station.device.publish("rep", stage="top", number=2, rom_m=0.5)
    while json.loads(watcher.until("rep")["data"])["number"] != 2:
        pass  # the second rep has reached the server
    began = time.monotonic()
    again = listen(station, last_event_id=seen["id"])
    assert again.until("state")
    assert json.loads(again.until("rep")["data"])["number"] == 2
    back_s = time.monotonic() - began
    figure(26, f"state and missed rep {back_s * 1000:.0f} ms after the tablet is back")
    in_time(back_s, 2)


@pytest.mark.parametrize("text", ["", "x", "run-1:", ":5", "other:3", "run-1:" + "9" * 40, "a:b:c"])
def test_a_foreign_last_event_id_is_ignored(station, listen, text):
    assert listen(station, last_event_id=text).until("state")


def test_event_ids_are_parsed():
    assert parse_event_id("ab12:7") == ("ab12", 7)
    assert parse_event_id("ab12:-7") == ("", None)


def test_a_stream_says_within_a_second_that_the_device_is_gone_and_when_it_is_back(
    make_station, listen
):
    station = make_station(device=False)
    events = listen(station)
    assert json.loads(events.until("state")["data"])["device_online"] is False
    station.device.start()
    while not json.loads(events.until("heartbeat")["data"])["device_online"]:
        pass
    station.device.stop()
    while (beat := json.loads(events.until("heartbeat")["data"]))["device_online"]:
        pass
    assert beat["sensor_ok"] is False


def test_beyond_the_cap_a_stream_is_refused_politely_and_pages_still_load(make_station, listen):
    station = make_station(limits=Limits(streams=3))
    open_streams = [listen(station) for _ in range(3)]
    for events in open_streams:
        events.until("state")
    refused = listen(station)
    assert refused.status == HTTPStatus.SERVICE_UNAVAILABLE
    assert refused.headers["Retry-After"] == "3"
    assert station.client().get("/healthz").ok


def test_streams_cost_no_threads(make_station, listen):
    station = make_station(limits=Limits(streams=40, threads=8))
    for _ in range(8):
        station.client().get("/healthz")
    before = threading.active_count()
    for _ in range(40):
        listen(station).until("heartbeat")
    assert station.client().get("/healthz").ok
    assert threading.active_count() == before


def test_an_old_client_gets_its_stream_without_chunks(station):
    with socket.create_connection(("127.0.0.1", station.process.port), timeout=10) as old:
        old.sendall(b"GET /api/v1/stream HTTP/1.0\r\nHost: localhost\r\n\r\n")
        lines = iter(old.makefile("rb"))
        head = list(iter(lambda: next(lines), b"\r\n"))
        assert not any(b"chunked" in line for line in head)
        assert next(lines) == b"retry: 500\n"
        while next(lines) != b"event: heartbeat\n":
            pass


def test_head_requests_leave_no_slot_taken(make_station, wait_until):
    station = make_station(limits=Limits(streams=3))
    for _ in range(16):
        answer = station.client().head("/api/v1/stream")
        assert answer.status_code in {HTTPStatus.OK, HTTPStatus.SERVICE_UNAVAILABLE}
    wait_until(lambda: station.services.slots.taken == 0)


def test_a_tablet_that_leaves_frees_its_slot(station, listen, wait_until):
    events = listen(station)
    events.until("state")
    assert station.services.slots.taken == 1
    events.close()
    wait_until(lambda: station.services.slots.taken == 0)


def test_a_tablet_that_stops_reading_harms_nobody(make_station, wait_until, listen, figure):
    station = make_station()
    stalled = socket.create_connection(("127.0.0.1", station.process.port))
    stalled.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    stalled.sendall(b"GET /api/v1/stream HTTP/1.1\r\nHost: localhost\r\n\r\n")
    wait_until(lambda: station.services.slots.taken == 1)
    other = listen(station)
    other.until("state")
    filler = "x" * 4000
    took_s = []

    def cut_off():
        began = time.monotonic()
        station.device.publish("phase", phase=filler, since_ns=0, hold_reached=False)
        other.until("phase")
        took_s.append(time.monotonic() - began)
        return station.services.slots.taken == 1

    wait_until(cut_off, 30)
    assert len(took_s) > 20
    p99_ms = sorted(took_s)[len(took_s) * 99 // 100] * 1000
    figure(27, f"a tablet that does not read: p99 of another one {p99_ms:.1f} ms")
    stalled.close()


def test_an_address_may_hold_only_its_share_of_streams():
    from server.live.subscription import StreamSlots

    slots = StreamSlots(total=10, per_address=2)
    assert slots.take("10.0.0.1")
    assert slots.take("10.0.0.1")
    assert not slots.take("10.0.0.1")
    assert slots.take("10.0.0.2")
    slots.release("10.0.0.1")
    assert slots.take("10.0.0.1")
    assert slots.taken == 3


def test_the_server_stops_within_a_second_with_streams_open(station, listen, in_time):
    for _ in range(4):
        listen(station).until("state")
    before = time.monotonic()
    station.process.stop()
    in_time(time.monotonic() - before, 1)
