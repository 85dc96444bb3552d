"""Answers that got lost together with the server, and the requests sent again to the next one."""

import sqlite3
from contextlib import closing
from http import HTTPStatus

import pytest
import requests
from processes import page_of, wait_until

from device.store.layout import StoreLayout

EFFECTS = (
    "SELECT count(*) FROM sets WHERE by_user",
    "SELECT count(*) FROM sets WHERE ended = 'user'",
    "SELECT count(*) FROM athletes",
    "SELECT count(*) FROM calibrations WHERE kind = 'tare'",
    "SELECT count(*) FROM events WHERE kind LIKE 'athlete%' OR kind LIKE '%_deleted'"
    " OR kind LIKE '%_restored' OR kind = 'set_changed'",
)


class Tablet:
    """Asks, each time with a new key, and remembers what it was answered."""

    def __init__(self, product):
        self._product = product
        self.answered = []
        self.start_server()

    def start_server(self):
        self._server = self._product.start("server", "--host", "127.0.0.1", "--port", "0")
        self._page = page_of(self._server)
        wait_until(lambda: self.send("GET", "state").json()["device_online"], "the device is seen")

    def kill_server(self):
        self._server.kill()
        self._server.wait()

    def send(self, method, path, body=None, key="none"):
        headers = {"Idempotency-Key": key, "X-CableCoach": "1"}
        url = f"{self._page}api/v1/{path}"
        return requests.request(method, url, json=body, headers=headers, timeout=10)

    def ask(self, method, path, body=None):
        request = method, path, body, f"key-{len(self.answered)}"
        answer = self.send(*request)
        self.answered.append((request, answer.status_code, answer.text))
        return answer.json() if answer.ok else None


def effects(product):
    with closing(sqlite3.connect(StoreLayout(product.data_dir).database)) as store:
        return [store.execute(query).fetchone()[0] for query in EFFECTS]


@pytest.fixture
def tablet(product, trainee):
    product.device("--source", trainee.source)
    trainee.rest(2)
    return Tablet(product)


def test_what_is_repeated_after_a_restart_of_the_server_happens_once(product, tablet, trainee):
    ask = tablet.ask
    assert ask("POST", "tare")
    athlete = ask("POST", "athletes", {"name": "Ada"})["athlete"]["athlete_id"]
    erased = ask("POST", "athletes", {"name": "Ben"})["athlete"]["athlete_id"]
    ask("PATCH", f"athletes/{athlete}", {"name": "Ada L."})
    ask("PUT", "plan", {"weight_kg": 20})
    set_id = ask("POST", "sets", {"side": "right"})["set"]["set_id"]
    trainee.rep()
    rep = wait_until(lambda: tablet.send("GET", f"sets/{set_id}").json()["reps"], "it is saved")[0]
    ended = ask("POST", "sets/current/end", {})["set"]
    assert ended["set_id"] == set_id
    ask("PATCH", f"sets/{set_id}", {"note": "heavy"})
    ask("DELETE", f"reps/{rep['rep_id']}")
    ask("POST", f"reps/{rep['rep_id']}/restore")
    ask("DELETE", f"sets/{set_id}")
    ask("POST", f"sets/{set_id}/restore")
    ask("DELETE", f"athletes/{erased}")
    opened = tablet.send("POST", "sets", {"side": "left"}, "the-next-one")
    assert opened.status_code == HTTPStatus.CREATED, opened.text
    wait_until(lambda: effects(product)[0] == len(("right", "left")), "both sets are saved")
    before = effects(product)

    tablet.kill_server()
    tablet.start_server()
    for request, status, text in tablet.answered:
        again = tablet.send(*request)
        assert (again.status_code, again.text) == (status, text), request
    assert effects(product) == before
    assert tablet.send("GET", "state").json()["set"]["ended"] is None
    other = tablet.send("POST", "sets", {"side": "left"}, "key-0")
    assert other.status_code == HTTPStatus.CREATED  # a key is one of its address
