"""An erased person is nowhere in the data folder: the real product, and a search of raw bytes."""

from http import HTTPStatus
from pathlib import Path

import pytest
import requests
from processes import page_of, wait_until

from device.live.messages import ErrorCode
from device.live.refusal import CommandError

NAME = "Xanthippe Quillfeather"
TABLET = "Quillfeathers iPad"


def files_with(folder: Path, *words: str) -> set[str]:
    """Names of the files whose bytes hold one of the words, in any encoding that we write."""
    needles = [word.encode(encoding) for word in words for encoding in ("utf-8", "utf-16-le")]
    found = set()
    for path in folder.rglob("*"):
        if path.is_file() and any(n in path.name.encode() + path.read_bytes() for n in needles):
            found.add(path.name)
    return found


def test_nothing_of_an_erased_athlete_is_left_in_the_data_folder(product):
    run = product.start(
        *("run", "--host", "127.0.0.1", "--port", "0"),
        *("--source", "simulated", "--speed", "10"),
    )
    page = page_of(run).rstrip("/")
    with requests.Session() as session:
        session.trust_env = False
        session.headers["X-CableCoach"] = "1"

        def ask(method, path, body=None):
            answer = session.request(method, page + path, json=body, timeout=10)
            assert answer.ok, answer.text
            return answer.json()

        wait_until(lambda: ask("GET", "/healthz")["device"] == "online", "the device is there")
        athlete = ask("POST", "/api/v1/athletes", {"name": NAME})["athlete"]["athlete_id"]
        code = ask("POST", "/api/v1/pairing/codes", {"role": "athlete", "athlete_id": athlete})
        with requests.Session() as tablet:
            tablet.trust_env = False
            entered = {"code": code["code"], "name": TABLET}
            assert tablet.post(f"{page}/api/v1/pairing", json=entered, timeout=10).ok
        set_id = ask("POST", "/api/v1/sets", {"athlete_id": athlete})["set"]["set_id"]
        wait_until(
            lambda: ask("GET", f"/api/v1/sets/{set_id}")["reps"], "a repetition is saved", 60
        )
        ask("PATCH", f"/api/v1/sets/{set_id}", {"note": f"{NAME} was tired"})
        ask("POST", "/api/v1/sets/current/end", {"set_id": set_id})
        ask("PUT", "/api/v1/plan", {"athlete_id": None})
        before = files_with(product.data_dir, "Quillfeather")
        assert "training.sqlite" in before or "training.sqlite-wal" in before
        recordings = product.data_dir / "recordings"
        raw = set(recordings.glob(f"{set_id:08d}-*"))  # the trainee may have done others before
        assert raw
        ask("DELETE", f"/api/v1/athletes/{athlete}")
        assert files_with(product.data_dir, "Quillfeather", "Xanthippe") == set()
        assert not raw & set(recordings.iterdir()), "the recording of the erased set"
        assert session.get(f"{page}/api/v1/sets/{set_id}", timeout=10).status_code == 404
        assert "Quillfeather" not in session.get(f"{page}/api/v1/state", timeout=10).text


@pytest.mark.parametrize("code", [ErrorCode.UNAVAILABLE, ErrorCode.NOT_FOUND])
def test_a_late_or_repeated_erasure_forgets_the_tablets_too(station, monkeypatch, code):
    """The athlete is gone from the store; only the answer came too late."""

    def late(*_):
        raise CommandError(code, "This is taking longer than usual.")

    tablet = station.client("athlete", athlete_id=7)
    assert tablet.get("/api/v1/athletes").status_code == HTTPStatus.OK
    monkeypatch.setattr(station.services.link, "call", late)
    refused = station.client("operator").delete("/api/v1/athletes/7")
    assert refused.status_code in {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.NOT_FOUND}
    assert tablet.get("/api/v1/athletes").status_code == HTTPStatus.UNAUTHORIZED
