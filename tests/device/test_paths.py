"""Which folder the data go to."""

import pytest

from device.errors import UserError
from device.paths import data_path, existing_data_directory, make_data_directory


@pytest.fixture(autouse=True)
def surroundings(tmp_path, monkeypatch):
    monkeypatch.delenv("STATE_DIRECTORY", raising=False)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))


def test_the_platforms_folder_by_default(tmp_path):
    assert make_data_directory() == tmp_path / "share" / "cablecoach"
    assert make_data_directory().stat().st_mode & 0o777 == 0o700


def test_systemds_state_directory_goes_before(tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path}/state:{tmp_path}/second")
    assert make_data_directory() == tmp_path / "state"


def test_the_option_goes_before_all(tmp_path, monkeypatch):
    monkeypatch.setenv("STATE_DIRECTORY", f"{tmp_path}/state")
    assert make_data_directory(tmp_path / "chosen") == tmp_path / "chosen"


def test_where_a_file_stands_in_the_way_the_user_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(UserError, match="--data-dir"):
        make_data_directory(tmp_path / "file" / "data")


def test_a_command_that_only_reads_makes_no_folder(tmp_path):
    with pytest.raises(UserError, match=r"no data folder .*typo.*--data-dir"):
        existing_data_directory(tmp_path / "typo")
    assert data_path(tmp_path / "typo") == tmp_path / "typo"
    assert list(tmp_path.iterdir()) == []
    assert existing_data_directory(tmp_path) == tmp_path


def test_a_folder_of_somebody_else_is_told(tmp_path, monkeypatch):
    def closed(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.is_dir", closed)
    with pytest.raises(UserError, match=r"Permission denied.*belongs to"):
        existing_data_directory(tmp_path)
