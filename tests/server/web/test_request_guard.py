"""The door that every request passes: hosts, origins, roles, headers, over every route."""

import hashlib
import http.client
import re
from http import HTTPStatus

import pytest

from server.access.identity import Role
from server.api.table import ROUTES
from server.web.routing import Route
from server.web.security_headers import HEADERS

READS = [route for route in ROUTES if not route.writes]
WRITES = [route for route in ROUTES if route.writes]


@pytest.fixture
def station(shared_station):
    return shared_station


def address(route: Route) -> str:
    return re.sub(r"<path:\w+>", "css/base.css", re.sub(r"<int[^>]*>", "1", route.path))


def ask(station, method, path, headers=None, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", station.process.port, timeout=10)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    if "event-stream" not in (answer.getheader("Content-Type") or ""):
        answer.read()
    connection.close()
    return answer


def operator(station):
    token = station.services.credentials.add("t", "script", Role.OPERATOR)
    return {"Authorization": f"Bearer {token}"}


def test_a_route_without_a_role_cannot_be_declared():
    with pytest.raises(TypeError):
        Route("GET", "/new", summary="no role", handler=lambda call: None)  # type: ignore[call-arg]


def test_every_address_of_the_application_is_in_the_table(station):
    from server.app import create_app

    app = create_app(station.services)
    rules = {(method, rule.rule) for rule in app.url_map.iter_rules() for method in rule.methods}
    declared = {(route.method, route.path) for route in ROUTES}
    assert rules - {(m, p) for m, p in rules if m == "HEAD"} == declared


def test_no_get_writes_by_declaration():
    from server.web.routing import READS as READING

    assert {route.method for route in ROUTES} <= {"GET", "POST", "PUT", "PATCH", "DELETE"}
    assert {route.method for route in ROUTES if not route.writes} <= READING


BAD_HOSTS = [
    "evil.example",
    "evil.example:8000",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "8.8.8.8",
    "localhost:99999",
    "localhost:80:80",
    "localhost@evil.example",
    "",
    "[::1",
    "1e100.net/localhost",
]
GOOD_HOSTS = ["localhost", "LOCALHOST:1234", "127.0.0.1", "192.168.1.20:8000", "10.1.2.3", "[::1]"]


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r.endpoint)
def test_no_route_answers_to_a_foreign_name(station, route):
    trusted = operator(station)
    for host in BAD_HOSTS:
        answer = ask(station, route.method, address(route), {"Host": host} | trusted)
        assert answer.status in {421, 400}, host


def test_two_hosts_are_refused(station):
    connection = http.client.HTTPConnection("127.0.0.1", station.process.port, timeout=10)
    connection.putrequest("GET", "/healthz", skip_host=True)
    connection.putheader("Host", "localhost")
    connection.putheader("Host", "evil.example")
    connection.endheaders()
    assert connection.getresponse().status in {400, 421}
    connection.close()


@pytest.mark.parametrize("host", GOOD_HOSTS)
def test_the_stations_own_names_are_answered(station, host):
    assert ask(station, "GET", "/healthz", {"Host": host}).status == HTTPStatus.OK


def test_a_name_can_be_allowed(make_station):
    station = make_station(allowed_hosts=("gym.example",))
    assert ask(station, "GET", "/healthz", {"Host": "gym.example:8000"}).status == 200


BAD_ORIGINS = [
    "http://evil.example",
    "null",
    "https://localhost:1",
    "http://localhost.evil.example",
    "file://",
    "http://localhost:8000@evil.example",
    "http://[::1",
    "",
]


@pytest.mark.parametrize("route", WRITES, ids=lambda r: r.endpoint)
def test_no_write_is_taken_from_another_sites_page(station, route):
    """With the rights of an operator's cookie, which a browser would send along."""
    station.services.credentials.add("x", "tablet", Role.OPERATOR)
    cookie = {"Cookie": f"cablecoach={operator(station)['Authorization'][7:]}"}
    station.device.received.clear()
    for origin in BAD_ORIGINS:
        headers = {"Origin": origin, "Content-Type": "application/json"} | cookie
        answer = ask(station, route.method, address(route), headers, body="{}")
        assert answer.status == HTTPStatus.FORBIDDEN, origin
    # A form needs no Origin in old browsers; it cannot send JSON or a header of ours.
    form = {"Content-Type": "text/plain"} | cookie
    assert ask(station, route.method, address(route), form, body="{}").status == 403
    cross = {"Sec-Fetch-Site": "cross-site", "X-CableCoach": "1"} | cookie
    assert ask(station, route.method, address(route), cross).status == 403
    assert station.device.received == []


def test_a_write_from_the_stations_own_page_is_taken(station):
    token = station.services.credentials.add("x", "tablet", Role.OPERATOR)
    for host in (f"localhost:{station.process.port}", f"127.0.0.1:{station.process.port}"):
        headers = {
            "Host": host,
            "Origin": f"http://{host}",
            "Cookie": f"cablecoach={token}",
            "Content-Type": "application/json",
        }
        assert ask(station, "POST", "/api/v1/sets", headers, body="{}").status == 201


@pytest.mark.parametrize("route", ROUTES, ids=lambda r: r.endpoint)
def test_who_has_not_the_role_is_refused(station, route):
    path, same = address(route), {"X-CableCoach": "1", "Content-Type": "application/json"}
    station.device.received.clear()
    if route.role > Role.VIEWER:
        answer = ask(station, route.method, path, same, body="{}" if route.writes else None)
        assert answer.status == HTTPStatus.UNAUTHORIZED
        assert answer.getheader("WWW-Authenticate").startswith("Bearer")
    if route.role > Role.ATHLETE:
        token = station.services.credentials.add("t", "script", Role.ATHLETE, 1)
        as_athlete = same | {"Authorization": f"Bearer {token}"}
        body = "{}" if route.writes else None
        assert ask(station, route.method, path, as_athlete, body=body).status == 403
    assert [r for r in station.device.received if r["command"] != "state"] == []


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer x", "Basic YTpi", "bearer " + "A" * 43, "Bearer " + "é" * 30],
)
def test_a_wrong_token_is_refused_everywhere_and_never_falls_back(make_station, header):
    station = make_station(simulated=True)  # where a stranger on loopback would be operator
    headers = {"Authorization": header.encode("latin-1")}
    assert ask(station, "GET", "/api/v1/sets", headers).status == HTTPStatus.UNAUTHORIZED
    assert ask(station, "GET", "/healthz", headers).status == HTTPStatus.UNAUTHORIZED


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/healthz", 200),
        ("GET", "/api/v1/sets", 401),
        ("GET", "/nothing", 404),
        ("GET", "/api/v1/sets/99999999999999999999999", 404),
        ("GET", "/api/v1/sets/-1", 404),
        ("OPTIONS", "/api/v1/sets", 405),
        ("TRACE", "/", 405),
        ("POST", "/healthz", 405),
        ("BREW", "/", 405),
        ("GET", "/healthz?x=1", 400),
    ],
)
def test_every_answer_bears_the_headers_and_errors_are_problems(station, method, path, status):
    answer = ask(station, method, path)
    assert answer.status == status
    for name, value in HEADERS.items():
        assert answer.getheader(name) == value
    assert answer.getheader("Access-Control-Allow-Origin") is None
    if status >= 400:
        assert answer.getheader("Content-Type") == "application/problem+json"
    if status == 405:
        assert answer.getheader("Allow")


def test_what_is_no_http_is_answered_as_a_problem_too(station):
    import socket

    with socket.create_connection(("127.0.0.1", station.process.port), timeout=10) as raw:
        raw.sendall(b"GET /\x00 HTTP/9.9\r\n\r\n")
        answer = raw.makefile("rb").read()
    assert answer.split()[1] in {b"400", b"505"}
    assert b"application/problem+json" in answer
    assert b"frame-ancestors 'none'" in answer


TRAVERSALS = [
    "/static/../app.py",
    "/static/%2e%2e/app.py",
    "/static/..%2fapp.py",
    "/static/..%5capp.py",
    "/static//etc/passwd",
    "/static/%00",
    "/static/css/base.css%00.png",
    "/static/" + "a" * 300,
    "/static/CON",
    "/sets/../../etc/passwd.csv",
    "/sets/1%2f..%2f2.csv",
    "/sets/%0d%0aSet-Cookie:x.csv",
    "/..%2f..%2fetc/passwd",
]


@pytest.mark.parametrize("path", TRAVERSALS)
def test_no_file_beyond_the_pages_own_is_given(station, path):
    answer = ask(station, "GET", path, operator(station))
    assert answer.status in {400, 404}
    assert answer.getheader("Set-Cookie") is None


def database_hash(station):
    digest = hashlib.sha256()
    for path in sorted(station.data_dir.rglob("*")):
        if path.is_file() and "-shm" not in path.name:
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def test_no_get_or_head_changes_a_byte_of_the_data(station, a_rep):
    client = station.client("operator")
    set_id = client.post("/api/v1/sets", json={}).json()["set"]["set_id"]
    station.device.add_rep(set_id, a_rep())
    headers = operator(station)
    before = database_hash(station)
    for route in READS:
        for method in ("GET", "HEAD"):
            ask(station, method, address(route), headers)
    assert database_hash(station) == before


@pytest.mark.parametrize(("role", "trusted"), [(None, False), ("athlete", True)])
def test_only_a_paired_tablet_is_trusted_with_the_time(station, role, trusted):
    client = station.client(role)
    said = {"client_ms": 1_790_000_000_000, "rtt_ms": 8}
    assert client.post("/api/v1/clock", json=said).ok
    assert station.device.received[-1]["args"]["trusted"] is trusted
    claimed = client.post("/api/v1/clock", json=said | {"trusted": True})
    assert claimed.status_code == HTTPStatus.BAD_REQUEST


def test_too_long_bodies_and_chunks_are_refused_unread(station):
    headers = operator(station) | {"Content-Type": "application/json"}
    long = ask(station, "POST", "/api/v1/sets", headers, body=b"x" * 20_000)
    assert long.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    # Without a body: the answer to the head may close before one is sent.
    chunked = ask(station, "POST", "/api/v1/sets", headers | {"Transfer-Encoding": "chunked"})
    assert chunked.status == HTTPStatus.LENGTH_REQUIRED


def test_an_address_that_asks_too_often_is_told_to_wait(make_station):
    from server.config import Limits

    station = make_station(limits=Limits(streams=4, requests_per_s=0.5, burst=5))
    statuses = [station.client().get("/healthz") for _ in range(7)]
    assert [answer.status_code for answer in statuses].count(429) >= 1
    assert int(statuses[-1].headers["Retry-After"]) >= 1
