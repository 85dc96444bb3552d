"""A damaged, emptied or deleted database never takes the history with it."""

import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from figures import Figure

from device.reps.events import EndReason
from device.reps.plan import SetPlan
from device.reps.rep import Rep
from device.store.errors import DamagedError, ReadOnlyError
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader
from device.store.reading.set_records import SetRecord
from device.store.recovery.opening import OpenedStore, find_damage, open_store
from device.store.recovery.salvage import salvage, with_companions
from device.store.writing.set_journal import read_journal
from device.store.writing.writer import StoreWriter

AddSet = Callable[..., int]
Make = Callable[..., Rep]
PAGE = 4096
_FIRST_LEAVES = 60
"""Before them lie the schema and the roots of the tables; without those only the log helps."""


def reopen(layout: StoreLayout) -> tuple[OpenedStore, list[SetRecord]]:
    opened = open_store(layout, "simulated")
    opened.writer.close()
    assert find_damage(layout.database) is None
    return opened, list(StoreReader(layout.database).each_set())


@pytest.fixture(scope="module")
def history_folder(tmp_path_factory: pytest.TempPathFactory, make_rep: Make) -> Path:
    """Forty sets of ten repetitions, closed."""
    folder = tmp_path_factory.mktemp("history")
    with StoreWriter(StoreLayout(folder).database, "simulated") as writer:
        who = writer.athletes.add("Ada").athlete_id
        for number in range(40):
            set_id = writer.sets.open_set(SetPlan(athlete_id=who if number % 2 else None), 0)
            for place in range(1, 11):
                writer.sets.add_rep(set_id, make_rep(place))
            writer.sets.end_set(set_id, 40, EndReason.USER)
    return folder


@pytest.fixture
def history(history_folder: Path, layout: StoreLayout) -> list[SetRecord]:
    """A copy of it, at ``layout``."""
    shutil.copytree(history_folder, layout.data_dir, dirs_exist_ok=True)
    return list(StoreReader(layout.database).each_set())


def forget_log(layout: StoreLayout) -> None:
    layout.set_log.unlink()


def bare(records: list[SetRecord]) -> dict[int, tuple[object, ...]]:
    return {record.set.set_id: tuple(rep.rep for rep in record.reps) for record in records}


def test_a_healthy_store_is_opened_as_it_is(layout: StoreLayout, history: list[SetRecord]) -> None:
    opened, found = reopen(layout)
    assert opened.status.message is None
    assert found == history
    assert not layout.kept_aside.exists()


@pytest.mark.parametrize("seed", range(6))
def test_pages_of_noise_cost_what_was_on_them_at_most(
    layout: StoreLayout, history: list[SetRecord], seed: int
) -> None:
    forget_log(layout)
    random_bytes = random.Random(seed)
    data = bytearray(layout.database.read_bytes())
    pages = len(data) // PAGE
    for _ in range(3):
        page = random_bytes.randrange(_FIRST_LEAVES, pages)
        data[page * PAGE : (page + 1) * PAGE] = random_bytes.randbytes(PAGE)
    layout.database.write_bytes(data)

    opened, found = reopen(layout)
    assert opened.status.kept_aside is not None
    assert opened.status.kept_aside.read_bytes() == data
    assert opened.status.message is not None
    assert str(opened.status.kept_aside) in opened.status.message
    kept = bare(found)
    before = bare(history)
    assert all(set(reps) <= set(before[set_id]) for set_id, reps in kept.items())
    # A page holds some ten repetitions; each may also have been an inner one with a few of them.
    assert sum(map(len, kept.values())) >= 0.75 * sum(map(len, before.values()))


@pytest.mark.parametrize("seed", range(6))
def test_with_its_log_nothing_is_lost(
    layout: StoreLayout, history: list[SetRecord], seed: int, figure: Figure
) -> None:
    noise = random.Random(seed)
    data = bytearray(layout.database.read_bytes())
    for _ in range(5):
        page = noise.randrange(len(data) // PAGE)
        data[page * PAGE : (page + 1) * PAGE] = noise.randbytes(PAGE)
    layout.database.write_bytes(data)
    opened, found = reopen(layout)
    assert bare(found) == bare(history)
    assert (opened.status.lost_sets, opened.status.lost_reps) == (0, 0)
    figure(23, f"5 pages of noise: {len(found)} of {len(history)} sets restored")
    assert [record.athlete and record.athlete.name for record in found] == [
        record.athlete and record.athlete.name for record in history
    ]


@pytest.mark.parametrize("keep", [0, 100, PAGE, 5 * PAGE + 17])
def test_a_truncated_store_is_filled_from_the_log(
    layout: StoreLayout, history: list[SetRecord], keep: int
) -> None:
    data = layout.database.read_bytes()[:keep]
    layout.database.write_bytes(data)
    opened, found = reopen(layout)
    assert bare(found) == bare(history)
    assert opened.status.message is not None


def test_a_deleted_store_is_filled_from_the_log(
    layout: StoreLayout, history: list[SetRecord]
) -> None:
    for path in with_companions(layout.database):
        path.unlink(missing_ok=True)
    opened, found = reopen(layout)
    assert bare(found) == bare(history)
    assert opened.status.message is not None
    assert "was gone" in opened.status.message
    assert opened.status.kept_aside is None


def test_single_flipped_bits_never_change_a_figure(
    layout: StoreLayout, history: list[SetRecord], figure: Figure
) -> None:
    forget_log(layout)
    whole = layout.database.read_bytes()
    before = bare(history)
    noise = random.Random(1)
    unseen = 0
    for _ in range(25):
        data = bytearray(whole)
        place = noise.randrange(len(data))
        data[place] ^= 1 << noise.randrange(8)
        for path in with_companions(layout.database):
            path.unlink(missing_ok=True)
        layout.database.write_bytes(data)
        opened, found = reopen(layout)
        kept = bare(found)
        assert all(set(reps) <= set(before[set_id]) for set_id, reps in kept.items())
        lost = sum(map(len, before.values())) - sum(map(len, kept.values()))
        assert lost <= 40
        unseen += opened.status.message is None and lost > 0
    assert unseen == 0
    figure(24, "25 single flipped bits: 0 losses unnoticed, 0 figures changed")


def test_a_bad_row_comes_back_from_the_log(layout: StoreLayout, history: list[SetRecord]) -> None:
    with StoreWriter(layout.database, "simulated") as writer:
        writer.sets._session.connection.execute("UPDATE reps SET rom_m = 9 WHERE rep_id = 5")
    assert StoreReader(layout.database).set(1).damaged_reps == 1
    _, found = reopen(layout)
    assert bare(found) == bare(history)


def test_a_set_row_that_is_lost_is_rebuilt_from_its_event(
    layout: StoreLayout, history: list[SetRecord]
) -> None:
    forget_log(layout)
    with StoreWriter(layout.database, "simulated") as writer:
        writer.sets._session.connection.execute("UPDATE sets SET side = 'x' WHERE set_id = 7")
    _, found = reopen(layout)
    assert bare(found) == bare(history)
    rebuilt = next(record for record in found if record.set.set_id == 7)
    assert rebuilt.set.plan == history[6].set.plan
    assert rebuilt.set.ended is EndReason.INTERRUPTED


def test_an_open_set_survives_damage_elsewhere(
    layout: StoreLayout, writer: StoreWriter, add_set: AddSet, rep: Make
) -> None:
    add_set()
    set_id = writer.sets.open_set(SetPlan(), 0)
    writer.sets.add_rep(set_id, rep(1))
    writer.sets._session.connection.execute("UPDATE reps SET rom_m = 9 WHERE rep_id = 1")
    writer.close()
    opened, found = reopen(layout)
    assert opened.status.interrupted == (set_id,)
    assert [len(record.reps) for record in found] == [2, 1]


def test_a_store_deleted_under_the_writer_is_put_back(
    layout: StoreLayout, writer: StoreWriter, add_set: AddSet, rep: Make
) -> None:
    add_set()
    set_id = writer.sets.open_set(SetPlan(), 0)
    writer.sets.add_rep(set_id, rep(1))
    for path in with_companions(layout.database):
        path.unlink(missing_ok=True)
    with pytest.raises(DamagedError, match="deleted while in use"):
        writer.sets.add_rep(set_id, rep(2))
    writer.close()
    opened = open_store(layout, "simulated", writer.run_id)
    opened.writer.sets.add_rep(set_id, rep(2))
    opened.writer.close()
    assert opened.status.interrupted == ()
    assert len(StoreReader(layout.database).set(set_id).reps) == 2


@pytest.mark.parametrize("moved", range(4))
def test_a_repair_that_was_cut_off_is_finished(
    layout: StoreLayout, history: list[SetRecord], moved: int
) -> None:
    """Between the fresh one being complete and the exchange being done."""
    data = bytearray(layout.database.read_bytes())
    data[3 * PAGE : 5 * PAGE] = bytes(2 * PAGE)
    layout.database.write_bytes(data)
    Path(f"{layout.database}-wal").touch()
    Path(f"{layout.database}-shm").touch()
    salvage(layout.database, layout.set_log, layout.under_repair)
    layout.under_repair.rename(layout.repaired)
    layout.kept_aside.mkdir()
    for path in with_companions(layout.database)[:moved]:
        path.rename(layout.kept_aside / path.name.replace("training", "training-1"))
    _, found = reopen(layout)
    assert bare(found) == bare(history)
    assert not layout.repaired.exists()


def test_a_repair_that_was_cut_off_early_begins_anew(
    layout: StoreLayout, history: list[SetRecord]
) -> None:
    layout.under_repair.write_bytes(b"half a database")
    data = bytearray(layout.database.read_bytes())
    data[3 * PAGE : 4 * PAGE] = bytes(PAGE)
    layout.database.write_bytes(data)
    _, found = reopen(layout)
    assert bare(found) == bare(history)


def test_the_log_holds_the_latest_state_of_every_set(
    layout: StoreLayout, writer: StoreWriter, add_set: AddSet
) -> None:
    first, second = add_set(), add_set()
    writer.corrections.change_set(first, {"weight_kg": 30})
    writer.corrections.delete_rep(3)
    writer.close()
    layout.database.unlink()
    _, found = reopen(layout)
    assert [(r.set.set_id, r.set.plan.weight_kg, len(r.reps)) for r in found] == [
        (first, 30.0, 2),
        (second, None, 1),
    ]


def test_a_torn_log_line_spoils_only_itself(
    layout: StoreLayout, writer: StoreWriter, add_set: AddSet
) -> None:
    add_set()
    with layout.set_log.open("ab") as log:
        log.write(b'{"crc": 1, "v"')
    add_set()
    assert [logged.set["set_id"] for logged in read_journal(layout.set_log)] == [1, 2]


def test_a_set_that_could_not_be_logged_is_caught_up_with(
    layout: StoreLayout, writer: StoreWriter, add_set: AddSet
) -> None:
    layout.set_log.parent.mkdir()
    layout.set_log.mkdir()  # nothing can be appended to a folder, not even by root
    add_set()
    layout.set_log.rmdir()
    add_set()
    assert [logged.set["set_id"] for logged in read_journal(layout.set_log)] == [1, 2]


def test_a_data_folder_that_cannot_be_used_is_a_typed_error(tmp_path: Path) -> None:
    (tmp_path / "store").write_text("not a folder")
    with pytest.raises(ReadOnlyError, match="data folder cannot be used"):
        open_store(StoreLayout(tmp_path), "simulated")
