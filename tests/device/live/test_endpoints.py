"""Both halves find one another by the data folder, and nobody else gets in."""

from pathlib import Path

import pytest

from device.errors import UserError
from device.live.endpoints import endpoints


@pytest.fixture(autouse=True)
def runtime(short_folder, monkeypatch):
    folder = short_folder
    monkeypatch.delenv("CABLECOACH_RUNTIME_DIR", raising=False)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(folder))
    return folder


def test_one_folder_one_pair_of_addresses(tmp_path, monkeypatch):
    (tmp_path / "data").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "data")
    monkeypatch.chdir(tmp_path)
    assert endpoints(tmp_path / "data") == endpoints(Path("data")) == endpoints(tmp_path / "link")
    assert endpoints(tmp_path / "data") != endpoints(tmp_path / "other")


def test_paths_fit_a_socket_address(runtime, tmp_path):
    deep = tmp_path / ("d" * 200)
    for address in endpoints(deep):
        assert len(address.removeprefix("ipc://")) < 100


def test_a_folder_with_too_long_a_name_is_refused(monkeypatch, tmp_path):
    monkeypatch.setenv("CABLECOACH_RUNTIME_DIR", str(tmp_path / ("r" * 90)))
    with pytest.raises(UserError, match="CABLECOACH_RUNTIME_DIR"):
        endpoints(tmp_path)


def test_without_a_runtime_folder_a_private_one_in_temp(runtime, monkeypatch, tmp_path):
    monkeypatch.delenv("XDG_RUNTIME_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(runtime))
    address = endpoints(tmp_path).broadcasts
    folder = Path(address.removeprefix("ipc://")).parent
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_folder_others_may_enter_is_refused(runtime, tmp_path):
    (runtime / "cablecoach").mkdir()
    (runtime / "cablecoach").chmod(0o755)
    with pytest.raises(UserError, match="may enter"):
        endpoints(tmp_path)


def test_a_symbolic_link_in_its_place_is_refused(runtime, tmp_path):
    (tmp_path / "elsewhere").mkdir(mode=0o700)
    (runtime / "cablecoach").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(UserError, match="may enter"):
        endpoints(tmp_path)
