"""What belongs to one athlete is not another's to read, export or change."""

import csv
import io
from http import HTTPStatus

import pytest


@pytest.fixture
def gym(station, a_rep):
    """Ada and Ben with a set each, and a guest's set."""
    operator = station.client("operator")
    ids = {}
    for name in ("Ada", "Ben"):
        athlete = operator.post("/api/v1/athletes", json={"name": name}).json()["athlete"]
        ids[name] = athlete["athlete_id"]
    sets = {}
    for name in ("Ada", "Ben", None):
        plan = {"athlete_id": ids.get(name)}
        set_id = operator.post("/api/v1/sets", json=plan).json()["set"]["set_id"]
        station.device.add_rep(set_id, a_rep())
        operator.post("/api/v1/sets/current/end", json={})
        sets[name] = set_id
    return station, ids, sets


def test_lists_and_exports_hold_only_ones_own_and_guests_sets(gym):
    station, ids, sets = gym
    ada = station.client("athlete", ids["Ada"])
    listed = {item["set_id"] for item in ada.get("/api/v1/sets").json()["sets"]}
    assert listed == {sets["Ada"], sets[None]}
    rows = list(csv.DictReader(io.StringIO(ada.get("/sets.csv").text)))
    assert {row["athlete"] for row in rows} == {"Ada", ""}
    names = [a["name"] for a in ada.get("/api/v1/athletes").json()["athletes"]]
    assert names == ["Ada"]


@pytest.mark.parametrize(("method", "path"), [("POST", "/api/v1/sets"), ("PUT", "/api/v1/plan")])
@pytest.mark.parametrize(("before", "after"), [("Ben", "Ada"), ("Ada", "Ben")])
def test_a_repeated_choice_is_for_the_athlete_of_the_first_time(
    gym, method, path, before, after, wait_until
):
    station, ids, _ = gym
    station.device.strict_keys = True
    operator, ada = station.client("operator"), station.client("athlete", ids["Ada"])

    def trains(name):
        operator.put("/api/v1/plan", json={"athlete_id": ids[name]})
        plan = station.services.link.state
        wait_until(lambda: plan()["plan"]["athlete_id"] == ids[name])

    key = {"Idempotency-Key": "tap-3"}
    trains(before)
    first = ada.request(method, path, json={"side": "right"}, headers=key)
    assert first.ok
    trains(after)
    again = ada.request(method, path, json={"side": "right"}, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    forbidden = ada.request(method, path, json={"athlete_id": ids["Ben"]}, headers=key)
    assert forbidden.status_code == HTTPStatus.FORBIDDEN


def test_a_tablet_that_repeats_the_adding_of_its_athlete_is_answered_again(station):
    tablet = station.client("athlete")
    key = {"Idempotency-Key": "tap-4"}
    first = tablet.post("/api/v1/athletes", json={"name": "Ada"}, headers=key)
    again = tablet.post("/api/v1/athletes", json={"name": "Ada"}, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    other = tablet.post("/api/v1/athletes", json={"name": "Ben"}, headers=key)
    assert other.status_code == HTTPStatus.FORBIDDEN


def test_another_athletes_things_are_not_there(gym):
    station, ids, sets = gym
    ada = station.client("athlete", ids["Ada"])
    rep_id = (
        station.client("operator").get(f"/api/v1/sets/{sets['Ben']}").json()["reps"][0]["rep_id"]
    )
    theirs = sets["Ben"]
    for method, path, body in [
        ("GET", f"/api/v1/sets/{theirs}", None),
        ("GET", f"/api/v1/sets/{theirs}/samples", None),
        ("GET", f"/sets/{theirs}.csv", None),
        ("GET", f"/sets/{theirs}/samples.csv", None),
        ("PATCH", f"/api/v1/sets/{theirs}", {"note": "mine"}),
        ("PATCH", f"/api/v1/sets/{theirs}", {"athlete_id": ids["Ada"]}),
        ("DELETE", f"/api/v1/sets/{theirs}", None),
        ("POST", f"/api/v1/sets/{theirs}/restore", None),
        ("DELETE", f"/api/v1/reps/{rep_id}", None),
        ("POST", f"/api/v1/reps/{rep_id}/restore", None),
    ]:
        answer = ada.request(method, path, json=body)
        assert answer.status_code == HTTPStatus.NOT_FOUND, (method, path)


def test_asking_for_another_athlete_by_number_is_refused(gym):
    station, ids, sets = gym
    ada, ben = station.client("athlete", ids["Ada"]), ids["Ben"]
    for method, path, body in [
        ("GET", f"/api/v1/sets?athlete={ben}", None),
        ("GET", f"/sets.csv?athlete={ben}", None),
        ("GET", f"/api/v1/trends?athlete={ben}", None),
        ("PATCH", f"/api/v1/athletes/{ben}", {"name": "Eve"}),
        ("DELETE", f"/api/v1/athletes/{ids['Ada']}", None),
        ("PUT", "/api/v1/plan", {"athlete_id": ben}),
        ("POST", "/api/v1/sets", {"athlete_id": ben}),
        ("PATCH", f"/api/v1/sets/{sets['Ada']}", {"athlete_id": ben}),
        ("POST", "/api/v1/athletes", {"name": "Eve"}),
        ("POST", "/api/v1/tare", None),
        ("POST", "/api/v1/calibration/begin", {}),
        ("GET", "/api/v1/settings", None),
    ]:
        answer = ada.request(method, path, json=body)
        assert answer.status_code == HTTPStatus.FORBIDDEN, (method, path)


def test_a_set_goes_to_the_tablets_own_athlete_not_on_to_whoever_was_here(gym):
    station, ids, _ = gym
    station.client("operator").put("/api/v1/plan", json={"athlete_id": ids["Ben"]})
    station.device.heartbeat()
    ada = station.client("athlete", ids["Ada"])
    assert ada.post("/api/v1/sets", json={}).json()["set"]["plan"]["athlete_id"] == ids["Ada"]


def test_a_guests_set_can_be_claimed(gym):
    station, ids, sets = gym
    ada = station.client("athlete", ids["Ada"])
    claimed = ada.patch(f"/api/v1/sets/{sets[None]}", json={"athlete_id": ids["Ada"]})
    assert claimed.json()["set"]["plan"]["athlete"] == "Ada"
    ben = station.client("athlete", ids["Ben"])
    assert ben.get(f"/api/v1/sets/{sets[None]}").status_code == HTTPStatus.NOT_FOUND


def test_a_new_tablet_makes_its_own_athlete(station):
    tablet = station.client("athlete")
    made = tablet.post("/api/v1/athletes", json={"name": "Cleo", "unit": "lb"})
    assert made.status_code == HTTPStatus.CREATED
    assert [a["name"] for a in tablet.get("/api/v1/athletes").json()["athletes"]] == ["Cleo"]
    assert tablet.post("/api/v1/athletes", json={"name": "Dan"}).status_code == 403


def test_erasing_an_athlete_forgets_the_persons_tablets(gym):
    station, ids, _ = gym
    ada = station.client("athlete", ids["Ada"])
    assert station.client("operator").delete(f"/api/v1/athletes/{ids['Ada']}").ok
    assert ada.get("/api/v1/sets").status_code == HTTPStatus.UNAUTHORIZED


def test_the_stream_names_ones_own_athlete_and_nobody_else(gym, listen):
    station, ids, sets = gym
    operator = station.client("operator")
    ada = station.client("athlete", ids["Ada"])
    events = listen(station, Authorization=ada.headers["Authorization"])
    events.until("state")
    for name in ("Ada", "Ben"):
        item = operator.get(f"/api/v1/sets/{sets[name]}").json()
        station.device.publish("set", stage="changed", set=item)
    assert '"Ada"' in events.until("set")["data"]
    assert '"Ben"' not in events.until("set")["data"]
    operator.put("/api/v1/plan", json={"athlete_id": ids["Ben"]})
    assert ada.get("/api/v1/state").json()["plan"]["athlete"] is None
    assert operator.get("/api/v1/state").json()["plan"]["athlete"] == "Ben"
