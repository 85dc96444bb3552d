import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from device.errors import ConflictError, NotFoundError, StoreError
from device.reps.plan import SetPlan
from device.store.checks import check_name, check_note
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.recovery.opening import open_store
from device.store.writing.writer import StoreWriter

AddSet = Callable[..., int]


def test_add_change_and_list(writer: StoreWriter, reader: StoreReader) -> None:
    zoe = writer.athletes.add("  Zoë   B ", "lb", "#AABBCC")
    ada = writer.athletes.add("ada")
    assert (zoe.name, zoe.unit, zoe.colour) == ("Zoë B", "lb", "#aabbcc")
    changed = writer.athletes.change(ada.athlete_id, {"name": "Ada", "unit": "lb"})
    assert (changed.name, changed.unit, changed.colour) == ("Ada", "lb", ada.colour)
    assert reader.athletes() == [changed, zoe]


@pytest.mark.parametrize("twin", ["zoë", "ZOË", " Zoë ", "Zoe\u0308"])
def test_two_people_cannot_have_one_name(writer: StoreWriter, twin: str) -> None:
    zoe = writer.athletes.add("Zoë")
    with pytest.raises(ConflictError, match="already an athlete called Zoë"):
        writer.athletes.add(twin)
    assert writer.athletes.change(zoe.athlete_id, {"name": twin}).athlete_id == zoe.athlete_id


@pytest.mark.parametrize(
    ("name", "unit", "colour"),
    [
        ("", "kg", "#000000"),
        ("   ", "kg", "#000000"),
        ("x" * 61, "kg", "#000000"),
        ("a\x00b", "kg", "#000000"),
        ("\ud800", "kg", "#000000"),
        (None, "kg", "#000000"),
        ("Ada", "stone", "#000000"),
        ("Ada", "kg", "red"),
        ("Ada", "kg", "#00000g"),
        ("Ada", None, None),
    ],
)
def test_nonsense_is_refused(
    writer: StoreWriter, reader: StoreReader, name: Any, unit: Any, colour: Any
) -> None:
    with pytest.raises(StoreError):
        writer.athletes.add(name, unit, colour)
    assert reader.athletes() == []


def test_unknown_athletes_and_fields_are_refused(writer: StoreWriter) -> None:
    ada = writer.athletes.add("Ada").athlete_id
    with pytest.raises(NotFoundError):
        writer.athletes.change(ada + 1, {"name": "Eve"})
    with pytest.raises(StoreError, match="athlete_id"):
        writer.athletes.change(ada, {"athlete_id": 7})
    with pytest.raises(NotFoundError):
        writer.erase_athlete(ada + 1)


def test_a_key_used_twice_adds_one_athlete(writer: StoreWriter, reader: StoreReader) -> None:
    assert writer.athletes.add("Ada", key="k") == writer.athletes.add("Ada", key="k")
    assert len(reader.athletes()) == 1


def test_an_erased_athlete_is_nowhere(
    layout: StoreLayout, writer: StoreWriter, reader: StoreReader, add_set: AddSet
) -> None:
    name = "Wilhelmina Unmistakable"
    who = writer.athletes.add(name, key="k").athlete_id
    other = writer.athletes.add("Ada").athlete_id
    lost = [add_set(SetPlan(athlete_id=who), recording=f"set-{n}") for n in range(3)]
    kept = add_set(SetPlan(athlete_id=other))
    moved = add_set(SetPlan(athlete_id=who))
    writer.corrections.change_set(lost[0], {"note": f"{name} was tired"})
    writer.corrections.change_set(moved, {"athlete_id": other})
    layout.kept_aside.mkdir()
    (layout.kept_aside / "training-1.sqlite").write_text(name)
    assert files_with(layout.data_dir, name)

    assert writer.erase_athlete(who) == ["set-0", "set-1", "set-2"]

    assert files_with(layout.data_dir, name) == []
    assert [record.set.set_id for record in reader.each_set()] == [kept, moved]
    assert [athlete.name for athlete in reader.athletes()] == ["Ada"]
    writer.close()
    layout.database.unlink()
    opened = open_store(layout, "simulated")
    opened.writer.close()
    assert files_with(layout.data_dir, name) == []
    assert [record.set.set_id for record in reader.each_set()] == [kept, moved]


def test_an_erasure_during_a_reading_is_finished_later(
    layout: StoreLayout, writer: StoreWriter, add_set: AddSet
) -> None:
    name = "Wilhelmina Unmistakable"
    who = writer.athletes.add(name).athlete_id
    add_set(SetPlan(athlete_id=who))
    writer.sets._session.connection.execute("PRAGMA busy_timeout = 10")
    with closing(sqlite3.connect(layout.database, isolation_level=None)) as other:
        other.execute("BEGIN")
        other.execute("SELECT * FROM athletes").fetchall()
        writer.erase_athlete(who)
        assert files_with(layout.data_dir, name)
    writer.finish_erasure()
    assert files_with(layout.data_dir, name) == []


def files_with(folder: Path, text: str) -> list[Path]:
    return [
        path for path in folder.rglob("*") if path.is_file() and text.encode() in path.read_bytes()
    ]


def test_nobody_is_erased_while_training(writer: StoreWriter, reader: StoreReader) -> None:
    who = writer.athletes.add("Ada").athlete_id
    writer.sets.open_set(SetPlan(athlete_id=who), 0)
    with pytest.raises(ConflictError, match="end the set first"):
        writer.erase_athlete(who)
    assert len(reader.athletes()) == 1


@given(st.text())
def test_a_name_that_is_taken_is_stable_and_short(text: str) -> None:
    try:
        name = check_name(text)
    except StoreError:
        return
    assert 1 <= len(name) <= 60
    assert check_name(name) == name
    assert name == name.strip()


@given(st.text(max_size=1000))
def test_a_note_that_is_taken_is_stable(text: str) -> None:
    try:
        note = check_note(text)
    except StoreError:
        return
    assert check_note(note) == note
