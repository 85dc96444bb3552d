"""What can be seen without a running station."""

from collections import namedtuple

import pytest

from device.checkup import surroundings
from device.checkup.finding import Level
from device.config import Config
from device.sensors.serial.finding import Candidate, UsbIdentity
from device.store.layout import StoreLayout

Usage = namedtuple("Usage", "total used free")


@pytest.mark.parametrize(
    ("free_mb", "level"), [(10, Level.PROBLEM), (300, Level.ADVICE), (9000, Level.GOOD)]
)
def test_room_on_the_disk(monkeypatch, tmp_path, free_mb, level):
    usage = Usage(10**10, 0, free_mb * 10**6)
    monkeypatch.setattr(surroundings.shutil, "disk_usage", lambda folder: usage)
    found = surroundings.disk(tmp_path)
    assert found.level is level
    assert f"{free_mb:,} MB" in found.text


def test_a_damaged_store_is_a_problem_and_a_missing_one_is_not(tmp_path):
    assert surroundings.store(tmp_path).level is Level.GOOD
    database = StoreLayout(tmp_path).database
    database.parent.mkdir()
    database.write_bytes(b"no database" * 1000)
    assert surroundings.store(tmp_path).level is Level.PROBLEM
    assert database.read_bytes() == b"no database" * 1000


def test_bridge_boards(tmp_path, monkeypatch):
    assert "plug the board in" in surroundings.bridge_board([])[0].text
    port = Candidate(str(tmp_path / "ttyACM0"), UsbIdentity(0x2E8A, 5, None))
    monkeypatch.setattr(surroundings.os, "access", lambda path, how: False)
    assert "dialout" in surroundings.bridge_board([port])[0].text
    monkeypatch.setattr(surroundings.os, "access", lambda path, how: True)
    assert surroundings.bridge_board([port])[0].level is Level.GOOD


def test_direct_wiring(tmp_path, monkeypatch):
    chip = tmp_path / "gpiochip0"
    monkeypatch.setattr(surroundings, "_is_installed", lambda name: name != "RPi.GPIO")
    texts = [found.text for found in surroundings.direct_wiring([])]
    assert any("RPi.GPIO is missing" in text for text in texts)
    assert any("no GPIO" in text for text in texts)
    monkeypatch.setattr(surroundings.os, "access", lambda path, how: False)
    assert any("gpio" in found.text for found in surroundings.direct_wiring([chip]))


def test_a_recording_that_is_not_there(tmp_path):
    config = Config(source=f"replay:{tmp_path}/set.csv")
    found = surroundings.look_around(config, tmp_path)
    assert [finding.area for finding in found if finding.level is Level.PROBLEM] == ["recording"]
