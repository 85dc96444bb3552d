"""Bodies, queries and control lines that nobody would write."""

import json
import socket

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from server.access.control_socket import FILE_NAME, ask
from server.access.hosts import HostList, same_origin
from server.access.log_redaction import hidden
from server.access.pairing import Grant
from server.access.state_directory import private_folder
from server.api.table import ROUTES
from server.web.problems import Problem
from server.web.validation import check, parse_json, query_values

BODIES = [route.body for route in ROUTES if route.body is not None]
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from(["exercise", "row", "left", "#aabbcc", "123456"]),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(["name", "set_id", "code", "x", "weight_kg"]), inner)
    ),
    max_leaves=12,
)


def refusal(work):
    try:
        work()
    except Problem as problem:
        return problem
    return None


@settings(max_examples=300, deadline=None)
@given(raw=st.binary(max_size=200) | JSON.map(lambda value: json.dumps(value).encode()))
def test_any_bytes_are_a_value_or_a_problem_with_a_sentence(raw):
    def read():
        value = parse_json(raw)
        for schema in BODIES:
            check(value, schema)

    problem = refusal(read)
    assert problem is None or problem.status == 400
    assert problem is None or (problem.detail.endswith(".") and len(problem.detail) < 1000)


@pytest.mark.parametrize(
    "raw",
    [b"[" * 8000, b'{"a":' * 3000, b"1e999", b"NaN", b"-Infinity", b'"\\ud800"', b"\xff\xfe", b""],
)
def test_known_poison_is_refused(raw):
    with pytest.raises(Problem):
        parse_json(raw)


def test_whole_numbers_are_integers_however_they_are_written():
    assert parse_json(b"[1.0, 1e3, 0.5]") == [1, 1000, 0.5]
    assert isinstance(parse_json(b"1.0"), int)


def test_a_huge_number_does_not_take_long():
    with pytest.raises(Problem):
        parse_json(b"9" * 16_000)


@settings(max_examples=100, deadline=None)
@given(given=st.dictionaries(st.text(max_size=10), st.lists(st.text(max_size=10), min_size=1)))
def test_any_query_is_values_or_a_problem(given):
    for route in ROUTES:
        problem = refusal(lambda query=route.query: query_values(given, query))
        assert problem is None or problem.status == 400
        assert problem is not None or set(given) <= set(route.query)


@settings(max_examples=300, deadline=None)
@given(host=st.text(max_size=40), origin=st.text(max_size=40))
def test_no_text_makes_the_host_or_origin_check_fail_open(host, origin):
    HostList().allows(host)
    assert not same_origin(origin, host, "http") or origin.startswith(("http://", "https://"))


@pytest.mark.parametrize(
    ("origin", "host", "scheme", "same"),
    [
        ("http://localhost:8000", "localhost:8000", "http", True),
        ("http://LOCALHOST:8000", "localhost:8000", "http", True),
        ("http://box.local", "box.local", "http", True),
        ("http://box.local:80", "box.local", "http", True),
        ("https://box.local", "box.local", "http", True),  # a proxy that ends TLS
        ("https://box.local", "box.local", "https", True),
        ("http://[::1]:8000", "[::1]:8000", "http", True),
        ("http://localhost:8001", "localhost:8000", "http", False),
        ("http://localhost", "localhost:8000", "http", False),
        ("http://a.localhost:8000", "localhost:8000", "http", False),
        ("http://localhost:8000/", "localhost:8000", "http", False),
        ("ftp://localhost:8000", "localhost:8000", "http", False),
        ("null", "null", "http", False),
    ],
)
def test_origins(origin, host, scheme, same):
    assert same_origin(origin, host, scheme) is same


@pytest.mark.parametrize("raw", [b"\n", b"[]\n", b'{"role":"king"}\n', b"\xff\n", b"x" * 9000, b""])
def test_the_control_socket_survives_nonsense(shared_station, raw):
    folder = private_folder(shared_station.data_dir)
    with socket.socket(socket.AF_UNIX) as channel:
        channel.settimeout(10)
        channel.connect(str(folder / FILE_NAME))
        channel.sendall(raw)
        channel.shutdown(socket.SHUT_WR)
        assert b"error" in channel.makefile("rb").read()
    assert len(ask(folder, {})["code"]) == 6


@pytest.mark.parametrize(
    "text",
    [
        "Authorization: Bearer abcdefSECRET",
        "Cookie: cablecoach=abcdefSECRET; x=1",
        '{"code": "SECRET12"}',
        "token=abcSECRET",
        "http://box/#pair=SECRET1",
    ],
)
def test_secrets_do_not_reach_the_journal(text):
    assert "SECRET" not in hidden(text)


def test_after_a_run_no_log_line_holds_a_secret(station, caplog):
    code = station.services.pairing.open(Grant())
    with caplog.at_level("DEBUG"):
        paired = station.client().post("/api/v1/pairing", json={"code": code})
        token = paired.cookies["cablecoach"]
        session = station.client()
        session.get("/api/v1/sets", headers={"Authorization": f"Bearer {token}"})
        session.get("/api/v1/sets", headers={"Authorization": "Bearer wrong-" + token})
    assert token not in caplog.text
    assert code not in caplog.text
