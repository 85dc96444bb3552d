"""How the page's files go over the wire."""

import gzip
from http import HTTPStatus
from pathlib import Path

import pytest

import server
from device.config.options import OPTIONS
from server.api import page_files

STATIC = Path(server.__file__).parent / "static"
SCRIPT = "js/app.js"
FONT = "fonts/barlow-latin-500-normal.woff2"
GZIP = {"Accept-Encoding": "gzip, deflate, br"}
PLAIN = {"Accept-Encoding": "identity"}


@pytest.fixture
def get(shared_station):
    client = shared_station.client()

    def get(name, *, method="GET", **headers):
        headers = {key.replace("_", "-"): value for key, value in headers.items()}
        return client.request(method, f"/static/{name}", headers=headers, stream=True)

    return get


def wire(answer):
    return answer.raw.read(decode_content=False)


def test_who_takes_gzip_gets_the_same_bytes_in_fewer(get):
    plain, packed = get(SCRIPT, **PLAIN), get(SCRIPT, **GZIP)
    content = (STATIC / SCRIPT).read_bytes()
    assert wire(plain) == content
    assert "Content-Encoding" not in plain.headers
    sent = wire(packed)
    assert gzip.decompress(sent) == content
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(sent) < 0.6 * len(content)
    for name in ("Content-Type", "Cache-Control", "Vary", "Last-Modified"):
        assert plain.headers[name] == packed.headers[name]
    assert packed.headers["Cache-Control"] == "no-cache"
    assert packed.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("accepted", "compressed"),
    [
        ("gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("*", True),
        ("gzip;q=0", False),
        ("identity, gzip;q=0.5", False),
        ("br", False),
        ("", False),
        ("gzip;q=nonsense, \x7f", False),
    ],
)
def test_what_a_browser_takes_is_what_it_says(get, accepted, compressed):
    answer = get(SCRIPT, Accept_Encoding=accepted)
    assert answer.status_code == HTTPStatus.OK
    assert ("Content-Encoding" in answer.headers) == compressed


def test_each_form_has_a_tag_of_its_own_and_is_not_sent_twice(get):
    tags = [get(SCRIPT, **headers).headers["ETag"] for headers in (PLAIN, GZIP)]
    assert tags[0] != tags[1]
    for tag, headers, other in zip(tags, (PLAIN, GZIP), (GZIP, PLAIN), strict=True):
        again = get(SCRIPT, If_None_Match=tag, **headers)
        assert again.status_code == HTTPStatus.NOT_MODIFIED
        assert again.headers["Vary"] == "Accept-Encoding"
        assert wire(again) == b""
        assert get(SCRIPT, If_None_Match=tag, **other).status_code == HTTPStatus.OK


def test_head_says_what_get_sends(get):
    for headers in (PLAIN, GZIP):
        head, full = get(SCRIPT, method="HEAD", **headers), get(SCRIPT, **headers)
        assert wire(head) == b""
        for name in ("Content-Length", "ETag", "Vary"):
            assert head.headers[name] == full.headers[name]


def test_a_range_is_one_of_the_file_as_it_is(get):
    answer = get(SCRIPT, Range="bytes=10-19", **GZIP)
    assert answer.status_code == HTTPStatus.PARTIAL_CONTENT
    assert "Content-Encoding" not in answer.headers
    assert wire(answer) == (STATIC / SCRIPT).read_bytes()[10:20]
    tag = get(SCRIPT, **GZIP).headers["ETag"]
    mixed = get(SCRIPT, Range="bytes=10-19", If_Range=tag, **GZIP)
    assert mixed.status_code == HTTPStatus.OK  # the part held is of the other form
    assert wire(mixed) == (STATIC / SCRIPT).read_bytes()


def test_what_is_compressed_already_is_left_as_it_is(get):
    answer = get(FONT, **GZIP)
    assert "Content-Encoding" not in answer.headers
    assert wire(answer) == (STATIC / FONT).read_bytes()


def test_a_file_is_compressed_once_and_anew_when_it_has_changed(tmp_path, monkeypatch):
    packed = []
    monkeypatch.setattr(
        page_files.gzip, "compress", lambda data, **_: packed.append(data) or b"small"
    )
    file = tmp_path / "a.js"
    for text in (b"1" * 100, b"1" * 100, b"2" * 200):
        file.write_bytes(text)
        page_files._pack(file, len(text), len(text))
    assert packed == [b"1" * 100, b"2" * 200]


@pytest.mark.parametrize("path", ["/api/v1/state", "/api/v1/openapi.json", "/sets.csv", "/healthz"])
def test_what_may_hold_something_private_is_never_compressed(shared_station, path):
    answer = shared_station.client("operator").get(path, headers=GZIP)
    assert answer.status_code == HTTPStatus.OK
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "js", "js/none.js", "%00", ""])
def test_nothing_else_can_be_named(get, name):
    assert get(name, **GZIP).status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST}


def test_a_further_language_is_one_file(tmp_path):
    for name in ("en.json", "fr.json", "notes.txt"):
        (tmp_path / name).touch()
    assert page_files.languages(tmp_path) == ["en", "fr"]


def test_the_page_knows_every_catalogue(shared_station):
    text = shared_station.client().request("GET", "/").text
    codes = sorted(path.stem for path in (STATIC / "lang").iterdir())
    assert {"de", "en"} <= set(codes)
    assert f'data-languages="{" ".join(codes)}"' in text
    assert set(OPTIONS["language"].choices) == {"auto", *codes}
