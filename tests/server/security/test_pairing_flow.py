"""From the code on the console to a cookie, to its revocation; roles; the demonstration."""

import json
from http import HTTPStatus

import pytest
from fake_clock import FakeClock

from server.access.control_socket import ask
from server.access.identity import Role
from server.access.pairing import Grant
from server.access.rate_limit import RateLimit
from server.access.state_directory import private_folder


def pair(station, code, **rest):
    session = station.client()
    answer = session.post("/api/v1/pairing", json={"code": code, **rest})
    return session, answer


def code_for(station, role="operator", **rest):
    return ask(private_folder(station.data_dir), {"role": role, **rest})["code"]


def test_a_paired_tablet_has_a_cookie_that_no_script_and_no_other_site_can_use(station):
    session, answer = pair(station, code_for(station), name="Tablet by the window")
    assert answer.status_code == HTTPStatus.CREATED
    assert answer.json() == {"role": "operator", "athlete_id": None}
    cookie = answer.headers["Set-Cookie"]
    for attribute in ("HttpOnly", "SameSite=Strict", "Path=/"):
        assert attribute in cookie
    assert "Secure" not in cookie  # plain HTTP
    token = session.cookies["cablecoach"]
    assert len(token) >= 43
    assert token not in answer.text
    session.headers["X-CableCoach"] = "1"
    assert session.post("/api/v1/tare").ok
    assert session.get("/api/v1/state").json()["role"] == "operator"


def test_only_the_hash_of_a_token_is_on_the_disk(station):
    session, _ = pair(station, code_for(station))
    station.services.credentials.save_use()
    token = session.cookies["cablecoach"].encode()
    files = [p for p in station.data_dir.rglob("*") if p.is_file()]
    assert files
    assert not any(token in path.read_bytes() for path in files)
    for path in private_folder(station.data_dir).glob("server.sqlite3*"):
        assert path.stat().st_mode & 0o077 == 0


def test_brute_force_ends_at_the_fifth_try_even_for_the_right_code(station):
    code = code_for(station)
    client = station.client()
    guesses = (g for g in (f"{n:06d}" for n in range(10)) if g != code)
    statuses = [
        client.post("/api/v1/pairing", json={"code": next(guesses)}).status_code for _ in range(5)
    ]
    assert statuses == [403] * 5
    locked = client.post("/api/v1/pairing", json={"code": code})
    assert locked.status_code == HTTPStatus.TOO_MANY_REQUESTS
    assert int(locked.headers["Retry-After"]) > 0
    assert "Set-Cookie" not in locked.headers
    assert [c for c in station.services.credentials.clients() if c.kind == "tablet"] == []


@pytest.mark.parametrize(
    "code", ["", "12345", "1234567", "abcdef", "१२३४५६", " 123456", None, 123456]
)
def test_what_is_no_code_costs_no_try(station, code):
    right = code_for(station)
    for _ in range(6):
        assert pair(station, code)[1].status_code == HTTPStatus.BAD_REQUEST
    assert pair(station, f"{right[:3]} {right[3:]}")[1].status_code == HTTPStatus.CREATED


def test_tablets_are_listed_and_forgotten(station):
    operator = station.client("operator")
    tablet, _ = pair(station, code_for(station, "athlete"), name="<b>Row</b>")
    found = operator.get("/api/v1/pairing/clients").json()["clients"]
    entry = next(client for client in found if client["kind"] == "tablet")
    assert (entry["name"], entry["role"]) == ("<b>Row</b>", "athlete")
    assert tablet.get("/api/v1/sets").ok
    assert operator.delete(f"/api/v1/pairing/clients/{entry['client_id']}").ok
    assert tablet.get("/api/v1/sets").status_code == HTTPStatus.UNAUTHORIZED
    again = operator.delete(f"/api/v1/pairing/clients/{entry['client_id']}")
    assert again.status_code == HTTPStatus.NOT_FOUND


def test_a_revoked_tablets_stream_ends(make_station, listen):
    clock = FakeClock()
    station = make_station(clock=clock)
    tablet, _ = pair(station, code_for(station))
    cookie = f"cablecoach={tablet.cookies['cablecoach']}"
    events = listen(station, Cookie=cookie)
    events.until("state")
    client_id = next(c.client_id for c in station.services.credentials.clients())
    station.services.credentials.revoke(client_id)
    clock.advance(2.1)
    with pytest.raises(AssertionError, match="the stream ended"):
        events.until("no such topic")


def test_an_operators_tablet_shows_a_code_for_the_next_one(station):
    operator = station.client("operator")
    opened = operator.post("/api/v1/pairing/codes", json={"role": "athlete", "athlete_id": 7})
    assert opened.status_code == HTTPStatus.CREATED
    shown = opened.json()
    assert shown["address"] is None  # the test's station listens on loopback only
    assert shown["qr"] is None
    _, answer = pair(station, shown["code"])
    assert answer.json() == {"role": "athlete", "athlete_id": 7}


def test_the_button_on_the_box_opens_a_code_on_the_console(station, wait_until):
    roles = []
    for _ in range(2):
        shown = len(station.console)
        station.device.publish("button")
        wait_until(lambda seen=shown: len(station.console) > seen)
        text = station.console[-1].splitlines()
        code = next(line for line in text if line.startswith("    ")).strip()
        roles.append(pair(station, code)[1].json()["role"])
    assert roles == ["operator", "athlete"]  # the station's first tablet, and a later one


def test_on_loopback_with_the_simulated_source_the_newcomer_is_operator(make_station):
    station = make_station(simulated=True)
    newcomer = station.client()
    assert newcomer.get("/api/v1/state").json()["role"] == "operator"
    assert newcomer.post("/api/v1/sets", json={}).status_code == HTTPStatus.CREATED
    forwarded = {"X-Forwarded-For": "127.0.0.1"}  # a proxy: whoever it is, it is not loopback
    assert newcomer.get("/api/v1/state", headers=forwarded).json()["role"] == "viewer"
    station.services.credentials.add("t", "tablet", Role.OPERATOR)
    assert newcomer.get("/api/v1/state").json()["role"] == "viewer"


def test_with_real_sensors_loopback_is_a_stranger(station):
    assert station.client().get("/api/v1/state").json()["role"] == "viewer"
    assert station.client().post("/api/v1/sets", json={}).status_code == 401


def test_a_stranger_sees_the_live_page_without_names(station, listen):
    operator = station.client("operator")
    athlete = operator.post("/api/v1/athletes", json={"name": "Zora Quill"}).json()["athlete"]
    stranger = listen(station)
    named = listen(station, Authorization=operator.headers["Authorization"])
    stranger.until("state")
    named.until("state")
    started = operator.post("/api/v1/sets", json={"athlete_id": athlete["athlete_id"]}).json()
    station.device.publish("set", stage="started", set=started["set"])
    assert json.loads(named.until("set")["data"])["set"]["plan"]["athlete"] == "Zora Quill"
    assert "Zora" not in stranger.until("set")["data"]
    assert "Zora" not in stranger.until("heartbeat")["data"]
    assert "Zora" not in station.client().get("/api/v1/state").text
    assert "Zora" in operator.get("/api/v1/state").text


def test_a_rate_limit_refills():
    clock = FakeClock()
    limit = RateLimit(per_s=2, burst=3, clock=clock)
    assert [limit.take("a") for _ in range(3)] == [0, 0, 0]
    assert limit.take("a") == pytest.approx(0.5)
    assert limit.take("b") == 0
    clock.advance(0.5)
    assert limit.take("a") == 0
    assert limit.take("a") > 0


def test_codes_do_not_outlive_the_server(make_station):
    station = make_station()
    code = station.services.pairing.open(Grant(Role.OPERATOR))
    other = make_station()
    assert pair(other, code)[1].status_code == HTTPStatus.FORBIDDEN
