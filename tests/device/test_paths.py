"""Which folder the data go to."""

import pytest

from device.errors import UserError
from device.paths import data_directory


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch):
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))


def test_the_platforms_folder_by_default(tmp_path):
    assert data_directory() == tmp_path / "share" / "cablecoach"
    assert data_directory().stat().st_mode & 0o777 == 0o700


def test_systemds_state_directory_goes_before(tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path}/state:{tmp_path}/second")
    assert data_directory() == tmp_path / "state"


def test_the_option_goes_before_all(tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path}/state")
    assert data_directory(tmp_path / "chosen") == tmp_path / "chosen"


def test_where_a_file_stands_in_the_way_the_user_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="--data-dir"):
        data_directory(tmp_path / "file" / "data")
