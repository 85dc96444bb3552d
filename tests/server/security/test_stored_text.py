"""Names and notes are text: kept as they are, escaped where they are shown, defused in CSV."""

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.store.layout import StoreLayout
from device.store.reading.csv_export import csv_lines
from device.store.reading.reader import StoreReader
from device.store.writing.writer import StoreWriter

CORPUS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '"><svg/onload=alert(1)>',
    "'-alert(1)-'",
    "javascript:alert(1)",
    "{{7*7}}{% raw %}",
    "${7*7}",
    "</title><b>",
    "&lt;b&gt;",
    "=cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd",
    "+1+1",
    "-2+3",
    "＝1+1",
    'a","b',
    "x,y;z\\",
    "Ünïcødé 🏋️",
    "Robert'); DROP TABLE sets;--",
]
TRIGGERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@pytest.mark.parametrize("text", CORPUS)
def test_hostile_text_comes_back_as_text(shared_station, a_rep, listen, text):
    client = shared_station.client("operator")
    name = text[:40]
    athlete = client.post("/api/v1/athletes", json={"name": name}).json()["athlete"]
    assert athlete["name"] == name
    started = client.post("/api/v1/sets", json={"athlete_id": athlete["athlete_id"]}).json()["set"]
    shared_station.device.add_rep(started["set_id"], a_rep())
    path = f"/api/v1/sets/{started['set_id']}"
    noted = client.patch(path, json={"note": text})
    assert noted.json()["set"]["note"] == text
    for answer in (client.get(path), client.get("/api/v1/athletes"), noted):
        assert answer.headers["Content-Type"] == "application/json"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert name not in client.get("/").text  # the page is made without data
    export = client.get(f"/sets/{started['set_id']}.csv")
    assert export.headers["Content-Disposition"].startswith("attachment")
    cell = next(csv.DictReader(io.StringIO(export.text)))["athlete"]
    assert cell == (f"'{name}" if name.startswith(TRIGGERS) else name)


@pytest.mark.parametrize("text", ["a\u2028b", "a\nb", "a\rb", "a\x00b", "\ttab", "", "   ", "x\n"])
def test_a_name_is_one_visible_line(shared_station, text):
    answer = shared_station.client("operator").post("/api/v1/athletes", json={"name": text})
    assert answer.status_code == 400
    assert "name" in answer.json()["detail"]


def test_line_ends_in_a_note_cannot_break_the_streams_framing(shared_station, listen):
    operator = shared_station.client("operator")
    events = listen(shared_station, Authorization=operator.headers["Authorization"])
    events.until("state")
    note = "a\n\nevent: rep\ndata: {}\n\n"
    item = operator.post("/api/v1/sets", json={}).json()["set"]
    shared_station.device.publish("set", stage="changed", set=item | {"note": note})
    assert json.loads(events.until("set")["data"])["set"]["note"] == note


NAMES = st.text(
    st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc")), min_size=1, max_size=40
).filter(lambda text: text.strip() == text)


@settings(max_examples=25, deadline=None)
@given(names=st.lists(NAMES, min_size=1, max_size=4, unique_by=str.casefold))
def test_every_csv_parses_back_and_no_text_cell_is_a_formula(a_rep, tmp_path_factory, names):
    database = StoreLayout(tmp_path_factory.mktemp("store")).database
    with StoreWriter(database, "test") as store:
        athletes = [store.athletes.add(name) for name in names]
        for athlete in athletes:
            plan = SetPlan(athlete_id=athlete.athlete_id, weight_kg=-1.5)
            set_id = store.sets.open_set(plan, 0)
            store.sets.add_rep(set_id, a_rep(eccentric_velocity_m_s=-0.25))
            store.sets.end_set(set_id, 1, EndReason.USER)
    text = "".join(csv_lines(StoreReader(database).each_set()))
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == len(names)
    for row, athlete in zip(rows, athletes, strict=True):
        defused = athlete.name.startswith(TRIGGERS)
        assert row["athlete"] == (f"'{athlete.name}" if defused else athlete.name)
        assert float(row["eccentric_velocity_m_s"]) == -0.25
        assert float(row["weight_kg"]) == -1.5
