"""TLS: what is served through it, and that a slow client does not hold a thread."""

import ssl
import subprocess
import time
import warnings

import pytest
import requests
from processes import LONGEST_S

from server.access.pairing import Grant
from server.config import Limits

REQUEST = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n"
LAST = REQUEST.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n")


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    folder = tmp_path_factory.mktemp("tls")
    cert, key = folder / "cert.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
         "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1"],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    return cert, key


@pytest.fixture
def knock(certificate, visitors):
    """A visitor that speaks TLS."""
    context = ssl.create_default_context(cafile=str(certificate[0]))

    def knock(station):
        return visitors(context.wrap_socket(station.visit(), server_hostname="localhost"))

    return knock


@pytest.fixture
def encrypted(make_station, certificate):
    def make(**limits):
        cert, key = certificate
        return make_station(cert=cert, key=key, limits=Limits(threads=8, **limits))

    return make


def answer_of(visitor):
    visitor.settimeout(LONGEST_S)
    return visitor.makefile("rb").read()


def test_tls_serves_streams_and_marks_its_cookies(make_station, certificate, visitors):
    cert, key = certificate
    station = make_station(cert=cert, key=key)
    for _ in range(30):  # silent ones must not stop the accepting of others
        visitors(station.visit())
    base = f"https://localhost:{station.process.port}"
    with requests.Session() as session:
        session.trust_env = False
        session.verify = str(cert)
        assert session.get(f"{base}/healthz", timeout=LONGEST_S).ok
        code = station.services.pairing.open(Grant())
        paired = session.post(f"{base}/api/v1/pairing", json={"code": code}, timeout=LONGEST_S)
        assert "Secure" in paired.headers["Set-Cookie"]
        with session.get(f"{base}/api/v1/stream", stream=True, timeout=LONGEST_S) as stream:
            lines = stream.iter_lines()
            assert b"event: state" in lines
            for _ in range(3):
                assert b"event: heartbeat" in lines
    old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        old.maximum_version = ssl.TLSVersion.TLSv1_1
    with pytest.raises(ssl.SSLError):
        old.wrap_socket(visitors(station.visit()))
    with pytest.raises(requests.exceptions.ConnectionError):
        requests.get(f"http://127.0.0.1:{station.process.port}/healthz", timeout=LONGEST_S)


def test_half_a_handshake_and_half_a_request_hold_no_thread(encrypted, knock, visitors):
    station = encrypted(request_s=3 * LONGEST_S, idle_s=3 * LONGEST_S)
    for _ in range(12):
        visitors(station.visit()).sendall(b"\x16\x03\x01\x02\x00\x01")
        knock(station).sendall(b"GET / HTTP/1.1\r\nHost: loc")
        knock(station).sendall(
            b"POST /api/v1/sets HTTP/1.1\r\nHost: localhost\r\n"
            b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
        )
    other = knock(station)
    other.sendall(LAST)
    assert answer_of(other).startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize("greeted", [True, False])
def test_a_dripping_client_is_cut_after_the_time_for_a_request(
    encrypted, knock, visitors, greeted, in_time
):
    station = encrypted(request_s=1.0)
    visitor = knock(station) if greeted else visitors(station.visit())
    drops = b"GET / HTTP/1.1\r\nX: " if greeted else b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03"

    def drip():
        for drop in drops.ljust(500, b"x"):
            visitor.sendall(bytes([drop]))
            time.sleep(0.05)

    began = time.monotonic()
    with pytest.raises(OSError, match=r"roken pipe|reset|EOF|closed"):
        drip()
    took_s = time.monotonic() - began
    assert took_s > 0.9
    in_time(took_s, 5.0)


def test_a_connection_made_ahead_of_need_is_kept(encrypted, knock):
    station = encrypted(request_s=1.0)
    ahead = knock(station)
    time.sleep(2.5)
    ahead.sendall(LAST)
    assert answer_of(ahead).startswith(b"HTTP/1.1 200")


def test_a_request_in_many_pieces_and_several_in_one_are_answered(encrypted, knock):
    station = encrypted()
    visitor = knock(station)
    for byte in REQUEST:
        visitor.sendall(bytes([byte]))
    assert visitor.recv(4096).startswith(b"HTTP/1.1 200")
    visitor.sendall(REQUEST + REQUEST + LAST[:20])
    time.sleep(0.2)
    visitor.sendall(LAST[20:])
    assert answer_of(visitor).count(b"HTTP/1.1 200") == 3


def test_what_is_refused_unread_is_refused(encrypted, knock):
    station = encrypted()
    for sent, status in [
        (b"GET / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", b"411"),
        (b"GET / HTTP/1.1\r\nX : 1\r\n\r\n", b"400"),
        (b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999\r\n\r\n", b"413"),
        (b"GET / HTTP/1.1\r\nX: " + b"x" * 20_000, b"413"),
    ]:
        visitor = knock(station)
        visitor.sendall(sent)
        assert answer_of(visitor).startswith(b"HTTP/1.1 " + status)
