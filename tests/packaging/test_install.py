"""`make install` and `make uninstall`, into a copy of the file system."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def make(target: str, destination: Path, **parameters: str) -> subprocess.CompletedProcess[str]:
    """Call the Makefile as a user does, but into a copy and without a network."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR") if name in os.environ}
    environment = kept | {"PIP_NO_DEPS": "1", "PIP_NO_INPUT": "1"}
    assignments = [f"{name}={value}" for name, value in parameters.items()]
    return subprocess.run(
        ["make", "-s", target, f"DESTDIR={destination}", f"PYTHON={sys.executable}", *assignments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_install_again_and_uninstall(tmp_path: Path, wheel: Path) -> None:
    for wiring in ("direct", "bridge"):
        result = make("install", tmp_path, WHEELHOUSE=str(wheel.parent), WIRING=wiring)
        assert result.returncode == 0, result.stderr
    prefix = tmp_path / "opt/cablecoach"
    environments = [path for path in prefix.iterdir() if path.name.startswith("venv-")]
    assert [prefix / (prefix / "current").readlink()] == environments, "one environment remains"
    program = "from wiring.pins import load_pins; print(load_pins('pico').encoder_b.header)"
    python = prefix / "current/bin/python"
    shown = subprocess.run([python, "-c", program], capture_output=True, text=True)
    assert shown.stdout == "5\n"
    assert (tmp_path / "usr/local/bin/cablecoach").stat().st_mode & 0o111
    assert (tmp_path / "etc/systemd/system/cablecoach-device.service").exists()
    kept = (tmp_path / "etc/default/cablecoach").read_text()
    assert kept.endswith("CABLECOACH_SOURCE=gpio\n"), "a second install keeps the settings"

    data = tmp_path / "var/lib/cablecoach"
    data.mkdir(parents=True)
    assert make("uninstall", tmp_path).returncode == 0
    assert data.exists()
    assert make("uninstall", tmp_path, PURGE="1").returncode == 0
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    assert not data.exists()


def test_a_failed_install_leaves_the_old_one(tmp_path: Path) -> None:
    old = tmp_path / "opt/cablecoach/venv-1"
    old.mkdir(parents=True)
    (old.parent / "current").symlink_to("venv-1")
    (tmp_path / "empty").mkdir()
    result = make("install", tmp_path, WHEELHOUSE=str(tmp_path / "empty"))
    assert "could not be installed; nothing was changed." in result.stderr
    assert result.returncode != 0
    assert sorted(path.name for path in old.parent.iterdir()) == ["current", "venv-1"]
    assert not (tmp_path / "etc").exists()


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"WIRING": "wireless"}, "WIRING is bridge .* or direct"),
        ({"WHEELHOUSE": "/nowhere"}, "There is no folder /nowhere"),
    ],
)
def test_a_wrong_parameter_is_one_sentence(
    tmp_path: Path, parameters: dict[str, str], message: str
) -> None:
    result = make("install", tmp_path, **parameters)
    assert result.returncode != 0
    assert re.search(message, result.stderr)
