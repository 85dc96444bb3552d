"""A disk that refuses costs no live feedback, and nothing unsaved is called saved."""

import sqlite3
from contextlib import closing

import pytest

from device.live.client import CommandError
from device.live.messages import ErrorCode
from device.store.layout import StoreLayout
from device.store.reading.reader import StoreReader

FAST = ("--source", "simulated", "--speed", "8")


def test_settings_are_read_while_the_store_cannot_be_opened(product):
    (product.data_dir / "store").touch()  # where the store's folder should be
    product.device("--source", "simulated", "--speed", "1", CABLECOACH_REST_S="45")
    product.listen().heartbeat(lambda state: not state["recording"])
    commands = product.commands()
    assert commands.call("settings")["settings"]["rest_s"] == 45
    with pytest.raises(CommandError) as refused:
        commands.call("change_settings", {"min_rom_m": 0.2})
    assert refused.value.code is ErrorCode.UNAVAILABLE


def test_a_locked_store_holds_up_nobody_and_is_caught_up_with(product, figure):
    product.device(*FAST)
    listener = product.listen()
    listener.rep("saved", 1)
    database = StoreLayout(product.data_dir).database
    with closing(sqlite3.connect(database, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        before = len(listener.heard)
        listener.rep("confirmed", 4)
        during = listener.heard[before:]
        state = listener.heartbeat(lambda state: not state["recording"])
        assert "using the training store" in state["not_recording_reason"]
        assert state["not_recording_code"] == "store_locked"
        waiting = listener.heartbeat(lambda state: state["unsaved_reps"] >= 2)
        assert not any(b.message.get("stage") == "saved" for b in during)
        assert sum(b.topic == "live" for b in during) > 10
        other.execute("ROLLBACK")
    listener.rep("saved", 4)
    state = listener.heartbeat(lambda state: state["recording"] and not state["unsaved_reps"])
    told = [b.message["number"] for b in listener.heard if b.message.get("stage") == "saved"]
    assert told == list(range(1, len(told) + 1))
    [record] = StoreReader(database).sets()[0]
    assert [rep.rep.number for rep in record.reps][: len(told)] == told
    figure(22, f"{waiting['unsaved_reps']} reps held, 0 lost, live went on")
