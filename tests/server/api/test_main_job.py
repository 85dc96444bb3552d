"""The main job over HTTP: a set is started, done, ended, listed, exported."""

import csv
import io
import json
from http import HTTPStatus

from device.store.checks import LONGEST_NAME, LONGEST_NOTE

HEADER = (
    "set_id,started_at,athlete,exercise,variant,side,weight_kg,rep,rom_m,rom_pct,concentric_s,"
    "hold_s,held,eccentric_s,tempo,mean_velocity_m_s,mean_propulsive_velocity_m_s,"
    "peak_velocity_m_s,eccentric_velocity_m_s,mean_force_n,peak_force_n,mean_power_w,"
    "peak_power_w,work_j,rfd_n_s,velocity_loss_pct,verdict,reasons,flags,start_pm_s,hold_pm_s,"
    "rom_pm_m,mean_velocity_pm_m_s,steadiness_mm,close,definition,amended,withdrawn"
)


def do_a_set(station, client, a_rep, **plan):
    started = client.post("/api/v1/sets", json=plan)
    assert started.status_code == HTTPStatus.CREATED, started.text
    set_id = started.json()["set"]["set_id"]
    assert started.headers["Location"] == f"/api/v1/sets/{set_id}"
    for number in (1, 2):
        station.device.add_rep(set_id, a_rep(number))
    ended = client.post("/api/v1/sets/current/end", json={"set_id": set_id})
    assert ended.status_code == HTTPStatus.OK, ended.text
    return set_id


def test_a_set_from_start_to_csv(station, a_rep):
    client = station.client("operator")
    set_id = do_a_set(station, client, a_rep, exercise="punch", side="right", weight_kg=22.5)
    listed = client.get("/api/v1/sets").json()
    assert [item["set_id"] for item in listed["sets"]] == [set_id]
    assert listed["next"] is None
    one = client.get(f"/api/v1/sets/{set_id}").json()
    assert one["ended"] == "user"
    assert [rep["rep"] for rep in one["reps"]] == [1, 2]
    export = client.get("/sets.csv")
    assert export.headers["Content-Type"].startswith("text/csv")
    assert export.headers["Content-Disposition"] == 'attachment; filename="sets.csv"'
    assert export.text.splitlines()[0] == HEADER
    rows = list(csv.DictReader(io.StringIO(export.text)))
    assert [(row["exercise"], row["side"], row["weight_kg"], row["rep"]) for row in rows] == [
        ("punch", "right", "22.5", "1"),
        ("punch", "right", "22.5", "2"),
    ]
    single = client.get(f"/sets/{set_id}.csv")
    assert single.text == export.text
    assert single.headers["Content-Disposition"] == f'attachment; filename="set-{set_id}.csv"'


def test_what_was_learnt_later_is_told_in_the_set_and_in_its_csv(station, a_rep):
    client = station.client("operator")
    set_id = client.post("/api/v1/sets", json={"exercise": "row"}).json()["set"]["set_id"]
    for number in (1, 2, 3):
        station.device.add_rep(set_id, a_rep(number))
    station.device.learn(set_id, amended=a_rep(3, rom_m=None, verdict="unknown"), withdrawn=2)
    client.post("/api/v1/sets/current/end", json={})
    one = client.get(f"/api/v1/sets/{set_id}").json()
    assert one["definition"] == 2
    assert [(rep["rep"], rep["rom_m"], rep.get("amended")) for rep in one["reps"]] == [
        (1, 0.62, None),
        (3, None, "rebound"),
    ]
    assert one["withdrawn"] == [{"rep": 2, "reason": "rebound"}]
    counts = {name: one["summary"][name] for name in ("reps", "good_reps", "unknown_reps")}
    assert counts == {"reps": 2, "good_reps": 1, "unknown_reps": 1}
    rows = list(csv.DictReader(io.StringIO(client.get(f"/sets/{set_id}.csv").text)))
    assert [(row["rep"], row["verdict"], row["amended"], row["withdrawn"]) for row in rows] == [
        ("1", "good", "", ""),
        ("2", "withdrawn", "", "rebound"),
        ("3", "unknown", "rebound", ""),
    ]


def test_the_open_set_ends_without_being_named(station):
    client = station.client("operator")
    set_id = client.post("/api/v1/sets", json={}).json()["set"]["set_id"]
    assert client.post("/api/v1/sets/current/end", json={}).json()["set"]["set_id"] == set_id
    nothing = client.post("/api/v1/sets/current/end", json={})
    assert nothing.status_code == HTTPStatus.CONFLICT


def test_lists_are_paged_and_filtered(station):
    client = station.client("operator")
    for side in ("left", "right", "left"):
        client.post("/api/v1/sets", json={"side": side})
    first = client.get("/api/v1/sets?limit=2").json()
    assert [item["set_id"] for item in first["sets"]] == [3, 2]
    rest = client.get(f"/api/v1/sets?limit=2&before={first['next']}").json()
    assert [item["set_id"] for item in rest["sets"]] == [1]
    assert rest["next"] is None
    lefts = client.get("/api/v1/sets?side=left").json()["sets"]
    assert [item["set_id"] for item in lefts] == [3, 1]
    assert client.get("/api/v1/sets?from=2001-01-01&to=2001-01-02").json()["sets"] == []


def test_corrections_can_be_undone(station, a_rep):
    client = station.client("operator")
    set_id = do_a_set(station, client, a_rep, weight_kg=20)
    changed = client.patch(f"/api/v1/sets/{set_id}", json={"weight_kg": 25, "note": "easy"}).json()
    assert changed["set"]["plan"]["weight_kg"] == 25
    restored = client.patch(f"/api/v1/sets/{set_id}", json=changed["undo"])
    assert restored.json()["set"]["plan"]["weight_kg"] == 20
    rep_id = restored.json()["set"]["reps"][0]["rep_id"]
    assert len(client.delete(f"/api/v1/reps/{rep_id}").json()["set"]["reps"]) == 1
    assert len(client.post(f"/api/v1/reps/{rep_id}/restore").json()["set"]["reps"]) == 2
    client.delete(f"/api/v1/sets/{set_id}")
    gone = client.get(f"/api/v1/sets/{set_id}")
    assert gone.status_code == HTTPStatus.NOT_FOUND
    assert "restore" in gone.json()["detail"]
    assert client.get("/sets.csv").text.count("\n") == 1
    client.post(f"/api/v1/sets/{set_id}/restore")
    assert client.get(f"/api/v1/sets/{set_id}").ok


def test_the_longest_name_and_note_that_the_store_keeps_are_taken_and_no_longer_ones(station):
    client = station.client("operator")
    set_id = client.post("/api/v1/sets", json={}).json()["set"]["set_id"]
    for method, path, field, longest in [
        ("POST", "/api/v1/athletes", "name", LONGEST_NAME),
        ("PATCH", f"/api/v1/sets/{set_id}", "note", LONGEST_NOTE),
    ]:
        text = "\N{RUNNER}" * longest  # the most bytes that JSON makes of a character
        assert client.request(method, path, json={field: text}).ok
        refused = client.request(method, path, json={field: text + "x"})
        assert refused.status_code == HTTPStatus.BAD_REQUEST
        assert str(longest) in refused.json()["detail"]


def test_a_repeated_write_has_one_effect_and_the_same_answer(station, figure):
    client = station.client("operator")
    key = {"Idempotency-Key": "tap-1"}
    first = client.post("/api/v1/sets", json={"side": "left"}, headers=key)
    repeated = [client.post("/api/v1/sets", json={"side": "left"}, headers=key) for _ in range(20)]
    assert all(again.json() == first.json() for again in repeated)
    sets = len(client.get("/api/v1/sets").json()["sets"])
    figure(29, f"start repeated 20 times with its key: {sets} set, the same answer each time")
    assert sets == 1
    other = station.client("operator")  # the same key of somebody else is another key
    assert other.post("/api/v1/sets", json={}, headers=key).json() != first.json()


def test_an_end_that_is_repeated_ends_the_set_it_ended_first(station):
    station.device.strict_keys = True
    client = station.client("operator")
    client.post("/api/v1/sets", json={})
    key = {"Idempotency-Key": "tap-2"}
    first = client.post("/api/v1/sets/current/end", json={}, headers=key)
    assert first.ok
    again = client.post("/api/v1/sets/current/end", json={}, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    client.post("/api/v1/sets", json={})
    again = client.post("/api/v1/sets/current/end", json={}, headers=key)
    assert (again.status_code, again.json()) == (first.status_code, first.json())
    assert client.get("/api/v1/state").json()["set"] is not None
    named = {"set_id": client.get("/api/v1/state").json()["set"]["set_id"]}
    other = client.post("/api/v1/sets/current/end", json=named, headers=key)
    assert other.status_code == HTTPStatus.BAD_REQUEST


def test_of_two_tablets_that_start_at_once_one_wins_and_the_other_is_told(station):
    client = station.client("operator")
    assert client.post("/api/v1/sets", json={"expected_set": None}).ok
    loser = client.post("/api/v1/sets", json={"expected_set": None})
    assert loser.status_code == HTTPStatus.CONFLICT
    assert loser.headers["Content-Type"] == "application/problem+json"


def test_reads_work_and_writes_are_refused_clearly_while_the_device_is_offline(
    station, a_rep, wait_until
):
    client = station.client("operator")
    set_id = do_a_set(station, client, a_rep)
    station.device.stop()
    wait_until(lambda: not station.services.link.online)
    assert client.get("/api/v1/state").json()["device_online"] is False
    assert client.get("/healthz").json() == {"status": "ok", "device": "offline"}
    assert client.get(f"/api/v1/sets/{set_id}").ok
    assert client.get("/sets.csv").ok
    refused = client.post("/api/v1/sets", json={})
    assert refused.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert "Retry-After" in refused.headers
    assert refused.json()["detail"].endswith(".")


def test_a_device_that_does_not_answer_is_reported_within_its_two_seconds(station):
    station.device.silent = True
    answer = station.client("operator").post("/api/v1/tare")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE


def test_the_page_and_its_files_are_served(station):
    client = station.client()
    page = client.get("/")
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "<!doctype html>" in page.text.lower()
    assert client.get("/static/../app.py").status_code == HTTPStatus.NOT_FOUND


def test_the_curves_of_a_set_come_from_its_raw_recording(station, a_rep, monkeypatch):
    from device.recordings.writer import RecordingWriter
    from device.reps.plan import SetPlan
    from device.sensors.reading import Reading
    from device.store.layout import StoreLayout
    from device.store.writing.writer import StoreWriter

    folder = station.data_dir / "recordings"
    folder.mkdir()
    writer = RecordingWriter(folder / "run-0001.csv", {"counts_per_metre": 2000.0})
    for n in range(100):
        writer.write(Reading(n * 5_000_000, n * 10, 4000 if n % 2 else None))
    writer.close()
    with StoreWriter(StoreLayout(station.data_dir).database, "test") as store:
        set_id = store.sets.open_set(SetPlan(), 0, recording="run-0001")
    client = station.client("operator")
    curves = client.get(f"/api/v1/sets/{set_id}/samples").json()
    assert curves["position_m"][:3] == [0.0, 0.005, 0.01]
    assert len({len(column) for column in curves.values()}) == 1
    table = list(csv.DictReader(io.StringIO(client.get(f"/sets/{set_id}/samples.csv").text)))
    assert [float(row["position_m"]) for row in table] == curves["position_m"]
    assert float(table[-1]["velocity_m_s"]) > 0.5
    client.post("/api/v1/sets/current/end", json={})
    bare = client.post("/api/v1/sets", json={}).json()["set"]["set_id"]
    assert client.get(f"/api/v1/sets/{bare}/samples").status_code == HTTPStatus.NOT_FOUND


def test_trends_give_one_row_a_set(station, a_rep):
    client = station.client("operator")
    athlete = client.post("/api/v1/athletes", json={"name": "Ada"}).json()["athlete"]
    set_id = do_a_set(station, client, a_rep, athlete_id=athlete["athlete_id"])
    rows = client.get(f"/api/v1/trends?athlete={athlete['athlete_id']}&exercise=row").json()["sets"]
    assert [(row["set_id"], row["reps"], row["good_reps"]) for row in rows] == [(set_id, 2, 2)]
    assert json.dumps(rows, allow_nan=False)


def test_the_server_carries_no_numpy():
    import subprocess
    import sys

    code = (
        "import sys, server.process, server.commands.serve\n"
        "assert 'numpy' not in sys.modules, 'numpy'\n"
        "assert 'serial' not in sys.modules, 'pyserial'\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
